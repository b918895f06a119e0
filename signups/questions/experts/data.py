"""What the site holds about an expert, as plain values for JSON."""

from ...copies import in_json
from ...models import Answer, Expert
from . import answering


def exported(expert: Expert) -> dict:
    return {
        "name": expert.name,
        "role": expert.role,
        "credential": expert.credential,
        "organization": expert.organization,
        "in_this_work_since": expert.in_work_since,
        "works_for_the_school": str(expert.school) if expert.school else None,
        "answers_about": [*map(str, expert.careers.all()), *map(str, expert.fields.all())],
        "credential_checked_on": in_json(expert.verified_on),
        "state": expert.get_state_display(),
        "paused_until": in_json(expert.paused_until),
        "rules_accepted": in_json(expert.rules_accepted_at),
        # Those are read once the rules are accepted, here as on the pages.
        "questions": [
            {"question": question.text, "promised_for": in_json(question.promised_on)}
            for question in answering.questions_of(expert)
            if expert.rules_accepted_at
        ],
        "answers": [_answer(answer) for answer in expert.answers.select_related("question").order_by("pk")],
    }


def _answer(answer: Answer) -> dict:
    return {
        # Of what is no longer with the expert, only what they wrote is theirs to see.
        "status": answer.get_status_display(),
        "short_answer": answer.short,
        "answer": answer.text,
        "sources": answer.sources,
        "based_on": answer.get_basis_display(),
        "answered_on": in_json(answer.answered_on),
        "submitted": in_json(answer.submitted_at),
    }

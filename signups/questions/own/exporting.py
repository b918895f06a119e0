"""A copy of what the site keeps of a question, for who asked it."""

from ...copies import in_json
from ...models import Answer, Question
from ..steps import STEPS


def exported(question: Question) -> dict:
    return {
        "question": question.text,
        "background": question.background,
        "as_you_asked": {"question": question.asked_text, "background": question.asked_background},
        "about": question.career.title if question.career else None,
        "asked_by": question.asked_by,
        "asked": question.created_at.isoformat(),
        "confirmed": in_json(question.confirmed_at),
        "status": question.get_status_display(),
        "urgent": question.is_urgent,
        "for_you_alone": question.is_private,
        "promised_for": in_json(question.promised_on),
        "answered": in_json(question.answered_at),
        "published": in_json(question.published_at),
        "declined_because": question.declined_because,
        "same_as": _same_as(question),
        "wordings": [
            {
                "made": wording.made_at.isoformat(),
                "by": "you" if wording.is_askers else "a moderator",
                "question": wording.text,
                "background": wording.background,
                "reason": wording.reason,
                "settled": in_json(wording.settled_at),
            }
            for wording in question.wordings.all()
        ],
        "steps": [
            {"at": step.at.isoformat(), "step": STEPS[step.name].label if step.name in STEPS else step.name}
            for step in question.steps.all()
        ],
        "answers": [_answer(answer) for answer in question.answers.all() if answer.status == Answer.Status.PUBLISHED],
        "opened_by_code": bool(question.code_hash),
    }


def _same_as(question: Question) -> str | None:
    """What somebody else asked, only where everybody reads it."""
    same = Question.objects.published().filter(pk=question.merged_into_id).first()
    return same.text if same else None


def _answer(answer: Answer) -> dict:
    return {
        "answered": answer.answered_on.isoformat(),
        "by": answer.expert.name,
        "short": answer.short,
        "answer": answer.text,
        "sources": answer.sources,
    }

"""What is kept of questions, their answers and newsletters, and how a person goes from it."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from careers.models import Draft, Version
from careers.versions.documents import written
from careers.versions.keeping import forget
from careers.versions.records import Record, Rows, register

from .addresses import are_same, normal, without
from .models import Question

# A draft's documents, and what people wrote about it.
DOCUMENTS = ("document", "based_on")
NOTES = ("note", "reviewers_note", "problem")

# What documents of questions lack that were written before questions had a way.
LATER = {
    **dict.fromkeys(("background", "asked_text", "asked_background", "declined_because"), ""),
    **dict.fromkeys(("expert", "confirmed_at", "promised_on", "answered_at", "merged_into")),
    **{"is_urgent": False, "is_private": False},
}
LATER_OF_ANSWER = {
    **dict.fromkeys(("short", "sources", "basis", "reviewers_note", "recheck_because"), ""),
    **dict.fromkeys(("checked_on", "submitted_at", "publish_at", "reviewed_by", "recheck_since")),
    "status": "published",
}


def _with_ways(document: dict) -> dict:
    answers = [{**LATER_OF_ANSWER, **answer} for answer in document["lists"]["answers"]]
    lists = {**document["lists"], "answers": answers}
    return {**document, "fields": {**LATER, **document["fields"]}, "lists": lists}


ANSWER = (
    *("expert", "short", "text", "sources", "basis", "status", "answered_on", "checked_on", "submitted_at"),
    *("publish_at", "reviewed_by", "reviewers_note", "recheck_since", "recheck_because"),
)
QUESTION = Record(
    model="signups.Question",
    fields=(
        *("career", "text", "background", "asked_text", "asked_background", "asker", "email", "status", "expert"),
        *("is_urgent", "is_private", "created_at", "confirmed_at", "promised_on", "answered_at", "published_at"),
        *("merged_into", "declined_because"),
    ),
    lists=(Rows(name="answers", fields=ANSWER),),
    beside=("wordings", "steps"),
    left_out=("submission_key", "code_hash", "claimed_by", "claimed_at", "reminded_for", "helpful", "not_helpful"),
    form=2,
    steps={1: _with_ways},
)


NEWSLETTER = Record(
    model="signups.Newsletter",
    fields=("subject", "slug", "text", "field"),
    # What became of it is no text.
    left_out=("created_at", "mailing", "published_at", "sent_at"),
)


def register_all() -> None:
    register(QUESTION, NEWSLETTER)


def mentioning(address: str) -> Iterator[Version]:
    """Versions of anything that hold `address`, however it is written."""
    name = _name(address)
    for form in _forms(name):
        for version in Version.objects.filter(Q(document__icontains=form) | Q(beside__icontains=form)):
            if _is_askers(version, address) or any(
                text and _without(text, address) != text for text in (version.document, version.beside)
            ):
                yield version
    for version in Version.objects.filter(note__icontains=name):
        if without(version.note, address) != version.note:
            yield version


def _name(address: str) -> str:
    return f"{normal(address).rpartition('@')[0]}@"


def _forms(name: str) -> set[str]:
    """JSON has the quotation marks of a name its own way."""
    return {name, json.dumps(name, ensure_ascii=False)[1:-1]}


def drafts_mentioning(address: str) -> list[Draft]:
    """Drafts of careers that hold `address`."""
    name = _name(address)
    holds = Q(*((f"{note}__icontains", name) for note in NOTES), _connector=Q.OR)
    for form in _forms(name):
        holds |= Q(document__icontains=form) | Q(based_on__icontains=form)
    return [draft for draft in Draft.objects.filter(holds).select_related("career") if _is_changed(draft, address)]


def _is_changed(draft: Draft, address: str) -> bool:
    return any(getattr(draft, name) != text for name, text in _cleaned_draft(draft, address).items())


def _cleaned_draft(draft: Draft, address: str) -> dict[str, str]:
    documents = {name: getattr(draft, name) for name in DOCUMENTS}
    notes = {name: without(getattr(draft, name), address) for name in NOTES}
    return notes | {name: text and _without(text, address) for name, text in documents.items()}


def forget_address(address: str) -> None:
    """Leave no version of what the person asked, and in others not the address."""
    asked = {version.object_id for version in mentioning(address) if _is_askers(version, address)}
    forget_questions(asked)
    for version in list(mentioning(address)):
        version.document = _without(version.document, address)
        version.beside = version.beside and _without(version.beside, address)
        version.note, version.name = without(version.note, address), without(version.name, address)
        version.save(update_fields=["document", "beside", "note", "name"])
    for draft in drafts_mentioning(address):
        Draft.objects.filter(pk=draft.pk).update(**_cleaned_draft(draft, address))


def forget_questions(pks: Iterable[int]) -> None:
    forget(QUESTION.kind, pks)


def forget_askers(questions: QuerySet[Question]) -> None:
    """Leave no version of these `questions` where any has the asker's address, which may be gone from the question."""
    kept = Version.objects.filter(kind=QUESTION.kind, object_id__in=questions.values("pk"))
    forget_questions({version.object_id for version in kept if json.loads(version.document)["fields"].get("email")})


def forget_deleted(asked_before: datetime) -> None:
    """Leave no version of deleted questions that would be past their time by now."""
    deleted = Version.objects.filter(kind=QUESTION.kind).exclude(object_id__in=Question.objects.values("pk"))
    forget_questions(
        {
            version.object_id
            for version in deleted
            if datetime.fromisoformat(json.loads(version.document)["fields"]["created_at"]) < asked_before
        }
    )


def _is_askers(version: Version, address: str) -> bool:
    return version.kind == QUESTION.kind and are_same(json.loads(version.document)["fields"].get("email"), address)


def _without(document: str, address: str) -> str:
    return written(_cleaned(json.loads(document), address))


def _cleaned(value, address: str):
    if isinstance(value, str):
        return without(value, address)
    if isinstance(value, list):
        return [_cleaned(part, address) for part in value]
    if isinstance(value, dict):
        # A draft that was deleted with its career has documents within a document.
        return {
            name: _without(part, address) if name in DOCUMENTS and part else _cleaned(part, address)
            for name, part in value.items()
        }
    return value

"""What is kept of questions and their answers, and how a person goes from it."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from careers.models import Version
from careers.versions.documents import written
from careers.versions.keeping import forget
from careers.versions.records import Record, Rows, register

from .addresses import NotAnAddress, normal, without
from .models import Question

QUESTION = Record(
    model="signups.Question",
    fields=("career", "text", "asker", "email", "status", "created_at", "published_at"),
    lists=(Rows(name="answers", fields=("expert", "text", "answered_on")),),
    left_out=("submission_key",),
)


def register_all() -> None:
    register(QUESTION)


def mentioning(address: str) -> Iterator[Version]:
    """Versions of anything that hold `address`, however it is written."""
    name = f"{normal(address).rpartition('@')[0]}@"
    # JSON has the quotation marks of a name its own way.
    for form in {name, json.dumps(name, ensure_ascii=False)[1:-1]}:
        for version in Version.objects.filter(document__icontains=form):
            if _is_askers(version, address) or _without(version.document, address) != version.document:
                yield version
    for version in Version.objects.filter(note__icontains=name):
        if without(version.note, address) != version.note:
            yield version


def forget_address(address: str) -> None:
    """Leave no version of what the person asked, and in others not the address."""
    asked = {version.object_id for version in mentioning(address) if _is_askers(version, address)}
    forget_questions(asked)
    for version in list(mentioning(address)):
        version.document = _without(version.document, address)
        version.note, version.name = without(version.note, address), without(version.name, address)
        version.save(update_fields=["document", "note", "name"])


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
    if version.kind != QUESTION.kind:
        return False
    try:
        return normal(json.loads(version.document)["fields"].get("email")) == normal(address)
    except NotAnAddress:
        return False


def _without(document: str, address: str) -> str:
    return written(_cleaned(json.loads(document), address))


def _cleaned(value, address: str):
    if isinstance(value, str):
        return without(value, address)
    if isinstance(value, list):
        return [_cleaned(part, address) for part in value]
    if isinstance(value, dict):
        return {name: _cleaned(part, address) for name, part in value.items()}
    return value

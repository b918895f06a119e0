"""The page of one question, with all that stands beside its answers."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.db.models.query import Prefetch

from careers.browse.entries import Entry, entries_of
from careers.browse.listed import listed
from careers.models import Career, Release
from schools.models import School

from ...models import Answer, AnswerFact, Question
from . import finding
from .wording import FactLine, facts_of, in_short

RELATED = 4


@dataclass(frozen=True)
class ReadAnswer:
    answer: Answer
    in_short: str
    facts: list[FactLine]
    # The expert works for a school that the site features.
    is_featured: bool


@dataclass(frozen=True)
class CareerBeside:
    """What the work is and pays; `release` is where the pay is from."""

    entry: Entry
    release: Release | None


def page_of(question: Question) -> dict:
    """The same number of queries however much there is."""
    answers = list(question.answers.all())
    of_facts = AnswerFact.objects.select_related("career", "credential__organization", "school")
    prefetch_related_objects(answers, Prefetch("facts", of_facts))
    featured = _featured({answer.expert.school_id for answer in answers} - {None})
    return {
        "question": question,
        "answers": [_read(answer, featured) for answer in answers],
        "only_samples": all(answer.expert.is_sample for answer in answers),
        "career": _beside(question.career) if question.career else None,
        "related": related(question),
    }


def related(question: Question) -> list[Question]:
    """The likest, those about the same career first; where they are few, the most helpful about the career too."""
    near = finding.near(question.text, career=question.career_id, limit=RELATED + 1)
    found = [one for one in near if one != question]
    if question.career:
        found.sort(key=lambda other: other.career_id != question.career_id)
        others = Question.objects.published().filter(career=question.career).exclude(pk=question.pk).most_helpful()
        found = list(dict.fromkeys([*found, *others[:RELATED]]))
    return found[:RELATED]


def _featured(schools: Collection[int]) -> set[int]:
    return set(School.objects.featured().filter(pk__in=schools).values_list("pk", flat=True)) if schools else set()


def _read(answer: Answer, featured: Collection[int]) -> ReadAnswer:
    return ReadAnswer(
        answer=answer,
        in_short=in_short(answer),
        facts=facts_of(answer),
        is_featured=answer.expert.school_id in featured,
    )


def _beside(career: Career) -> CareerBeside | None:
    found = listed([career.pk])
    if not found:
        return None
    listing = getattr(found[0], "listing", None)
    return CareerBeside(entries_of(found)[0], listing.pay.release if listing and listing.pay else None)

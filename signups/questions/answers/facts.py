"""The facts of the site that answers rest on: what it says of them now, and which answers that makes doubtful."""

import logging
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from careers.figures.wording import NOT_PUBLISHED, lower_first
from careers.models import Credential
from careers.versions.keeping import noting
from schools.models import School

from ... import limits
from ...limits import Limit, Window
from ...mail.faults import place_of
from ...models import Answer, AnswerFact, Question, QuestionStep
from ...updates.noting import note_changed, states_of
from ...updates.pages import PageSaid, Source, as_said
from ...updates.telling import EDUCATION, GROWTH
from ...versions import QUESTION
from .. import steps
from ..steps import Role, TooLate

logger = logging.getLogger(__name__)

Kind = AnswerFact.Kind
# What was said of one fact: its name, what became of it, labels with what stands behind them, and where that is from.
Said = dict[str, Any]

EVERY_MINUTE = Limit("facts of answers", (Window(1, 60),))
# Put among what is to be checked in one look; a release may change the facts of every answer.
AT_ONCE = 100

DELETED, OFF, CLOSED = "deleted", "off", "closed"
ENDS = {DELETED: "was deleted", OFF: "is no longer on the site", CLOSED: "has closed"}
BEGINS = {DELETED: "is there again", OFF: "is back on the site", CLOSED: "is open again"}
LETTERS_OF_NOTE = QuestionStep._meta.get_field("note").max_length


def said_now(facts: Iterable[AnswerFact]) -> dict[int, Said]:
    """What the site says of each of them. 5 queries, however many they are, where pages were noted.

    To be called before anything is locked: whoever changes a career may have to be waited for.
    """
    facts = list(facts)
    careers = {fact.career_id for fact in facts if fact.career_id and fact.kind in AnswerFact.OF_CAREER}
    pages = {pk: as_said(state.said) for pk, state in states_of(careers).items()} if careers else {}
    credentials = Credential.objects.select_related("organization").in_bulk(
        {fact.credential_id for fact in facts if fact.credential_id}
    )
    schools = School.objects.in_bulk({fact.school_id for fact in facts if fact.school_id})
    featured = set(School.objects.featured().filter(pk__in=schools).values_list("pk", flat=True)) if schools else set()
    return {fact.pk: _said_of(fact, pages, credentials, schools, featured) for fact in facts}


def _said_of(fact: AnswerFact, pages: dict, credentials: dict, schools: dict, featured: set[int]) -> Said:
    if fact.kind in AnswerFact.OF_CAREER and fact.career_id in pages:
        return _of_career(fact.kind, pages[fact.career_id])
    if fact.kind == Kind.CREDENTIAL and fact.credential_id in credentials:
        return _of_credential(credentials[fact.credential_id])
    if fact.kind == Kind.SCHOOL and fact.school_id in schools:
        school = schools[fact.school_id]
        return _of_school(school, is_featured=school.pk in featured)
    return _say("", DELETED, {})


def _say(title: str, state: str, lines: dict[str, str], source: str = "") -> Said:
    lines = {label: text for label, text in lines.items() if text not in ("", NOT_PUBLISHED)}
    return {"title": title, "state": state, "lines": lines, "source": source}


def _of_career(kind: str, page: PageSaid) -> Said:
    if not page.is_public:
        return _say(page.title, DELETED if page.is_deleted else OFF, {})
    if kind == Kind.PAY:
        pay = page.pay
        return _say(page.title, "", {pay.label: pay.amount}, _from(pay.source)) if pay else _say(page.title, "", {})
    outlook = page.outlook
    if outlook is None:
        return _say(page.title, "", {})
    if kind == Kind.EDUCATION:
        return _say(page.title, "", {EDUCATION: outlook.education}, _from(outlook.source))
    growth = f"{outlook.growth} ({lower_first(outlook.words)})" if outlook.words else outlook.growth
    return _say(page.title, "", {GROWTH: growth, "Openings per year": outlook.openings}, _from(outlook.source))


def _from(source: Source) -> str:
    return f"{source.publication}, {source.period}"


def _of_credential(credential: Credential) -> Said:
    lines = {
        "Name": credential.name,
        "Short name": credential.acronym,
        "Kind": credential.get_kind_display(),
        "Awarding organization": str(credential.organization),
        "Website": credential.address,
    }
    return _say(credential.name, "", lines)


def _of_school(school: School, *, is_featured: bool) -> Said:
    lines = {
        "Name": school.name,
        "Place": f"{school.city}, {school.state}",
        "Website": school.url,
        "Featured on this site": "yes" if is_featured else "no",
    }
    return _say(school.name, CLOSED if school.is_closed else "", lines)


def note(answer: Answer) -> None:
    """What the site says now is what the answer was checked against."""
    store(said_now(answer.facts.all()))


def store(said: dict[int, Said]) -> None:
    AnswerFact.objects.bulk_update([AnswerFact(pk=pk, said=words) for pk, words in said.items()], ["said"])


def changes(fact: AnswerFact, now: Said, *, of_question: int | None) -> list[str]:
    """What is different from what was said when the answer was checked, in sentences.

    A career is named unless it is the one that was asked about (`of_question`).
    """
    before = fact.said
    if before is None or (before["state"], before["lines"]) == (now["state"], now["lines"]):
        return []
    title = before["title"] or now["title"] or "Something that it rests on"
    if before["state"] != now["state"]:
        return [f"{title} {ENDS[now['state']] if now['state'] else BEGINS[before['state']]}."]
    is_named = fact.kind not in AnswerFact.OF_CAREER or fact.career_id != of_question
    labels = dict.fromkeys([*before["lines"], *now["lines"]])
    differences = [_difference(fact.kind, label, before, now) for label in labels]
    return [f"{title}: {lower_first(one)}" if is_named else one for one in differences if one]


def _difference(kind: str, label: str, before: Said, now: Said) -> str:
    old, new = before["lines"].get(label), now["lines"].get(label)
    source = f" ({now['source']})" if now["source"] else ""
    if old == new:
        return ""
    if new is None:
        return f"{label}: {old} before, no longer shown."
    if old is None:
        return f"{label}: {new}{source}, none shown before."
    went = "went" if kind in (Kind.PAY, Kind.OUTLOOK) else "changed"
    return f"{label} {went} from {old} to {new}{source}."


def look_again() -> None:
    """Once a minute, whoever asks: 1 query in between."""
    if limits.is_first(EVERY_MINUTE):
        look()


def look() -> None:
    """Have answers checked again whose facts have changed; where a fact is as it was before, there is nothing to check.

    7 queries where nothing has changed.
    """
    read = Answer.objects.published().filter(question__status__in=Question.WITH_ANSWER)
    facts = list(_with_answers(AnswerFact.objects.filter(answer__in=read)))
    if not facts:
        return
    note_changed()
    now = said_now(facts)
    store({fact.pk: now[fact.pk] for fact in facts if fact.said is None})
    left = AT_ONCE
    for _, of_answer in groupby(facts, key=lambda fact: fact.answer_id):
        some = list(of_answer)
        if _because(some, now) == some[0].answer.recheck_because:
            continue
        left -= _settled(some[0].answer, now)
        if not left:
            break


def _with_answers(facts):
    columns = ("question", "status", "recheck_since", "recheck_because", "question__career")
    of_answer = [f"answer__{column}" for column in columns]
    rows = facts.select_related("answer__question").order_by("answer", "pk")
    return rows.only("kind", "career", "credential", "school", "said", "answer", *of_answer)


def _because(facts: list[AnswerFact], now: dict[int, Said]) -> str:
    """Why the answer that rests on them is to be checked again, in words; nothing where it is not."""
    career = facts[0].answer.question.career_id
    return " ".join(line for fact in facts for line in changes(fact, now[fact.pk], of_question=career))


def _settled(answer: Answer, now: dict[int, Said]) -> bool:
    try:
        _settle(answer, now)
    except (OperationalError, InterfaceError):
        raise
    # Whatever it is, the others are looked at.
    except Exception as error:  # noqa: BLE001
        logger.error("The facts of answer %s could not be looked at (%s)", answer.pk, place_of(error))
        return False
    return True


def _settle(answer: Answer, now: dict[int, Said]) -> None:
    """Somebody may have confirmed it meanwhile, or another worker may have settled it: so it is read again."""
    with noting(QUESTION, [answer.question_id], lambda: steps.author_of(None, Role.SITE)):
        Question.objects.select_for_update().get(pk=answer.question_id)
        facts = list(_with_answers(AnswerFact.objects.filter(pk__in=now, answer=answer.pk)))
        if not facts or facts[0].answer.status != Answer.Status.PUBLISHED:
            return
        stored, because = facts[0].answer, _because(facts, now)
        if because == stored.recheck_because:
            return
        since = (stored.recheck_since or timezone.now()) if because else None
        Answer.objects.filter(pk=answer.pk).update(recheck_since=since, recheck_because=because)
        # What changes further while it waits to be checked is no step of its own.
        if not (because and stored.recheck_since):
            _log(answer.question_id, "fact-changed" if because else "fact-as-before", note=because)


def _log(question: int, name: str, *, by=None, note: str = "") -> None:
    short = note if len(note) <= LETTERS_OF_NOTE else f"{note[: LETTERS_OF_NOTE - 1]}…"
    QuestionStep.objects.create(question_id=question, name=name, by=by, note=short)


def confirm(answer: Answer, *, by) -> None:
    """The answer holds, whatever has changed: it is checked today. TooLate where nobody reads it any more."""
    said = said_now(answer.facts.all())
    values = {"checked_on": timezone.localdate(), "recheck_since": None, "recheck_because": ""}
    with noting(QUESTION, [answer.question_id], lambda: steps.author_of(by, Role.MODERATOR)):
        read = Answer.objects.published().filter(pk=answer.pk, question__status__in=Question.WITH_ANSWER)
        if not read.update(**values):
            raise TooLate
        store(said)
        _log(answer.question_id, "answer-confirmed", by=by)
    for column, value in values.items():
        setattr(answer, column, value)

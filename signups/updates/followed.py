"""What one follower is told of all that they follow, and what they have been told once the mail is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from careers.profile.markdown import plain_sentences

from ..models import Answer, PageState, Question, Topic
from . import telling
from .noting import note_changed, shown_answers
from .pages import PageSaid, as_said
from .telling import Change

# So many careers are told of in a mail, of them so many of each field, and so many answers; links have the rest.
MOST_CAREERS, MOST_OF_FIELD, MOST_ANSWERS = 25, 10, 10
FIRST_LETTERS = 200
MOVED = "It is now in another field of work."


@dataclass(frozen=True)
class Block:
    """A career, and what changed on its page."""

    title: str
    link: str
    changes: list[Change]

    @property
    def is_correction(self) -> bool:
        return any(change.is_correction for change in self.changes)

    @property
    def weight(self) -> tuple:
        """What comes first is less: corrections, then whatever is no figure of its page, then what changed most."""
        of_page = any(not change.label and not change.source for change in self.changes)
        return not self.is_correction, not of_page, -max(change.size for change in self.changes), self.title


@dataclass(frozen=True)
class FieldNews:
    """What changed in a field; `more` careers are left to its page."""

    title: str
    link: str
    note: str
    blocks: list[Block]
    more: int = 0


@dataclass(frozen=True)
class AnswerNews:
    question: str
    first_words: str
    expert: str
    is_sample: bool
    about: str
    link: str


@dataclass
class News:
    """Of one follower. `told` is what their topics hold once this is sent, by topic; `ended` have nothing more to tell.

    `moved` topics follow the career that the old one became part of.
    """

    as_of: datetime
    careers: list[Block] = field(default_factory=list)
    fields: list[FieldNews] = field(default_factory=list)
    answers: list[AnswerNews] = field(default_factory=list)
    more_careers: int = 0
    more_answers: int = 0
    topics: list[Topic] = field(default_factory=list)
    told: dict[int, dict] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.careers or self.fields or self.answers)

    @property
    def blocks(self) -> list[Block]:
        return [*self.careers, *(block for one in self.fields for block in one.blocks)]


class Reading:
    """What pages say now and said when their followers were told, read at once for all topics of a follower."""

    def __init__(self, topics: list[Topic]) -> None:
        known = {int(pk): state for topic in topics for pk, state in _careers_told(topic).items()}
        wanted = known.keys() | {topic.career_id for topic in topics if topic.career_id}
        fields = {topic.field_id for topic in topics if topic.field_id}
        current = PageState.objects.current().filter(Q(career_id__in=wanted) | Q(field_id__in=fields))
        self._now = {pk: (state, of) for pk, state, of in current.values_list("career_id", "pk", "field_id")}
        told = {state for topic in topics for state in _careers_told(topic).values()}
        different = {state for state, _ in self._now.values()} ^ told
        states = PageState.objects.filter(pk__in=different) if different else []
        self._said = {state.pk: as_said(state.said) for state in states}

    def state_of(self, career: int) -> int | None:
        return self._now[career][0] if career in self._now else None

    def members(self, of_field: int) -> set[int]:
        return {pk for pk, (_, of) in self._now.items() if of == of_field}

    def said(self, state: int) -> PageSaid | None:
        """None where it is the same as was told, or where it is forgotten."""
        return self._said.get(state)

    def is_forgotten(self, before: int, now: int | None) -> bool:
        """Whether nobody knows any more what was told, so that there is no difference to tell."""
        return now not in (None, before) and before not in self._said


def _careers_told(topic: Topic) -> dict[str, int]:
    return (topic.told or {}).get("careers", {})


def news_of(topics: Iterable[Topic], as_of: datetime) -> News:
    """5 queries, however much is followed, where nothing of it was changed since pages were noted."""
    news = News(as_of, topics=[topic for topic in topics if topic.kind != Topic.Kind.NEWSLETTER])
    note_changed()
    reading = Reading(news.topics)
    for topic in news.topics:
        if topic.kind == Topic.Kind.CAREER:
            _tell_of_career(topic, reading, news)
    news.careers.sort(key=lambda block: block.weight)
    news.more_careers = max(len(news.careers) - MOST_CAREERS, 0)
    del news.careers[MOST_CAREERS:]
    for topic in news.topics:
        if topic.kind == Topic.Kind.FIELD:
            _tell_of_field(topic, reading, news)
    _tell_of_answers(news)
    return news


def _tell_of_career(topic: Topic, reading: Reading, news: News) -> None:
    for pk, before in _careers_told(topic).items():
        now = reading.state_of(int(pk))
        block, said = _difference(before, now, reading)
        if block:
            news.careers.append(block)
        if block or reading.is_forgotten(before, now):
            news.told[topic.pk] = {"careers": {pk: now}}
        if said and said.elsewhere and not said.is_public:
            news.moved[topic.pk] = said.elsewhere.career
    if topic.career_id is None:
        news.ended.add(topic.pk)


def _difference(before: int, now: int | None, reading: Reading) -> tuple[Block | None, PageSaid | None]:
    old, new = reading.said(before), reading.said(now) if now else None
    if old is None or new is None:
        return None, new
    changes = telling.changes(old, new)
    return (_block(new, changes) if changes else None), new


def _block(said: PageSaid, changes: list[Change]) -> Block:
    address = said.address if said.is_public else said.elsewhere.address if said.elsewhere else ""
    return Block(said.title, _link(address) if address else "", telling.with_sources_once(changes))


def _link(address: str) -> str:
    return urljoin(settings.SITE_URL, address)


def _tell_of_field(topic: Topic, reading: Reading, news: News) -> None:
    told = _careers_told(topic)
    known_as = (topic.told or {}).get("title", "")
    if topic.field is None:
        news.ended.add(topic.pk)
        if known_as:
            news.fields.append(FieldNews(known_as, "", "This field of work was taken off the site.", []))
        return
    title, members = topic.field.title, reading.members(topic.field_id)
    followed = {one.career_id for one in news.topics}
    blocks, marks = [], {}
    for pk in sorted({*map(int, told), *members}):
        block, mark = _of_member(pk, told.get(str(pk)), reading, is_member=pk in members)
        if mark is not None:
            marks[str(pk)] = mark
        if block and pk not in followed:
            blocks.append(block)
    news.told[topic.pk] = {"title": title, "careers": marks}
    note = f"This field was called “{known_as}” before." if known_as not in ("", title) else ""
    if blocks or note:
        blocks.sort(key=lambda block: block.weight)
        fit = max(min(MOST_OF_FIELD, MOST_CAREERS - len(news.blocks)), 0)
        link = _link(topic.field.get_absolute_url())
        news.fields.append(FieldNews(title, link, note, blocks[:fit], max(len(blocks) - fit, 0)))


def _of_member(pk: int, before: int | None, reading: Reading, *, is_member: bool) -> tuple[Block | None, int | None]:
    """What is told of a career that is in a field or was, and the state that is known then: None once it is not."""
    now = reading.state_of(pk)
    said = reading.said(now) if now else None
    if before is None:
        return (_block(said, telling.introduction(said)), now) if said and said.is_public else (None, None)
    if said and said.is_public and not is_member:
        return _block(said, [Change(MOVED)]), None
    block, new = _difference(before, now, reading)
    if now is None or (new and not new.is_public):
        return block, None
    return block, now if block or reading.is_forgotten(before, now) else before


def _tell_of_answers(news: News) -> None:
    wanted = []
    for topic in news.topics:
        since = Q(since__gt=topic.told_at or topic.confirmed_at)
        if topic.kind == Topic.Kind.ANSWERS:
            wanted.append(since)
        elif topic.career_id:
            wanted.append(since & Q(question__career=topic.career_id))
    if not wanted:
        return
    shown = shown_answers().filter(
        reduce(or_, wanted), question__in=Question.objects.published(), since__lte=news.as_of
    )
    shown = shown.select_related("expert", "question__career").order_by("-since", "-pk")
    found = list(shown[: MOST_ANSWERS + 1])
    news.answers = [_answer(one) for one in found[:MOST_ANSWERS]]
    if len(found) > MOST_ANSWERS:
        news.more_answers = shown.count() - MOST_ANSWERS


def _answer(answer: Answer) -> AnswerNews:
    question = answer.question
    return AnswerNews(
        question=_first_words(question.text),
        first_words=_first_words(answer.short or " ".join(plain_sentences(answer.text))),
        expert=f"{answer.expert.name}, {answer.expert.role}",
        is_sample=answer.expert.is_sample,
        about=question.career.title if question.career else "",
        link=_link(question.get_absolute_url()),
    )


def _first_words(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= FIRST_LETTERS:
        return text
    return f"{text[:FIRST_LETTERS].rpartition(' ')[0] or text[:FIRST_LETTERS]}…"


def answers_link() -> str:
    return _link(reverse("signups:questions"))

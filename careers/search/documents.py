"""What of a career is searched: its titles, summary, tasks, technology and credentials, as passages with words."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import IntegerChoices, QuerySet

from ..models import Career, CareerCredential, OnetProfile, Release, Task, Title
from . import analysis as words

# To be raised when the same career would be indexed otherwise than before, so that a refresh writes it again.
FORM = 3
# What of a career's own row is read.
COLUMNS = ("pk", "title", "summary", "onet_code", "with_released_tasks")


class Kind(IntegerChoices):
    TITLE = 0, "title"
    # Other titles that the editors gave, or that the classification itself assigns to the occupation.
    OTHER_TITLE = 1, "also called"
    RELEASED_TITLE = 2, "also called"
    HIDDEN_TITLE = 3, "hidden title"
    CREDENTIAL = 4, "credential"
    TECHNOLOGY = 5, "technology"
    SUMMARY = 6, "summary"
    TASK = 7, "task"


TITLES = (Kind.TITLE, Kind.OTHER_TITLE, Kind.RELEASED_TITLE, Kind.HIDDEN_TITLE)
SHOWN_TITLES = (Kind.TITLE, Kind.OTHER_TITLE, Kind.RELEASED_TITLE)
# Fewer words sort first, then the better kind; text sorts behind titles of any length.
MOST_WORDS_OF_A_TITLE = 15
PLACES_OF_TITLES = (MOST_WORDS_OF_A_TITLE + 1) * 4

# How much a word says of a career: in its title, and in each passage of text, beside 1 in each other title.
IN_TITLE = 4.0
IN_TEXT = 0.1
TEXTS_COUNTED = 5
# BM25, with the usual length of the words of a career's titles with O*NET.
SATURATION = 1.2
SHARE_OF_LENGTH = 0.75
USUAL_LENGTH = 150.0
WEIGHT_UNIT = 1000


@dataclass(slots=True)
class Passage:
    kind: Kind
    text: str
    phrase: words.Phrase

    @property
    def place(self) -> int:
        if self.kind in TITLES:
            return min(len(self.phrase.words), MOST_WORDS_OF_A_TITLE) * 4 + self.kind
        return PLACES_OF_TITLES + self.kind


class IndexedText(NamedTuple):
    """What is searched, and what it is of a career."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Document:
    """A career as the index knows it; `holders` has for each word the number of the first passage that holds it."""

    career_id: int
    digest: str
    texts: list[IndexedText]
    passages: list[Passage] = field(default_factory=list)
    weights: dict[str, tuple[int, bool]] = field(default_factory=dict)
    holders: dict[str, int] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    def analyse(self) -> None:
        """Split the texts into words; only what is to be written needs it."""
        if self.passages:
            return
        title_words, text_words, seen = Counter(), Counter(), set()
        for kind, text in self.texts:
            is_title, of_text = kind in TITLES, set()
            for part in _parts(kind, text):
                pairs = words.content(part)
                indexed = tuple([word for _, word in pairs])
                of_text.update(indexed)
                if kind != Kind.HIDDEN_TITLE:
                    self._keep_forms(pairs)
                if indexed and (group := (is_title, indexed)) not in seen:
                    seen.add(group)
                    for word in indexed:
                        self.holders.setdefault(word, len(self.passages))
                    # Only titles are looked for as a whole.
                    phrase = words.phrase_of(pairs) if is_title else words.Phrase(indexed, "", "")
                    self.passages.append(Passage(kind, text, phrase))
            counted = title_words if is_title else text_words
            share = IN_TITLE if kind == Kind.TITLE else 1
            for word in of_text - words.STOP_WORDS:
                counted[word] += share
        self._weigh(title_words, text_words)

    def _keep_forms(self, pairs: list[words.Word]) -> None:
        for written, word in pairs:
            if written == word or word not in self.forms:
                self.forms[word] = written

    def _weigh(self, title_words: Counter, text_words: Counter) -> None:
        # What corrections are made of, and they are shown: nothing that only hidden titles hold.
        shown = {word for passage in self.passages if passage.kind in SHOWN_TITLES for word in passage.phrase.words}
        counts = Counter(title_words)
        for word, times in text_words.items():
            counts[word] += IN_TEXT * min(times, TEXTS_COUNTED)
        length = SATURATION * (1 - SHARE_OF_LENGTH + SHARE_OF_LENGTH * sum(counts.values()) / USUAL_LENGTH)
        self.weights = {
            word: (round(WEIGHT_UNIT * count * (1 + SATURATION) / (count + length)), word in shown)
            for word, count in counts.items()
        }


def _parts(kind: Kind, text: str) -> list[str]:
    if kind == Kind.TITLE:
        return list(dict.fromkeys([*words.parts(text), words.without_exceptions(text)]))
    return words.parts(text) if kind in TITLES else [text]


def documents(careers: Iterable[int]) -> list[Document]:
    """The published ones of `careers`, by id, not yet analysed. Queries: 5."""
    published = Career.objects.published().filter(pk__in=careers)
    live = OnetProfile.objects.filter(release__state=Release.State.LIVE)
    return documents_of(published.only(*COLUMNS), live)


def documents_of(careers: Iterable[Career], profiles: QuerySet[OnetProfile]) -> list[Document]:
    """`careers` as searches would find them if they were published, and `profiles` live."""
    careers = sorted(careers, key=lambda career: career.pk)
    ids = [career.pk for career in careers]
    texts: dict[int, list[IndexedText]] = {career.pk: [IndexedText(Kind.TITLE, career.title)] for career in careers}
    for pk, name, hidden in Title.objects.filter(career__in=ids).values_list("career", "name", "hidden"):
        texts[pk].append(IndexedText(Kind.HIDDEN_TITLE if hidden else Kind.OTHER_TITLE, name))
    credentials = CareerCredential.objects.filter(career__in=ids)
    for pk, name, acronym in credentials.values_list("career", "credential__name", "credential__acronym"):
        texts[pk].append(IndexedText(Kind.CREDENTIAL, f"{name} ({acronym})" if acronym else name))
    tasks = Task.objects.filter(career__in=ids).values_list("career", "text")
    for pk, text in tasks:
        texts[pk].append(IndexedText(Kind.TASK, text))
    with_tasks = {pk for pk, _ in tasks}
    profiles = profiles.filter(code__in=[career.onet_code for career in careers if career.onet_code])
    profiles = {profile.code: profile for profile in profiles.only("code", "title", "summary", "data")}
    made = []
    for career in careers:
        of_career = texts[career.pk]
        profile = profiles.get(career.onet_code)
        of_career.append(IndexedText(Kind.SUMMARY, career.summary or (profile.summary if profile else "")))
        if profile:
            own_tasks = career.pk in with_tasks and not career.with_released_tasks
            of_career.extend(_released(profile.title, profile.data, own_tasks=own_tasks))
        of_career.sort(key=lambda one: one.kind)
        digest = hashlib.sha256(json.dumps([FORM, of_career]).encode()).hexdigest()[:32]
        made.append(Document(career.pk, digest, of_career))
    return made


def _released(title: str, data: dict, *, own_tasks: bool) -> Iterable[IndexedText]:
    """What the live O*NET release says of the occupation."""
    classified = set(data.get("soc_titles", ()))
    yield IndexedText(Kind.OTHER_TITLE, title)
    for part in ("reported_titles", "alternate_titles", "short_titles"):
        for name in data.get(part, ()):
            yield IndexedText(Kind.OTHER_TITLE if name in classified else Kind.RELEASED_TITLE, name)
    for name, *_ in data.get("technology", ()):
        yield IndexedText(Kind.TECHNOLOGY, name)
    if not own_tasks:
        for text, _ in data.get("tasks", ()):
            yield IndexedText(Kind.TASK, text)

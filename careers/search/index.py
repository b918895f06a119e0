"""Writing the search index: a few careers after a save, all of them beside the live one, which searches do not notice.

Whoever fills the edition that is not live notes first which careers it will read. A save meanwhile goes into the live
edition and strikes the career out of the other, where it is read again, at the latest when that goes live.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from ..locks import Work, one_at_a_time
from ..models import Career, IndexedCareer, SearchEdition, SearchPassage, SearchSpelling, SearchWeight, SearchWord
from . import tables
from .documents import Document, Passage, documents
from .spelling import can_be_repaired, with_a_letter_less

BATCH = 100
# What one short transaction writes or deletes beside the live edition, while others wait: a fifth of a second.
FILLED_AT_ONCE = 25
WORDS_AT_ONCE = 2_000
# So few may be left to read in the moment in which an edition goes live; and so often are the others read before.
FEW = 5
ROUNDS = 5
LONGEST_RANKED = 15

OnIndexed = Callable[[int, int], None]
T = TypeVar("T")


def refresh(careers: Iterable[int] | None = None) -> int:
    """Index `careers` (ids; all if None) as they are now, in the caller's transaction; returns how many had changed.

    Those that are deleted or not published leave the index.
    """
    ids = set(careers) if careers is not None else _published() | _indexed()
    changed = 0
    with _writing():
        live, filled = _editions()
        for batch in _batches(sorted(ids), BATCH):
            changed += _write(live, batch, documents(batch))
            if filled is not None:
                _write(filled, batch, [])
        if changed > BATCH:
            _analyse()
    return changed


def rebuild(progress: OnIndexed | None = None) -> int:
    """Build the index anew beside the live one, in short transactions, then put it in its place; returns its careers.

    `progress` is called with (careers done, of how many). AlreadyAtWork when another process is at it.
    """
    with one_at_a_time(Work.SEARCH_REBUILD):
        number = fill(_published, documents, progress)
        put_live(number)
        clear_replaced()
        return IndexedCareer.objects.filter(edition=number).count()


def fill(
    careers: Callable[[], set[int]], read: Callable[[list[int]], list[Document]], progress: OnIndexed | None = None
) -> int:
    """Fill the edition that is not live, in short transactions, with `careers` as `read` has them; returns its number.

    To be called within `one_at_a_time(Work.SEARCH_REBUILD)`.
    """
    number = _begin()
    for number_of_round in range(ROUNDS):
        lacking = sorted(careers() - _indexed(number))
        if number_of_round and len(lacking) <= FEW:
            break
        _fill(number, lacking, read, progress)
    return number


def _fill(number: int, ids: list[int], read: Callable[[list[int]], list[Document]], progress: OnIndexed | None) -> None:
    with _writing():
        # What another transaction is writing is waited for here, and what comes later strikes out what is noted.
        tables.insert(tables.INDEXED, "edition, career_id, digest", [(number, pk, "") for pk in ids])
    words = Words()
    for done, batch in enumerate(_batches(ids, FILLED_AT_ONCE), 1):
        found = read(batch)
        for document in found:
            document.analyse()
        with _writing():
            noted = IndexedCareer.objects.filter(edition=number, career_id__in=batch)
            noted = set(noted.values_list("career_id", flat=True))
            _write(number, sorted(noted), [one for one in found if one.career_id in noted], words)
        if progress:
            progress(min(done * FILLED_AT_ONCE, len(ids)), len(ids))
    for some in words.parts(WORDS_AT_ONCE):
        with _writing():
            _count(number, some)


def put_live(number: int) -> None:
    """Let searches read the edition that was filled, from the end of the caller's transaction on, if there is one.

    What it lacks or has too much is put right before: careers that changed since they were read.
    """
    with _writing():
        for batch in _batches(sorted(_published() ^ _indexed(number)), BATCH):
            _write(number, batch, documents(batch))
        SearchEdition.objects.exclude(number=number).delete()
        SearchEdition.objects.filter(number=number).update(state=SearchEdition.State.LIVE)


def clear_replaced() -> None:
    """Empty the edition whose place another took, in short transactions."""
    for number in {0, 1} - set(SearchEdition.objects.values_list("number", flat=True)):
        _empty(number)
    _forget_spellings()
    _analyse()


def _begin() -> int:
    """The number of the edition to fill, emptied of what somebody who was cut short had left."""
    live = SearchEdition.objects.filter(state=SearchEdition.State.LIVE).first()
    number = 1 - live.number if live else 0
    SearchEdition.objects.filter(number=number).delete()
    _empty(number)
    SearchEdition.objects.create(number=number, state=SearchEdition.State.BUILDING)
    return number


def _empty(number: int) -> None:
    careers = IndexedCareer.objects.filter(edition=number).order_by("career_id").values_list("career_id", flat=True)
    while batch := list(careers[:FILLED_AT_ONCE]):
        with transaction.atomic(using=tables.writer().alias):
            _delete(number, batch)
    words = SearchWord.objects.filter(edition=number).order_by("pk").values_list("pk", flat=True)
    while batch := list(words[:WORDS_AT_ONCE]):
        SearchWord.objects.filter(edition=number, pk__gte=batch[0], pk__lte=batch[-1]).delete()


def _forget_spellings() -> None:
    known = SearchWord.objects.filter(careers__gt=0).values("word")
    SearchSpelling.objects.exclude(word__in=known).delete()


def _analyse() -> None:
    """Tell the database what the tables hold now, so that it chooses the right way through them."""
    connection = tables.writer()
    with connection.cursor() as cursor:
        for table in (tables.PASSAGE, tables.WORD, tables.WEIGHT, tables.SPELLING):
            cursor.execute(f"ANALYZE {table}")


def _published() -> set[int]:
    return set(Career.objects.published().order_by().values_list("pk", flat=True))


def _indexed(edition: int | None = None) -> set[int]:
    """The careers that an edition holds, or either; not those that are only noted for it."""
    careers = IndexedCareer.objects.exclude(digest="")
    if edition is not None:
        careers = careers.filter(edition=edition)
    return set(careers.values_list("career_id", flat=True))


def _batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch


@contextmanager
def _writing() -> Iterator[None]:
    """A transaction, the caller's if there is one, in which nobody else writes the index."""
    with transaction.atomic(using=tables.writer().alias, savepoint=False):
        list(SearchEdition.objects.select_for_update().order_by("number"))
        yield


def _editions() -> tuple[int, int | None]:
    """The number of the live edition, which is made where there is none, and of the one that is being filled."""
    editions = {edition.state: edition.number for edition in SearchEdition.objects.all()}
    live, filled = editions.get(SearchEdition.State.LIVE), editions.get(SearchEdition.State.BUILDING)
    if live is None:
        live = 0 if filled is None else 1 - filled
        SearchEdition.objects.create(number=live, state=SearchEdition.State.LIVE)
    return live, filled


@dataclass
class Words:
    """Of how many careers, and of how many careers' titles, words are to be counted more or less; and their forms."""

    careers: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    forms: dict[str, str] = field(default_factory=dict)

    def add(self, document: Document) -> None:
        for word, (_, in_title) in document.weights.items():
            self.careers[word] += 1
            self.titles[word] += in_title
        self.forms |= document.forms

    def parts(self, size: int) -> Iterator["Words"]:
        for some in _batches(sorted(self.careers), size):
            careers, titles = (Counter({word: counts[word] for word in some}) for counts in (self.careers, self.titles))
            yield Words(careers, titles, self.forms)


def _write(edition: int, ids: list[int], found: list[Document], words: Words | None = None) -> int:
    """Put the careers `ids` into an edition as the documents have them; returns how many differ from before.

    Those without a document leave it. Words are counted at once, or in `words` by who counts those of many together.
    """
    indexed = IndexedCareer.objects.filter(edition=edition, career_id__in=ids)
    known = dict(indexed.values_list("career_id", "digest"))
    wanted = {document.career_id for document in found}
    gone = [pk for pk in known if pk not in wanted]
    changed = [document for document in found if known.get(document.career_id) != document.digest]
    if not gone and not changed:
        return 0
    counted = Words() if words is None else words
    before = {pk for pk, digest in known.items() if digest}
    replaced = {*gone, *(document.career_id for document in changed)} & known.keys()
    _delete(edition, sorted(replaced & before), counted)
    # There is nothing else of those that are only noted.
    IndexedCareer.objects.filter(edition=edition, career_id__in=replaced - before).delete()
    for document in changed:
        document.analyse()
        counted.add(document)
    _insert(edition, changed)
    if words is None:
        _count(edition, counted)
    if more := len(wanted - before) - len(before - wanted):
        SearchEdition.objects.filter(number=edition).update(careers=F("careers") + more)
    return len(gone) + len(changed)


def _delete(edition: int, ids: list[int], words: Words | None = None) -> None:
    """Take careers out of an edition; `words` get to know of it."""
    if not ids:
        return
    weights = SearchWeight.objects.filter(edition=edition, career_id__in=ids)
    for word, in_title in weights.values_list("word", "in_title") if words else ():
        words.careers[word] -= 1
        words.titles[word] -= in_title
    for model in (SearchWeight, SearchPassage, IndexedCareer):
        model.objects.filter(edition=edition, career_id__in=ids).delete()


def _insert(edition: int, changed: list[Document]) -> None:
    passages, weights = [], []
    for document in changed:
        for number, passage in enumerate(document.passages):
            passages.append(_row(edition, document.career_id, number, passage))
        ids = [row[0] for row in passages[-len(document.passages) :]]
        for word, (weight, in_title) in document.weights.items():
            holder = ids[document.holders[word]]
            weights.append((edition, document.career_id, word, weight, in_title, holder))
    columns = "id, edition, career_id, kind, text, words, key, compact, start2, start3, rank"
    # By id: SQLite's full text index writes out what it has gathered wherever an id is lower than the one before.
    tables.insert(tables.PASSAGE, columns, sorted(passages))
    tables.insert(tables.WEIGHT, "edition, career_id, word, weight, in_title, passage", weights)
    indexed = [(edition, document.career_id, document.digest) for document in changed]
    tables.insert(tables.INDEXED, "edition, career_id, digest", indexed)


def _row(edition: int, career_id: int, number: int, passage: Passage) -> tuple:
    phrase = passage.phrase
    return (
        tables.passage_id(edition, passage.place, career_id, number),
        edition,
        career_id,
        int(passage.kind),
        passage.text,
        " ".join(phrase.words),
        phrase.key,
        phrase.compact,
        phrase.compact[:2],
        phrase.compact[:3],
        passage.kind * (LONGEST_RANKED + 1) + min(len(phrase.words), LONGEST_RANKED),
    )


def _count(edition: int, words: Words) -> None:
    """Bring the words' counts up to date, and keep the spellings of words that are new in titles."""
    counted_on = (
        f"ON CONFLICT (edition, word) DO UPDATE SET careers = {tables.WORD}.careers + excluded.careers, "
        f"titles = {tables.WORD}.titles + excluded.titles, "
        # The singular is what a correction shows.
        f"form = CASE WHEN excluded.form = excluded.word OR {tables.WORD}.careers <= 0 "
        f"THEN excluded.form ELSE {tables.WORD}.form END"
    )
    values = [
        (edition, word, words.forms.get(word, word), careers, words.titles[word])
        for word, careers in sorted(words.careers.items())
    ]
    tables.insert(tables.WORD, "edition, word, form, careers, titles", values, counted_on)
    titled = {word for word, titles in words.titles.items() if titles > 0 and can_be_repaired(word)}
    titled -= set(SearchSpelling.objects.filter(form__in=titled, word=F("form")).values_list("word", flat=True))
    spellings = [(form, word) for word in sorted(titled) for form in sorted(with_a_letter_less(word))]
    tables.insert(tables.SPELLING, "form, word", spellings, "ON CONFLICT DO NOTHING")

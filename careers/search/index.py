"""Writing the search index: a few careers after a save, all of them by `rebuild`, which searches do not notice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import F

from ..locks import Work, one_at_a_time
from ..models import Career, IndexedCareer, SearchEdition, SearchPassage, SearchSpelling, SearchWeight, SearchWord
from . import tables
from .documents import TITLES, Document, Passage, documents
from .spelling import can_be_repaired, with_a_letter_less

BATCH = 100
LONGEST_RANKED = 15


def refresh(careers: Iterable[int] | None = None) -> int:
    """Index `careers` (ids; all if None) as they are now, in the caller's transaction; returns how many had changed.

    Those that are deleted or not published leave the index.
    """
    ids = set(careers) if careers is not None else _published() | _indexed()
    changed = 0
    with transaction.atomic(using=tables.writer().alias, savepoint=False):
        editions = _editions()
        for batch in _batches(sorted(ids)):
            found = documents(batch)
            changed += max(_write(edition, batch, found) for edition in editions)
        if changed > BATCH:
            _analyse()
    return changed


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Build the index anew beside the live one, in short transactions, then put it in its place; returns its careers.

    `progress` is called with (careers done, of how many). A save meanwhile goes into both. AlreadyAtWork when another
    process is at it.
    """
    with one_at_a_time(Work.SEARCH_REBUILD):
        return _rebuild(progress)


def _rebuild(progress: Callable[[int, int], None] | None) -> int:
    number = _begin()
    ids = sorted(_published())
    for done, batch in enumerate(_batches(ids), 1):
        with transaction.atomic(using=tables.writer().alias):
            # What another transaction is writing is waited for here, and what comes later goes into both editions.
            list(SearchEdition.objects.select_for_update().order_by("number"))
            _write(number, batch, documents(batch))
        if progress:
            progress(min(done * BATCH, len(ids)), len(ids))
    with transaction.atomic(using=tables.writer().alias):
        editions = {edition.state: edition.number for edition in SearchEdition.objects.select_for_update()}
        # Only queryset updates come without notice: careers that were published by one while the others were read.
        late = sorted(_published() - set(ids))
        _write(number, late, documents(late))
        before = editions.get(SearchEdition.State.LIVE)
        SearchEdition.objects.filter(number=before).delete()
        SearchEdition.objects.filter(number=number).update(state=SearchEdition.State.LIVE)
    if before is not None:
        _empty(before)
    _forget_spellings()
    _analyse()
    return IndexedCareer.objects.filter(edition=number).count()


def _begin() -> int:
    """The number of the edition to build, emptied of what a rebuild that was cut short had left."""
    live = SearchEdition.objects.filter(state=SearchEdition.State.LIVE).first()
    number = 1 - live.number if live else 0
    SearchEdition.objects.filter(number=number).delete()
    _empty(number)
    SearchEdition.objects.create(number=number, state=SearchEdition.State.BUILDING)
    return number


def _empty(number: int) -> None:
    careers = IndexedCareer.objects.filter(edition=number).order_by("career_id").values_list("career_id", flat=True)
    while batch := list(careers[:BATCH]):
        with transaction.atomic(using=tables.writer().alias):
            _delete(number, batch)
    SearchWord.objects.filter(edition=number).delete()


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


def _indexed() -> set[int]:
    return set(IndexedCareer.objects.values_list("career_id", flat=True))


def _batches(ids: list[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _editions() -> list[int]:
    """The editions that a change goes to. The lock makes writers of the index wait for each other."""
    editions = list(SearchEdition.objects.select_for_update().order_by("number"))
    if not any(edition.state == SearchEdition.State.LIVE for edition in editions):
        number = 1 - editions[0].number if editions else 0
        editions.append(SearchEdition.objects.create(number=number, state=SearchEdition.State.LIVE))
    return [edition.number for edition in editions]


def _write(edition: int, ids: list[int], found: list[Document]) -> int:
    """Put the careers `ids` into an edition as the documents have them; returns how many differ from before."""
    indexed = IndexedCareer.objects.filter(edition=edition, career_id__in=ids)
    known = dict(indexed.values_list("career_id", "digest"))
    wanted = {document.career_id for document in found}
    gone = [pk for pk in known if pk not in wanted]
    changed = [document for document in found if known.get(document.career_id) != document.digest]
    if not gone and not changed:
        return 0
    counts = _delete(edition, [*gone, *(document.career_id for document in changed if document.career_id in known)])
    for document in changed:
        document.analyse()
        for word, (_, in_title) in document.weights.items():
            counts[word] += 1
            counts[word, "titles"] += in_title
    _insert(edition, changed)
    _count(edition, counts, changed)
    SearchEdition.objects.filter(number=edition).update(careers=F("careers") + len(wanted - set(known)) - len(gone))
    return len(gone) + len(changed)


def _delete(edition: int, ids: list[int]) -> Counter:
    """Take careers out of an edition; returns how many {word: careers, (word, "titles"): careers} lose by it."""
    counts = Counter()
    if not ids:
        return counts
    weights = SearchWeight.objects.filter(edition=edition, career_id__in=ids)
    for word, in_title in weights.values_list("word", "in_title"):
        counts[word] -= 1
        counts[word, "titles"] -= in_title
    for model in (SearchWeight, SearchPassage, IndexedCareer):
        model.objects.filter(edition=edition, career_id__in=ids).delete()
    return counts


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
    tables.insert(tables.PASSAGE, columns, passages)
    tables.insert(tables.WEIGHT, "edition, career_id, word, weight, in_title, passage", weights)
    indexed = [(edition, document.career_id, document.digest) for document in changed]
    tables.insert(tables.INDEXED, "edition, career_id, digest", indexed)


def _row(edition: int, career_id: int, number: int, passage: Passage) -> tuple:
    phrase, is_title = passage.phrase, passage.kind in TITLES
    key, compact = (phrase.key, phrase.compact) if is_title else ("", "")
    return (
        tables.passage_id(edition, passage.place, career_id, number),
        edition,
        career_id,
        int(passage.kind),
        passage.text,
        " ".join(phrase.words),
        key,
        compact,
        compact[:2],
        compact[:3],
        passage.kind * (LONGEST_RANKED + 1) + min(len(phrase.words), LONGEST_RANKED),
    )


def _count(edition: int, counts: Counter, changed: list[Document]) -> None:
    """Bring the words' counts up to date, and keep the spellings of words that are new in titles."""
    forms = {word: form for document in changed for word, form in document.forms.items()}
    words = sorted({name for name in counts if isinstance(name, str)})
    upsert = (
        f"INSERT INTO {tables.WORD} (edition, word, form, careers, titles) VALUES (%s, %s, %s, %s, %s) "
        f"ON CONFLICT (edition, word) DO UPDATE SET careers = {tables.WORD}.careers + excluded.careers, "
        f"titles = {tables.WORD}.titles + excluded.titles, "
        # The singular is what a correction shows.
        f"form = CASE WHEN excluded.form = excluded.word THEN excluded.form ELSE {tables.WORD}.form END"
    )
    values = [(edition, word, forms.get(word, word), counts[word], counts[word, "titles"]) for word in words]
    tables.run_many(upsert, values)
    titled = {word for word in words if counts[word, "titles"] > 0 and can_be_repaired(word)}
    titled -= set(SearchSpelling.objects.filter(form__in=titled, word=F("form")).values_list("word", flat=True))
    spellings = [(form, word) for word in sorted(titled) for form in sorted(with_a_letter_less(word))]
    tables.run_many(f"INSERT INTO {tables.SPELLING} (form, word) VALUES (%s, %s) ON CONFLICT DO NOTHING", spellings)

"""Query text -> ranked careers; the page, the suggestions and the API share it.

The database only finds: passages by full text, whole titles by their words, careers by the words that say most of
them. Ranking is done here, over a few hundred rows at most, so that it is the same on SQLite and on PostgreSQL.
"""

from collections.abc import Iterable

from . import analysis as words
from . import tables
from .analysis import Pairs, Phrase
from .documents import Kind
from .phrasing import bases, peeled, people_of, plain_verbs
from .ranking import WHOLE, Found, Vocabulary, rank
from .repair import Titles, repair
from .results import Hit, Results
from .synonyms import with_synonyms

PAGE = 20
CAREERS_RANKED = 200


def search(query: str, *, limit: int = PAGE, offset: int = 0, forgiving: bool = True) -> Results:
    """The published careers that `query` means, the best first; at most 200 are counted. Any text may be given.

    `forgiving`: slips of the keyboard are looked for. At most 15 queries, and 7 where the words are a title.
    """
    text = words.clean_query(query)
    pairs = words.content(text)
    if not pairs:
        return Results()
    search_ = _Search(text, pairs, forgiving=forgiving)
    ranked = search_.ranked()[:CAREERS_RANKED]
    # A rebuild that ended meanwhile has emptied what was being read.
    if not _has_all_words(ranked) and not search_.is_of_live_edition():
        search_ = _Search(text, pairs, forgiving=forgiving)
        ranked = search_.ranked()[:CAREERS_RANKED]
    shown = ranked[max(offset, 0) : max(offset, 0) + max(limit, 0)]
    return Results(
        search_.explained(shown),
        len(ranked),
        search_.correction,
        search_.is_corrected and bool(ranked),
        not _has_all_words(ranked),
    )


def _has_all_words(ranked: list[Found]) -> bool:
    """Where some career holds every word, somebody who wrote them may well have meant it."""
    return any(found.share > 0.99 for found in ranked)


class _Search:
    """One query on its way; `correction` is what else it may have meant, and `is_corrected` if that is searched."""

    def __init__(self, text: str, pairs: Pairs, *, forgiving: bool) -> None:
        self.text = text
        self.pairs = pairs
        self.forgiving = forgiving
        self.correction = ""
        self.is_corrected = False
        self.readings: list[Phrase] = []
        # Readings that staff say are meant.
        self.preferred: set[Phrase] = set()
        self.titles: Titles = {}
        # The edition that the first of the queries read.
        self.edition: int | None = None

    def is_of_live_edition(self) -> bool:
        """One query."""
        return self.edition == tables.live_edition()

    def ranked(self) -> list[Found]:
        text = peeled(self.text)
        core = words.content(text)
        own = words.phrase_of(self.pairs)
        [of_own, of_core] = with_synonyms(self.pairs, core)
        shorter = [phrase for phrase in self._shortened() if phrase]
        people = list(people_of(core))
        every = [own, *of_own, words.phrase_of(core), *of_core, *people, *shorter]
        asked = {word for phrase in every for word in phrase.words} | {
            base for written, _ in core for base in bases(written)
        }
        self.vocabulary = Vocabulary.read(asked)
        if self.vocabulary is None:
            return []
        self.edition = self.vocabulary.edition
        self.titles = self._whole_titles(every)
        self._read(own, of_own)
        if not any(map(self._is_title, self.readings)):
            self.text, self.pairs = text, core
            self._read(words.phrase_of(core), [*filter(self._is_title, of_own), *of_core], people)
        if not any(map(self._is_title, self.readings)):
            if whole := next(filter(self._is_title, shorter), None):
                self._read(whole)
            elif not self._is_understood(self.readings[0]):
                self._read_otherwise()
        return rank(self.vocabulary, self.readings, self.titles, self.preferred)

    def _read(self, own: Phrase, synonyms: Iterable[Phrase] = (), people: Iterable[Phrase] = ()) -> None:
        """Take the query to mean `own`, what staff say for it, and whoever of `people` is a whole title."""
        self.preferred = set(synonyms)
        self.readings = [own, *synonyms, *filter(self._is_title, people)]

    def _is_title(self, phrase: Phrase) -> bool:
        return phrase.key in self.titles or phrase.compact in self.titles

    def _shortened(self) -> Iterable[Phrase | None]:
        """What may be a whole title within the query: outside brackets, inside them, without seniority."""
        parts = words.parts(self.text)
        if len(parts) > 1:
            yield from (words.phrase(part) for part in parts)
        kept = [pair for pair in self.pairs if pair[0] not in words.SENIORITY]
        if kept and len(kept) < len(self.pairs):
            yield words.phrase_of(kept)

    def _whole_titles(self, phrases: list[Phrase]) -> Titles:
        """{key or compact form: (career_id, kind, words, text) of the titles that have it}. One query."""
        keys = {phrase.key for phrase in phrases}
        if not keys:
            return {}
        compacts = {phrase.compact for phrase in phrases}
        number = self.vocabulary.edition
        columns = "career_id, kind, words, text, key, compact"
        # The literal lets the databases use the index of titles.
        chosen = f"SELECT {columns} FROM {tables.PASSAGE} WHERE kind <= 3 AND edition = %s AND"
        sql = f"{chosen} key IN ({tables.marks(keys)}) UNION {chosen} compact IN ({tables.marks(compacts)})"
        found: Titles = {}
        for *row, key, compact in tables.rows(sql, (number, *keys, number, *compacts)):
            for form in {key, compact}:
                found.setdefault(form, []).append(tuple(row))
        return found

    def _is_understood(self, own: Phrase) -> bool:
        """Whether every word is known and a title holds them all."""
        if any(word not in self.vocabulary.careers for word in own.words):
            return False
        match = tables.all_words(set(own.words))
        return bool(tables.titles_matching(match, self.vocabulary.edition, 1))

    def _read_otherwise(self) -> None:
        """Take the endings off verbs, and slips of the keyboard out, or say what the query may have meant."""
        plain = plain_verbs(self.pairs, self.vocabulary.careers)
        if plain != self.pairs:
            self.readings = [words.phrase_of(plain), *self.readings]
        if not self.forgiving or (plain != self.pairs and all(word in self.vocabulary.careers for _, word in plain)):
            return
        found = repair(self.vocabulary, self.pairs, self._whole_titles)
        if found is None:
            return
        self.correction = found.corrected(self.text)
        if found.is_sure:
            self.is_corrected = True
            own, people = words.phrase_of(found.pairs), list(people_of(found.pairs))
            [meant] = with_synonyms(found.pairs)
            self.titles |= self._whole_titles([own, *meant, *people])
            self._read(own, meant, people)
            every = {word for phrase in self.readings for word in phrase.words}
            self.vocabulary = Vocabulary.read(every) or self.vocabulary

    def explained(self, shown: list[Found]) -> list[Hit]:
        """Hits with what matched. At most one query."""
        holders = [found.holder for found in shown if found.kind is None]
        passages = {}
        if holders:
            sql = f"SELECT id, kind, text FROM {tables.PASSAGE} WHERE id IN ({tables.marks(holders)})"
            passages = {pk: (Kind(kind), text) for pk, kind, text in tables.rows(sql, holders)}
        hits = []
        for found in shown:
            kind, text = (found.kind, found.text) if found.kind is not None else passages.get(found.holder, (None, ""))
            is_whole = found.of_passage >= WHOLE
            hits.append(Hit(found.career_id, kind, "" if kind == Kind.HIDDEN_TITLE else text, is_whole))
        return hits

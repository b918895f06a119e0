"""Query text -> ranked careers; the page, the suggestions and the API share it.

The database only finds: passages by full text, whole titles by their words, careers by the words that say most of
them. Ranking is done here, over a few hundred rows at most, so that it is the same on SQLite and on PostgreSQL.
"""

from collections.abc import Iterable, Iterator

from . import analysis, tables
from .analysis import Phrase, Word
from .documents import Kind
from .phrasing import bases, people_of, plain_verbs, work_of
from .ranking import RankedCareer, Titles, Vocabulary, rank
from .repair import repair
from .results import Hit, Results
from .synonyms import in_english, meanings_in, readings
from .tables import Match

PAGE = 20
# More than anybody looks through; the rest of a common word's careers is no answer.
CAREERS_COUNTED = 200


def search(query: str, *, limit: int = PAGE, offset: int = 0, forgiving: bool = True) -> Results:
    """The published careers that `query` means, the best first; at most 200 are counted. Any text may be given.

    `forgiving`: slips of the keyboard are looked for. At most 7 queries where the words are a title, and about 15 else.
    """
    text = analysis.clean_query(query)
    if not analysis.content(text):
        return Results()
    search_ = _Search(text, forgiving=forgiving)
    ranked = search_.ranked()
    # A rebuild that ended meanwhile has emptied what was being read.
    if not _has_all_words(ranked) and not search_.is_of_live_edition():
        search_ = _Search(text, forgiving=forgiving)
        ranked = search_.ranked()
    page = ranked[max(offset, 0) : max(offset, 0) + max(limit, 0)]
    return Results(
        hits=_hits(page),
        total=len(ranked),
        did_you_mean=search_.correction,
        is_corrected=search_.is_corrected and bool(ranked),
        is_weak=not _has_all_words(ranked),
    )


def is_title(text: str) -> bool:
    """Whether `text` is a whole title, word for word. One query."""
    phrase = analysis.phrase(analysis.clean_query(text))
    if phrase is None:
        return False
    sql = (
        f"SELECT 1 FROM {tables.EDITION} AS e JOIN {tables.PASSAGE} AS p ON p.edition = e.number AND p.kind <= 3 "
        "AND (p.key = %s OR p.compact = %s) WHERE e.state = 'live' LIMIT 1"
    )
    return bool(tables.rows(sql, [phrase.key, phrase.compact]))


def _has_all_words(ranked: list[RankedCareer]) -> bool:
    """Where some career holds every word, somebody who wrote them may well have meant it."""
    return any(career.share > 0.99 for career in ranked)


def _hits(page: list[RankedCareer]) -> list[Hit]:
    """Hits with what matched. At most one query."""
    passages = {}
    if ids := [career.passage_id for career in page if career.match is None]:
        sql = f"SELECT id, kind, text FROM {tables.PASSAGE} WHERE id IN ({tables.marks(ids)})"
        passages = {pk: (Kind(kind), text) for pk, kind, text in tables.rows(sql, ids)}
    hits = []
    for career in page:
        if career.match:
            kind, text = Kind(career.match.kind), career.match.text
        else:
            kind, text = passages.get(career.passage_id, (None, ""))
        hits.append(Hit(career.career_id, kind, "" if kind == Kind.HIDDEN_TITLE else text, career.is_whole))
    return hits


class _Search:
    """One query on its way; `correction` is what else it may have meant, and `is_corrected` if that is searched."""

    def __init__(self, text: str, *, forgiving: bool) -> None:
        self.text = text
        self.forgiving = forgiving
        self.correction = ""
        self.is_corrected = False
        # What the query is taken to mean; the first is the words themselves.
        self.readings: list[Phrase] = []
        # Readings that staff say are meant.
        self.preferred: set[Phrase] = set()
        self.titles: Titles = {}
        # The edition that the first of the queries read.
        self.edition: int | None = None

    def is_of_live_edition(self) -> bool:
        """One query."""
        return self.edition == tables.live_edition()

    def ranked(self) -> list[RankedCareer]:
        words, work = analysis.content(self.text), analysis.content(work_of(self.text))
        own, of_work, people = analysis.phrase_of(words), analysis.phrase_of(work), list(people_of(work))
        [meanings, meanings_of_work] = meanings_in(words, work)
        synonyms, synonyms_of_work = readings(words, meanings), readings(work, meanings_of_work)
        shortened = list(_shortened(self.text, words))
        every = [own, *synonyms, of_work, *synonyms_of_work, *people, *shortened]
        asked = {word for phrase in every for word in phrase.words} | {base for word in work for base in bases(word[0])}
        self.vocabulary = Vocabulary.read(asked)
        if self.vocabulary is None:
            return []
        self.edition = self.vocabulary.edition
        english = in_english(words, meanings, self.vocabulary.careers)
        self.titles = self._whole_titles([*every, *english])
        if english and not self._is_title(own):
            self._read(english[0], english)
            return self._ordered()
        self._read(own, synonyms)
        if not self._has_title():
            self.text = work_of(self.text)
            self._read(of_work, [*filter(self._is_title, synonyms), *synonyms_of_work], people)
        if not self._has_title():
            if whole := next(filter(self._is_title, shortened), None):
                self._read(whole)
            elif not self._is_understood(of_work):
                self._read_otherwise(work)
        return self._ordered()

    def _ordered(self) -> list[RankedCareer]:
        return rank(self.vocabulary, self.readings, self.titles, self.preferred)[:CAREERS_COUNTED]

    def _read(self, own: Phrase, synonyms: Iterable[Phrase] = (), people: Iterable[Phrase] = ()) -> None:
        """Take the query to mean `own`, what staff say for it, and whoever of `people` is a whole title."""
        self.preferred = set(synonyms)
        self.readings = [own, *synonyms, *filter(self._is_title, people)]

    def _is_title(self, phrase: Phrase) -> bool:
        return phrase.key in self.titles or phrase.compact in self.titles

    def _has_title(self) -> bool:
        return any(map(self._is_title, self.readings))

    def _whole_titles(self, phrases: list[Phrase]) -> Titles:
        """The titles that the phrases are, word for word. One query."""
        if not phrases:
            return {}
        keys = {phrase.key for phrase in phrases}
        compacts = {phrase.compact for phrase in phrases}
        number = self.vocabulary.edition
        columns = "career_id, kind, words, text, key, compact"
        # The literal lets the databases use the index of titles.
        chosen = f"SELECT {columns} FROM {tables.PASSAGE} WHERE kind <= 3 AND edition = %s AND"
        sql = f"{chosen} key IN ({tables.marks(keys)}) UNION {chosen} compact IN ({tables.marks(compacts)})"
        found: Titles = {}
        for *values, key, compact in tables.rows(sql, (number, *keys, number, *compacts)):
            for form in {key, compact}:
                found.setdefault(form, []).append(Match(*values))
        return found

    def _is_understood(self, own: Phrase) -> bool:
        """Whether every word is known and a title holds them all."""
        if any(word not in self.vocabulary.careers for word in own.words):
            return False
        match = tables.all_words(set(own.words))
        return bool(tables.titles_matching(match, self.vocabulary.edition, 1))

    def _read_otherwise(self, work: list[Word]) -> None:
        """Take the endings off verbs, and slips of the keyboard out, or say what the query may have meant."""
        plain = plain_verbs(work, self.vocabulary.careers)
        if plain != work:
            self.readings = [analysis.phrase_of(plain), *self.readings]
            if all(word.indexed in self.vocabulary.careers for word in plain):
                return
        found = repair(self.vocabulary, work, self._whole_titles) if self.forgiving else None
        if found is None:
            return
        self.correction = found.corrected(self.text)
        self.is_corrected = found.is_sure
        if found.is_sure:
            own, people = analysis.phrase_of(found.words), list(people_of(found.words))
            self.titles |= found.titles
            self._read(own, found.meant, people)
            every = {word for phrase in self.readings for word in phrase.words}
            self.vocabulary = Vocabulary.read(every) or self.vocabulary


def _shortened(text: str, words: list[Word]) -> Iterator[Phrase]:
    """What may be a whole title within the query: outside brackets, inside them, without seniority."""
    parts = analysis.parts(text)
    if len(parts) > 1:
        yield from filter(None, map(analysis.phrase, parts))
    kept = [word for word in words if word.written not in analysis.SENIORITY]
    if kept and len(kept) < len(words):
        yield analysis.phrase_of(kept)

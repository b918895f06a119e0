"""Query text -> ranked careers; the page, the suggestions and the API share it.

The database only finds: passages by full text, whole titles by their words, careers by the words that say most of
them. Ranking is done here, over a few hundred rows at most, so that it is the same on SQLite and on PostgreSQL.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from .. import title_words as words
from ..title_words import Phrase
from . import tables
from .documents import Kind
from .ranking import Found, Vocabulary, rank
from .results import Hit, Results
from .spelling import Candidate, commonest, one_slip_away, two_slips_away

PAGE = 20
CAREERS_RANKED = 200
SYNONYM_WORDS = 4
CANDIDATES_TRIED = 12
# A shorter word that is unknown is rather left out than taken for another, where other words tell what is meant.
SHORTEST_BESIDE_OTHERS = 5
Pairs = list[tuple[str, str]]


def search(query: str, *, limit: int = PAGE, offset: int = 0) -> Results:
    """The published careers that `query` means, the best first; at most 200 are counted. Any text may be given.

    At most 12 queries, and 5 where the words are a title.
    """
    text = words.clean_query(query)
    pairs = words.content(text)
    if not pairs:
        return Results()
    search_ = _Search(tables.reader(), text, pairs)
    ranked = search_.ranked()[:CAREERS_RANKED]
    shown = ranked[max(offset, 0) : max(offset, 0) + max(limit, 0)]
    hits = search_.explained(shown)
    corrected = bool(search_.correction) and search_.is_corrected
    return Results(hits, len(ranked), search_.correction, corrected)


class _Search:
    """One query on its way; `correction` is what else it may have meant."""

    def __init__(self, connection: BaseDatabaseWrapper, text: str, pairs: Pairs) -> None:
        self.connection = connection
        self.text = text
        self.pairs = pairs
        self.correction = ""
        self.is_corrected = False
        self.readings: list[Phrase] = []

    def ranked(self) -> list[Found]:
        own = words.phrase_of(self.pairs)
        synonyms = [words.phrase_of(pairs) for pairs in self._with_synonyms()]
        shorter = [phrase for phrase in self._shortened() if phrase]
        every = [own, *synonyms, *shorter]
        self.vocabulary = Vocabulary.read(self.connection, {word for phrase in every for word in phrase.words})
        if self.vocabulary is None:
            return []
        titles = self._whole_titles(every)
        self.readings = [own, *synonyms]
        if not any(phrase.key in titles or phrase.compact in titles for phrase in self.readings):
            whole = next((phrase for phrase in shorter if phrase.key in titles or phrase.compact in titles), None)
            if whole:
                self.readings = [whole]
            elif not self._is_understood(own):
                titles |= self._repaired()
        return rank(self.connection, self.vocabulary, self.readings, titles)

    def _with_synonyms(self) -> Iterable[Pairs]:
        """The query with each term of the staff's replaced by what it means."""
        count = len(self.pairs)
        grams = {
            " ".join(word for _, word in self.pairs[at:end])[:200]: (at, end)
            for at in range(count)
            for end in range(at + 1, min(at + SYNONYM_WORDS, count) + 1)
        }
        sql = f"SELECT key, means FROM careers_synonym WHERE key IN ({tables.marks(grams)}) ORDER BY id LIMIT 4"
        for key, means in tables.rows(self.connection, sql, grams):
            at, end = grams[key]
            replaced = [*self.pairs[:at], *words.content(means), *self.pairs[end:]]
            if replaced:
                yield replaced[: words.MOST_WORDS]

    def _shortened(self) -> Iterable[Phrase | None]:
        """What may be a whole title within the query: outside brackets, inside them, without seniority."""
        parts = words.parts(self.text)
        if len(parts) > 1:
            yield from (words.phrase(part) for part in parts)
        kept = [pair for pair in self.pairs if pair[0] not in words.SENIORITY]
        if kept and len(kept) < len(self.pairs):
            yield words.phrase_of(kept)

    def _whole_titles(self, phrases: list[Phrase]) -> dict[str, list[tuple]]:
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
        found: dict[str, list[tuple]] = {}
        for *row, key, compact in tables.rows(self.connection, sql, (number, *keys, number, *compacts)):
            for form in {key, compact}:
                found.setdefault(form, []).append(tuple(row))
        return found

    def _is_understood(self, own: Phrase) -> bool:
        """Whether every word is known and a title holds them all."""
        if any(word not in self.vocabulary.careers for word in own.words):
            return False
        match = tables.all_words(self.connection, set(own.words))
        return bool(tables.titles_matching(self.connection, match, self.vocabulary.edition, 1))

    def _repaired(self) -> dict[str, list[tuple]]:
        """Take slips of the keyboard out of the query; returns the whole titles that it is then."""
        unknown = [pair for pair in self.pairs if pair[1] not in self.vocabulary.careers]
        doubted = unknown or self.pairs
        near = self._near(doubted)
        if len(unknown) <= 1 and near and (titles := self._repaired_to_a_title(doubted, near)):
            return titles
        if not unknown:
            return {}
        chosen = {}
        for _, word in unknown:
            if len(self.pairs) > 1 and len(word) < SHORTEST_BESIDE_OTHERS:
                continue
            best = near.get(word) or two_slips_away(self.connection, self.vocabulary.edition, word)
            if best:
                chosen[word] = best[0]
        if not chosen:
            return {}
        self._correct(chosen)
        return self._whole_titles(self.readings)

    def _near(self, doubted: Pairs) -> dict[str, list[Candidate]]:
        """{word: words one slip away from it, or from it as typed: "nurs" is "nurse" without its end, no plural}."""
        near = one_slip_away(self.connection, self.vocabulary.edition, {form for pair in doubted for form in pair})
        merged = {}
        for written, word in doubted:
            candidates = {candidate.word: candidate for candidate in [*near.get(written, []), *near.get(word, [])]}
            candidates.pop(word, None)
            if candidates:
                merged[word] = sorted(candidates.values(), key=commonest)
        return merged

    def _repaired_to_a_title(self, doubted: Pairs, near: dict[str, list[Candidate]]) -> dict[str, list[tuple]]:
        """The query with one word changed so that it is a whole title, if it can be."""
        changes = [
            {typed: candidate}
            for _, typed in dict.fromkeys(doubted)
            for candidate in near.get(typed, [])[:CANDIDATES_TRIED]
        ]
        variants = [(change, words.phrase_of(self._replaced(change))) for change in changes]
        titles = self._whole_titles([phrase for _, phrase in variants])
        best = min(
            (
                (min(row[1] for row in rows), -next(iter(chosen.values())).titles, number)
                for number, (chosen, phrase) in enumerate(variants)
                if (rows := titles.get(phrase.key) or titles.get(phrase.compact))
            ),
            default=None,
        )
        if best is None:
            return {}
        self._correct(variants[best[2]][0])
        return titles

    def _replaced(self, chosen: dict[str, Candidate]) -> Pairs:
        return [
            (chosen[word].form, chosen[word].word) if word in chosen else (written, word)
            for written, word in self.pairs
        ]

    def _correct(self, chosen: dict[str, Candidate]) -> None:
        forms = {written: chosen[word].form for written, word in self.pairs if word in chosen}
        self.correction = " ".join(
            forms.get(written[0], chunk) if len(written := words.tokens(chunk)) == 1 else chunk
            for chunk in self.text.split()
        )
        self.is_corrected = True
        self.readings = [words.phrase_of(self._replaced(chosen))]
        self.vocabulary = Vocabulary.read(self.connection, set(self.readings[0].words))

    def explained(self, shown: list[Found]) -> list[Hit]:
        """Hits with what matched. At most one query."""
        holders = [found.holder for found in shown if found.kind is None]
        passages = {}
        if holders:
            sql = f"SELECT id, kind, text FROM {tables.PASSAGE} WHERE id IN ({tables.marks(holders)})"
            passages = {pk: (Kind(kind), text) for pk, kind, text in tables.rows(self.connection, sql, holders)}
        hits = []
        for found in shown:
            kind, text = (found.kind, found.text) if found.kind is not None else passages.get(found.holder, (None, ""))
            hits.append(Hit(found.career_id, kind, "" if kind == Kind.HIDDEN_TITLE else text))
        return hits

"""What a search asks for beside its words: "nursing jobs without a degree" is a filter, and "nursing".

The rules are rows that staff edit, `Wish`, read anew for each search.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ..models import Wish
from ..models.written_once import rows_of
from ..search import analysis
from ..search.query import is_title

# They tell no two wishes apart. "Not" does.
UNHEARD = (analysis.STOP_WORDS - {"not"}) | {"any", "i", "me", "my", "that", "which", "you", "your"}
# What stands around a wish without naming a work: where only such words are left, none is searched.
AROUND_WISHES = UNHEARD | {
    *("and", "are", "be", "can", "career", "could", "do", "doe", "find", "get", "give", "go", "have", "is", "job"),
    *("just", "kind", "like", "list", "look", "looking", "love", "need", "occupation", "only", "people"),
    *("position", "profession", "really", "require", "requiring", "show", "some", "something", "there", "type"),
    *("very", "want", "well", "what", "where", "who", "without", "work", "working", "would"),
}
# A wish of one word with these beside it is one of one word still: "outdoor jobs".
NAMING_NOTHING = frozenset(["career", "job", "occupation", "want", "work", "working"])
NEGATIONS = frozenset(["arent", "doesnt", "dont", "never", "no", "not", "without"])
# "Do not need a bachelor's degree": so far before a wish its opposite is heard.
NEGATED_WITHIN = 2

# By the filter's name, the values that this site has.
Offered = dict[str, list[str]]


@dataclass(frozen=True)
class Understood:
    """A wish as this site can answer it: by `values` of a filter, which careers that it `says` have, or a sentence."""

    key: str
    filter: str = ""
    values: tuple[str, ...] = ()
    says: str = ""
    otherwise: str = ""

    def __str__(self) -> str:
        return f"Showing careers that {self.says}." if self.filter else self.otherwise


@dataclass(frozen=True)
class Understanding:
    """A query's wishes, and the words of it that are searched."""

    query: str
    wishes: tuple[Understood, ...] = ()
    words: str = ""

    @property
    def filters(self) -> Offered:
        """What each filter is set to. Two wishes for one leave what both allow, if there is any."""
        chosen: Offered = {}
        for wish in self.wishes:
            if wish.filter:
                known = chosen.get(wish.filter, wish.values)
                chosen[wish.filter] = [value for value in known if value in wish.values] or list(known)
        return chosen

    def keys_for(self, filter_name: str) -> list[str]:
        return [wish.key for wish in self.wishes if wish.filter == filter_name]


NOTHING_UNDERSTOOD = Understanding("")


@dataclass(frozen=True)
class _Place:
    """From which to before which word a wish stands."""

    key: str
    start: int
    end: int


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a wish is known: “Without a degree” and “without degrees” are one."""
    return tuple(word for word in map(analysis.singular, analysis.tokens(text)) if word not in UNHEARD)


def understand(query: str, offered: Callable[[], Offered], as_words: Collection[str] = ()) -> Understanding:
    """`as_words` are keys of wishes that the visitor took off. 1 query, with a wish also those of `offered`."""
    written = analysis.tokens(analysis.clean_query(query))
    words = [analysis.singular(word) for word in written]
    heard = [at for at, word in enumerate(words) if word not in UNHEARD]
    rules = _rules_in([words[at] for at in heard], as_words)
    places = _meant(_apart(rules), heard, words) if rules else []
    if not places or is_title(query):
        return Understanding(query, words=query)
    taken = {at for place in places for at in range(heard[place.start], heard[place.end - 1] + 1)}
    rest = _rest([at for at in range(len(words)) if at not in taken], words)
    site, found, nearest = offered(), [], []
    for place in sorted(places, key=lambda one: one.start):
        answered = [_answer(rule, values) for rule in rules[place] if (values := _values(rule, site))]
        if not answered:
            nearest.append(rules[place][0].instead)
        found += answered or [_unanswered(rules[place][0])]
    return Understanding(query, tuple(found), " ".join(written[at] for at in rest) or " ".join(filter(None, nearest)))


def _rules_in(heard: list[str], as_words: Collection[str]) -> dict[_Place, list[Wish]]:
    """The rules whose words stand in the query. At most 1 query."""
    places = [
        _Place(" ".join(heard[start:end])[:200], start, end)
        for start in range(len(heard))
        for end in range(start + 1, min(start + Wish.MOST_WORDS, len(heard)) + 1)
    ]
    rules = defaultdict(list)
    found = rows_of(Wish, key={place.key for place in places} - set(as_words))
    for rule in sorted(found, key=lambda rule: (rule.words, rule.filter)):
        rules[rule.key].append(rule)
    return {place: rules[place.key] for place in places if place.key in rules}


def _apart(places: Collection[_Place]) -> list[_Place]:
    """Those that share no word, the longest first."""
    kept: list[_Place] = []
    for place in sorted(places, key=lambda one: (one.start - one.end, one.start)):
        if all(place.end <= other.start or other.end <= place.start for other in kept):
            kept.append(place)
    return kept


def _meant(places: list[_Place], heard: list[int], words: list[str]) -> list[_Place]:
    """Without those whose opposite is said, and those of one word that a word touches which may name work with it:
    “trades” is a wish, “trades manager” is not."""
    spans = {place: range(heard[place.start], heard[place.end - 1] + 1) for place in places}
    taken = {at for span in spans.values() for at in span}

    def is_negated(place: _Place) -> bool:
        before = [at for at in heard[max(place.start - NEGATED_WITHIN, 0) : place.start] if at not in taken]
        return words[heard[place.start]] not in NEGATIONS and any(words[at] in NEGATIONS for at in before)

    def touches_work(at: int) -> bool:
        return 0 <= at < len(words) and at not in taken and words[at] not in AROUND_WISHES

    def is_part_of_a_title(place: _Place, span: range) -> bool:
        is_lone = len(set(place.key.split()) - NAMING_NOTHING) <= 1
        return is_lone and (touches_work(span.start - 1) or touches_work(span.stop))

    kept = [place for place, span in spans.items() if not is_part_of_a_title(place, span)]
    return [place for place in kept if not is_negated(place)]


def _rest(places: Sequence[int], words: list[str]) -> Sequence[int]:
    """Of the words that no wish took, from the first to the last that may name work."""
    naming = [at for at in places if words[at] not in AROUND_WISHES]
    return [at for at in places if naming[0] <= at <= naming[-1]] if naming else []


def _values(rule: Wish, site: Offered) -> tuple[str, ...]:
    return tuple(value for value in rule.chosen if value in site.get(rule.filter, ()))


def _answer(rule: Wish, values: tuple[str, ...]) -> Understood:
    return Understood(rule.key, rule.filter, values, rule.says)


def _unanswered(rule: Wish) -> Understood:
    return Understood(rule.key, otherwise=rule.otherwise or f"Nothing on this site tells which careers {rule.says}.")

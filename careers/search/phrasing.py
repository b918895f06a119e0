"""What people write around the work they mean ("how to become a ...") and instead of who does it ("welding")."""

import re
from collections.abc import Container, Iterator

from .analysis import Phrase, Word, content, phrase_of, singular

# What stands around the work, which is the group. Only tried where the words are no title as they stand.
AROUND_THE_WORK = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"how (?:do|can|does|would|should)? ?(?:i|you|to|one|someone|people)?(?: to)? ?(?:become|be|get to be) (.+)",
        r"how (?:much|many)(?: money| pay)? (?:does|do|is|are|can|would) (.+?) (?:make|earn|get paid|paid|get)\b.*",
        r"what (?:does|do|is|are|will|would) (.+?) (?:do|doing|like|make|earn)(?: all day| a year)?\b\W*",
        r"(?:who|what)(?: kind of)?(?: jobs?| people| person)? (?!is |are |do |does |will |would )(.+)",
        r"(?:an? |the )?(?:person|people|someone|somebody|guy|man|woman|lady|one|jobs?|careers?|work|something)"
        r" (?:who|that|where|which)(?: you| i| they| people)?(?: can| get to)? (.+)",
        r"what (?:is|are|does it take to be(?:come)?) (.+)",
        r"(?:i|we) (?:really )?(?:want|would like|like|love|enjoy|am good at|wanna|'d like|'m good at)(?: to)? (.+)",
        r"(?:to )?(?:be|become|becoming|being) (.+)",
        r"(?:jobs?|careers?|(?:to )?work(?:ing)?|something|anything|occupations?|professions?)(?: that| where)?"
        r" (?:with|in|as|for|on|at|around|about|like|using|involving|help(?:ing)?|work(?:ing)? with) (.+)",
        r"(?:help|helping|take care of|taking care of|care for|caring for|looking after|look after) (.+)",
        r"(.+?) (?:jobs?|careers?|salar(?:y|ies)|pay|wages?|occupations?|professions?|guy|lady|person|degree)\W*",
        r"(?:a|an|the|good|best|some|cool|fun|any|my|our) (.+)",
    )
]
# "How to become" "the" "best" "jobs in" law.
MOST_AROUND = 4
# What a work ends with, and what the name of who does it ends with instead: those by which more fields of study of the
# classification of programs find their occupations, or that tests ask for.
WORKER_ENDINGS = {
    "ology": ["ologist"],
    "ography": ["ographer"],
    "istry": ["ist"],
    "ics": ["ician", "icist"],
    "ism": ["ist"],
    "ecture": ["ect"],
    "apy": ["apist"],
    "atry": ["atrist"],
    "entry": ["enter"],
    "ption": ["ptionist"],
    "ation": ["ator"],
    "ment": ["er"],
    "cy": ["cist"],
    "gn": ["gner"],
    "science": ["scientist"],
    "accounting": ["accountant"],
}
# "Lays floor tiles": of more words, the first is seldom what is done to the others.
LONGEST_VERB_PHRASE = 3


def work_of(text: str) -> str:
    """The words that name work, without what is written around them; all of them where nothing is.

    work_of("how to become a doctor")  ->  "doctor"
    """
    for _ in range(MOST_AROUND):
        matches = (pattern.fullmatch(text.strip(" ?!.,")) for pattern in AROUND_THE_WORK)
        match = next(filter(None, matches), None)
        if not match or not content(match[1]):
            break
        text = match[1]
    return text


def people_of(words: list[Word]) -> Iterator[Phrase]:
    """Those who may do the work that the words name.

    "marine biology" is done by marine biologists, "laying tile" and "lays tile" by tile layers.
    """
    *before, (last, _) = words
    names = [[*before, Word(name, singular(name))] for name in _workers(last)]
    (first, _), *rest = words
    if rest and len(words) <= LONGEST_VERB_PHRASE:
        names += [[*rest, Word(name, name)] for base in bases(first) for name in _doers(base)]
    yield from dict.fromkeys(map(phrase_of, names))


def plain_verbs(words: list[Word], known: Container[str]) -> list[Word]:
    """The words with -ing taken off where the index knows them without it: tasks say "Lay tiles"."""
    return [
        next((Word(base, base) for base in bases(word.written) if base != word.indexed and base in known), word)
        for word in words
    ]


def _workers(work: str) -> Iterator[str]:
    for ending, instead in WORKER_ENDINGS.items():
        # Before an ending that is no word of its own must stand a stem.
        if work == ending or (work.endswith(ending) and len(work) >= len(ending) + 2):
            yield from (work.removesuffix(ending) + other for other in instead)
    if _has_ing(work):
        yield from (work[:-3] + "er", work[:-3] + "or", *bases(work))


def bases(word: str) -> list[str]:
    """What a verb may be without its ending: "making" is make or mak."""
    if _has_ing(word):
        stem = word[:-3]
        return [stem[:-1] if stem[-1] == stem[-2] else stem + "e", stem]
    return [singular(word)]


def _has_ing(word: str) -> bool:
    """Not "king", where it is no ending."""
    return word.endswith("ing") and len(word) > 5


def _doers(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [f"{verb}r"]
    return [f"{verb}er", f"{verb}{verb[-1]}er"]

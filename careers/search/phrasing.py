"""What people write around the work they mean ("how to become a ...") and instead of who does it ("welding")."""

import re
from collections.abc import Container, Iterator

from .analysis import Pairs, Phrase, content, phrase_of, singular

# Each leaves the work itself in its group, and is only tried where the words are no title as they stand.
AROUND = [
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
        r"(?:to )?work(?:ing)? (?:with|in|as|for|on|at|around) (.+)",
        r"(?:jobs?|careers?|work|something|anything|occupations?|professions?)(?: that| where)?"
        r" (?:with|in|for|helping|help|involving|working with|work with|as|about|like|using) (.+)",
        r"(?:help|helping|take care of|taking care of|care for|caring for|looking after|look after) (.+)",
        r"(.+?) (?:jobs?|careers?|salar(?:y|ies)|pay|wages?|occupations?|professions?|guy|lady|person|degree)\W*",
        r"(?:a|an|the|good|best|some|cool|fun|any|my|our) (.+)",
    )
]
MOST_PEELED = 4
# -er and the like stand for who does a work that ends so.
ENDINGS = [
    ("ology", ["ologist"]),
    ("ography", ["ographer"]),
    ("onomy", ["onomer", "onomist"]),
    ("omics", ["omist"]),
    ("istry", ["ist"]),
    ("atics", ["atician"]),
    ("ics", ["ician", "icist"]),
    ("ism", ["ist"]),
    ("ecture", ["ect"]),
    ("apy", ["apist"]),
    ("atry", ["atrist"]),
    ("otomy", ["otomist"]),
    ("entry", ["enter"]),
    ("ption", ["ptionist"]),
    ("ation", ["ator"]),
    ("ction", ["ctor"]),
    ("lation", ["lator"]),
    ("ment", ["er"]),
    ("cy", ["cist"]),
    ("gn", ["gner"]),
    ("science", ["scientist"]),
    ("law", ["lawyer"]),
    ("nursing", ["nurse"]),
    ("accounting", ["accountant"]),
    ("medicine", ["doctor"]),
]
SHORTEST_STEM = 2
LONGEST_VERB_PHRASE = 3


def peeled(text: str) -> str:
    """The words that name work, without what is written around them; all of them where nothing is.

    peeled("how to become a doctor")  ->  "doctor"
    """
    for _ in range(MOST_PEELED):
        found = next((match for pattern in AROUND if (match := pattern.fullmatch(text.strip(" ?!.,")))), None)
        if not found or not content(found[1]):
            break
        text = found[1]
    return text


def people_of(pairs: Pairs) -> Iterator[Phrase]:
    """Those who may do the work that the words name.

    "marine biology" is done by marine biologists, "laying tile" and "lays tile" by tile layers.
    """
    *before, (last, _) = pairs
    names = [[*before, (name, singular(name))] for name in _people(last)]
    (first, _), *rest = pairs
    if rest and len(pairs) <= LONGEST_VERB_PHRASE:
        names += [[*rest, (name, name)] for base in bases(first) for name in _doers(base)]
    yield from dict.fromkeys(map(phrase_of, names))


def plain_verbs(pairs: Pairs, known: Container[str]) -> Pairs:
    """The words with -ing taken off where the index knows them without it: tasks say "Lay tiles"."""
    return [
        next(((base, base) for base in bases(written) if base != word and base in known), (written, word))
        for written, word in pairs
    ]


def _people(word: str) -> Iterator[str]:
    for ending, instead in ENDINGS:
        if word == ending or (word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM):
            yield from (word.removesuffix(ending) + other for other in instead)
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        yield from (stem + "er", stem + "or", *bases(word))


def bases(word: str) -> list[str]:
    """What a verb may be without its ending: "making" is make or mak."""
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        return [stem[:-1] if stem[-1] == stem[-2] else stem + "e", stem]
    return [singular(word)]


def _doers(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [f"{verb}r"]
    return [f"{verb}er", f"{verb}{verb[-1]}er"]

"""Words as the search compares them, made alike for the index and for queries, whichever database is used.

content("Billing Coders & Clerks")  ->  [("billing", "billing"), ("coders", "coder"), ("clerks", "clerk")]
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

# More letters and words are no question about a career. The longest title of O*NET has 126 and 11.
LONGEST_QUERY = 200
MOST_WORDS = 12
# As many as the index has room for.
LONGEST_WORD = 40

# They stand in thousands of titles, and in queries just as people like: none tells one career from another.
STOP_WORDS = frozenset(
    ["a", "all", "an", "and", "at", "by", "for", "in", "not", "of", "on", "or", "other", "s", "the", "to", "with"]
)
# Only abbreviations of single words that mean one thing in job titles; whole ones, such as RN, are synonyms.
ABBREVIATIONS = {
    "asst": "assistant",
    "assoc": "associate",
    "coord": "coordinator",
    "engr": "engineer",
    "exec": "executive",
    "mech": "mechanic",
    "mgr": "manager",
    "mgmt": "management",
    "ops": "operations",
    "rep": "representative",
    "reps": "representatives",
    "spec": "specialist",
    "supv": "supervisor",
    "sr": "senior",
    "jr": "junior",
    "tech": "technician",
    "techs": "technicians",
}
# Left out of a job title where the whole of it is unknown: "Senior Tax Accountant II" is a tax accountant.
SENIORITY = frozenset(
    [
        *("entry", "experienced", "head", "junior", "lead", "level", "principal", "senior", "trainee"),
        *("i", "ii", "iii", "iv", "1", "2", "3"),
    ]
)
# Names of which only the signs tell what they are.
SPELLED_OUT = {"c++": " cplusplus ", "c#": " csharp ", "f#": " fsharp ", ".net": " dotnet ", "&": " and "}
WORD = re.compile(r"[^\W_]+")
# "C.N.A." is CNA.
DOTTED = re.compile(r"(?<![\w.])[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?")
APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
EXCEPTION = re.compile(r"except|including|all other", re.IGNORECASE)
IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")


class Word(NamedTuple):
    """A word as it was written, and as the index holds it: without its plural."""

    written: str
    indexed: str


class Phrase(NamedTuple):
    """A title or a query: `words` as the index holds them, in order, and the two forms that find whole titles.

    `key` has each word once, sorted; `compact` is all of them written as one: "x ray" and "xray" are one title.
    """

    words: tuple[str, ...]
    key: str
    compact: str


def plain(text: str) -> str:
    """Lower case, without accents; what is no letter stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def tokens(text: str) -> list[str]:
    """The words of a text, abbreviations written out."""
    return [word.written for word in _words(text)]


def _words(text: str) -> list[Word]:
    text = plain(text)
    # Most titles have no sign at all, and the index is made of a hundred thousand.
    if not text.replace(" ", "").isalnum():
        text = _without_signs(text)
    return list(map(_word, WORD.findall(text)))


@lru_cache(maxsize=50_000)
def _word(found: str) -> Word:
    written = ABBREVIATIONS.get(found, found[:LONGEST_WORD])
    return Word(written, singular(written))


def _without_signs(text: str) -> str:
    """`text` with what signs stand for in its place; those that part words stay."""
    for sign, word in SPELLED_OUT.items():
        text = text.replace(sign, word)
    if "." in text:
        text = DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return APOSTROPHE.sub("", text)


def singular(word: str) -> str:
    """The word as an index knows it: plural and singular are one."""
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def content(text: str) -> list[Word]:
    """The words that carry meaning; all words where none does."""
    words = _words(text)
    return [word for word in words if word.written not in STOP_WORDS] or words


def phrase(text: str) -> Phrase | None:
    """None where the text holds no word."""
    return phrase_of(content(text))


def phrase_of(words: Sequence[Word]) -> Phrase | None:
    if not words:
        return None
    indexed = tuple([word for _, word in words])
    return Phrase(indexed, " ".join(sorted(set(indexed))), singular("".join([written for written, _ in words])))


def parts(title: str) -> list[str]:
    """A title without its brackets and what they hold: "CEO (Chief Executive Officer)" is two titles."""
    found = IN_BRACKETS.fullmatch(title)
    return [found[1], found[2]] if found else [title]


def without_exceptions(title: str) -> str:
    """What people call "Substitute Teachers, Short-Term" and "Architects, Except Naval": the words before the comma.

    Not "Physicians, Pathologists", where they are the wider group, nor "Computer, Automated Teller, and Office Machine
    Repairers".
    """
    name, comma, rest = title.partition(", ")
    return name if comma and (" " in name or EXCEPTION.match(rest)) else title


def clean_query(text: str) -> str:
    """A query cut to what is searched, in one line, without characters that are no text."""
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text[:LONGEST_QUERY]
    )
    return " ".join(" ".join(text.split()).split(" ")[:MOST_WORDS])

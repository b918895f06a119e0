"""Names of publishers whose files the site reads, so that nobody's own figures can stand under them."""

import re
import unicodedata

# Any name with these words in it is theirs.
PHRASES = (
    "bureau of labor statistics",
    "united states department of labor",
    "employment and training administration",
    "national center for education statistics",
    "united states department of education",
    "united states government",
    "national center for onet development",
    "onet resource center",
    "occupational employment and wage statistics",
    "occupational outlook handbook",
    "college scorecard",
)
# Abbreviations, wherever they stand as words.
WORDS = frozenset({"bls", "usdol", "usbls", "doleta", "onet", "nces", "oews", "ipeds"})
# States have departments of these names too: only the bare name is the federal one.
WHOLE = frozenset({"department of labor", "dol", "eta", "department of education", "employment projections"})
SPELLINGS = (
    (r"\bo net\b", "onet"),
    (r"\bb l s\b", "bls"),
    (r"\bd o l\b", "dol"),
    (r"\bu s( a)?\b|\busa?\b|\bunited states of america\b", "united states"),
    (r"\bdep(artmen)?t\b", "department"),
    (r"\blabour\b", "labor"),
    (r"\bstatistic\b|\bstats\b", "statistics"),
    (r"\bthe\b", ""),
)


def is_of_known_publisher(name: str) -> bool:
    """Whether `name` is one of a publisher whose files the site reads, however it is spelled."""
    words = _words(name)
    bare = words.removeprefix("united states ")
    return bare in WHOLE or not WORDS.isdisjoint(words.split()) or any(phrase in words for phrase in PHRASES)


def names_match(first: str, second: str) -> bool:
    """Whether two names differ in nothing but case, spaces, signs and common abbreviations."""
    return _words(first) == _words(second)


def _words(name: str) -> str:
    """`name` in lower case and without signs, abbreviations of countries and offices written out."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    # What is not seen (soft hyphens, joiners) and accents do not part a word.
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Mn"))
    words = " ".join(re.findall(r"[^\W_]+", plain))
    for spelling, word in SPELLINGS:
        words = re.sub(spelling, word, words)
    return " ".join(words.split())

"""Names of people, by what stands before them: no list has all names, but few ways lead to one."""

import re
from collections.abc import Iterable, Iterator

from .everyday import EVERYDAY
from .name_words import (
    AFTER_NAMES,
    FIRST_NAMES,
    I_AM,
    NAMES_TOO,
    NAMES_WITH_SUCH_ENDS,
    NO_NAME_ENDS,
    NO_NAMES,
    PARTICLES,
    PERHAPS,
    SURE,
    THANKS,
    TITLES,
    WITHOUT_SPACES,
)

MOST_WORDS = 4
# A part of a name is looked for alone from so many letters on.
SHORTEST = 3

_WORD = re.compile(r"[^\s.,;:!?()\[\]{}<>\"“”„«»|/+=*#_@&%$。，、！？；：।؟،\d]+|[A-Z]\.(?=\s)")
_GAP = re.compile(r"[ \t]{1,3}")
_LEAD = re.compile(r"(?:\s*[:=–—,-]\s*|\s+)?[\"“„«]?")
_SURE = re.compile(rf"(?<!\w)(?:{SURE})(?!\w)|\w's name is\b", re.IGNORECASE)
_PERHAPS = re.compile(rf"(?<!\w)(?:{PERHAPS})(?!\w)", re.IGNORECASE)
_I_AM = re.compile(rf"(?<!\w)(?:{I_AM}|im)(?!\w)", re.IGNORECASE)
_TITLE = re.compile(rf"(?<!\w)(?:{TITLES})\b\.?(?= )")
_ONLY_TITLE = re.compile(TITLES)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀŁŚŻŹĆŃĽŠČŘŽА-ЯЁІЇЄΑ-Ω]"
_NAMED = rf"{_CAPITAL}[\w'’-]+(?:\s{_CAPITAL}[\w'’.-]*){{0,2}}"
_YEARS = r"years?|yrs?|y/?o|años|ans|jahre|anni|anos|lat|лет"
_OTHERWISE = [
    # At the end, as below a letter.
    re.compile(rf"(?:(?i:\b(?:{THANKS}))\s?[,!.،，\n–—-]\s*|[.?!\n]\s*[-–—~]\s?)({_NAMED})[\s.!]*$"),
    re.compile(rf"\b[Tt]his is ({_NAMED})(?= (?:from|here|speaking)\b)"),
    # "Emma (16)", "Emma, 16,", "Emma, 16 years old".
    re.compile(rf"(?<![\w.])({_NAMED})(?: \(|, |,? age[d:]? )\d{{1,2}}(?=[),.;!?]|\s?(?:{_YEARS})\b)"),
    re.compile(rf"\b\d{{1,2}}[- ]?(?:years?[- ]?old|y/?o),? ({_CAPITAL}[\w'’-]+)"),
    re.compile(rf"^\W*(?:(?i:hi|hello|hey)\W{{1,3}})?({_NAMED}) here\b"),
    # A German noun has a capital too, so that more has to say that it is a name.
    re.compile(rf"\b[Ii]ch bin ({_NAMED})(?=,? (?:und )?(?:bin )?\d{{1,2}}\b| \(\d| aus )"),
    re.compile(rf"\b[Ii]ch bin ({_CAPITAL}\w+ {_CAPITAL}\w+)"),
]
_WITHOUT_SPACES = re.compile(WITHOUT_SPACES)
# On a line of its own below a letter, however it is written.
_BELOW = re.compile(rf"\b(?:{THANKS})[ \t]?[,!.]?[ \t]*\n\s*([^\W\d_]+(?: [^\W\d_]+){{0,2}})[\s.!]*$", re.IGNORECASE)
_SMALL = re.compile(
    rf"\b(?:{I_AM}|im) (({'|'.join(sorted(FIRST_NAMES))})(?: ([^\W\d_]{{2,}}))?)(?=,| (?:and|from)\b)", re.IGNORECASE
)


def find(text: str) -> Iterator[tuple[int, int, str]]:
    for finder in (_introduced, _after_i_am, _otherwise, _written_small):
        for start, end in finder(text):
            yield start, end, "name"


def again(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Wherever names that were found stand once more, whole or in part."""
    for part in sorted({part for name in names for part in _parts_of(name)}, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE):
            if not is_ordinary(part, match[0]):
                yield match.span()


def _parts_of(name: str) -> list[str]:
    return [name, *(word for word in name.split() if leads_to_somebody(word))]


def leads_to_somebody(part: str) -> bool:
    """Whether a name, or a word of one, is enough to know somebody by: not "Mrs.", "de" or "Jo"."""
    small = _small(part).rstrip(".")
    return len(part) >= SHORTEST and small not in NO_NAMES and small not in PARTICLES and not is_title(part)


def is_title(word: str) -> bool:
    return bool(_ONLY_TITLE.fullmatch(word.rstrip(".")))


def is_ordinary(part: str, written: str) -> bool:
    """Somebody called Rose or Baker is no reason to mark roses and bakers."""
    small = _small(part)
    if small in NO_NAMES:
        return True
    is_everyday = small in EVERYDAY or (bool(NO_NAME_ENDS.search(small)) and small not in NAMES_WITH_SUCH_ENDS)
    return is_everyday and written[0].islower()


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    is_shouted = text.isupper()
    for match in _SURE.finditer(text):
        yield from _name_at(text, match.end(), in_any_case=True)
    for pattern in (_PERHAPS, _TITLE):
        for match in pattern.finditer(text):
            for start, end in _name_at(text, match.end(), in_any_case=is_shouted):
                if is_shouted or not _is_short_form(text[start:end]):
                    # A title is marked with its name.
                    yield match.start() if pattern is _TITLE else start, end


def _after_i_am(text: str) -> Iterator[tuple[int, int]]:
    for match in _I_AM.finditer(text):
        for start, end in _name_at(text, match.end(), in_any_case=False):
            if _is_who(text, start, end):
                yield start, end


def _otherwise(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (*_OTHERWISE, _WITHOUT_SPACES):
        for match in pattern.finditer(text):
            if match[match.lastindex].split()[0].lower() not in NO_NAMES:
                yield match.span(match.lastindex)


def _written_small(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_BELOW, _SMALL):
        for match in pattern.finditer(text):
            if NO_NAMES.isdisjoint(map(_small, match[1].split())):
                yield match.span(1)


def _name_at(text: str, at: int, *, in_any_case: bool) -> Iterator[tuple[int, int]]:
    """The words from `at` on that make up one name; none where the first is no name."""
    start = _LEAD.match(text, at).end()
    word = _WORD.match(text, start)
    if word is None or not _begins(word[0], in_any_case):
        return
    is_small, end = word[0][0].islower(), word.end()
    for _ in range(MOST_WORDS - 1):
        gap = _GAP.match(text, end)
        following = gap and _WORD.match(text, gap.end())
        if not following or not _goes_on(text, following, is_small):
            break
        end = following.end()
    yield start, end


def _begins(word: str, in_any_case: bool) -> bool:
    is_named_so = in_any_case and word.istitle() and _small(word) in NAMES_TOO
    if (_small(word) in NO_NAMES and not is_named_so) or not word[0].isalpha():
        return False
    return in_any_case or word[0].isupper()


def _goes_on(text: str, word: re.Match, is_small: bool) -> bool:
    if _small(word[0]) in PARTICLES and not is_small:
        gap = _GAP.match(text, word.end())
        return bool(gap and text[gap.end() : gap.end() + 1].isupper()) or word[0][0].isupper()
    return _small(word[0]) not in NO_NAMES and (is_small or not word[0][0].islower())


def _small(word: str) -> str:
    return word.lower().replace("’", "'")


def _is_short_form(name: str) -> bool:
    """ "RN", "CPC", "MBA", "BSc"."""
    first = name.split()[0]
    return (first.isupper() and len(first) > 1) or (len(first) < 5 and sum(map(str.isupper, first)) > 1)


def _is_who(text: str, start: int, end: int) -> bool:
    """Whether it is a name, after "I am": not "American", "CPC" or "Looking"."""
    name = text[start:end]
    first = _small(name.split()[0])
    if _is_short_form(name) or first.startswith("pre-"):
        return False
    if NO_NAME_ENDS.search(first) and first not in NAMES_WITH_SUCH_ENDS:
        return False
    after = _GAP.match(text, end)
    following = after and _WORD.match(text, after.end())
    return " " in name or not following or _small(following[0]) in AFTER_NAMES

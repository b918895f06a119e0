"""What looks personal in a question: shown to its asker before it is sent, and to staff before anybody else sees it."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import names as personal_names
from . import numbers as personal_numbers
from . import places as personal_places

REMOVED = "[removed]"
# Of a sign that stands for more, like the one of 18 letters for a whole blessing, nothing leads to a person.
MOST_FOR_ONE = 4


@dataclass(frozen=True)
class Mark:
    """The piece of a text from `start` to `end`; `says` names it for people: "a phone number"."""

    start: int
    end: int
    kind: str
    says: str


SAYS = {
    "mail": "an email address",
    "link": "a link",
    "phone": "a phone number",
    "identity": "an ID number",
    "number": "a long number",
    "account": "an account name",
    "birth": "a date of birth",
    "address": "an address",
    "school": "the name of a school",
    "name": "a name",
}
# Of two finds that overlap the one that comes first here names both.
ORDER = {kind: place for place, kind in enumerate(SAYS)}


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class _Plain:
    """A text as it is searched, and where each of its letters stood."""

    text: str
    starts: list[int]
    ends: list[int]


def marks(text: str) -> list[Mark]:
    """What looks personal, in the order of the text; no two overlap."""
    plain = _plain(text)
    found = [
        Found(start, end, kind)
        for finder in (personal_numbers.find, personal_places.find, personal_names.find)
        for start, end, kind in finder(plain.text)
    ]
    named = [plain.text[one.start : one.end] for one in found if one.kind == "name"]
    found += [Found(start, end, "name") for start, end in personal_names.again(plain.text, named)]
    return [Mark(plain.starts[one.start], plain.ends[one.end - 1], one.kind, SAYS[one.kind]) for one in _joined(found)]


def without(text: str, marks: Iterable[Mark]) -> str:
    """`text` with "[removed]" in place of each mark, and once where several follow each other."""
    kept, at = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.end <= at:
            continue
        between = text[at : max(mark.start, at)]
        if not (kept and kept[-1] == REMOVED and not any(map(str.isalnum, between))):
            kept += [between, REMOVED]
        at = mark.end
    return "".join([*kept, text[at:]])


def _plain(text: str) -> _Plain:
    """With one form for each letter and sign, digits of any script as 0 to 9, and without what leaves no mark."""
    letters, starts, ends, at = [], [], [], 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.category(text[end])[0] == "M":
            end += 1
        plain = unicodedata.normalize("NFKC", text[at:end])
        for letter in plain if len(plain) <= MOST_FOR_ONE * (end - at) else text[at:end]:
            if unicodedata.category(letter) == "Cf":
                continue
            letters.append(str(unicodedata.decimal(letter, letter)))
            starts.append(at)
            ends.append(end)
        at = end
    return _Plain("".join(letters), starts, ends)


def _joined(found: Iterable[Found]) -> Iterator[Found]:
    last = None
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if last is None or one.start >= last.end:
            if last:
                yield last
            last = one
        else:
            last = Found(last.start, max(last.end, one.end), min(last.kind, one.kind, key=ORDER.__getitem__))
    if last:
        yield last

"""What in a text looks as if it could lead to a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

KINDS = {
    "address": re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.\w+"),
    "phone": re.compile(r"\+?\d[\d ()-]{7,}\d"),
    "name": re.compile(r"(?:(?i:my name is|i am called)) (\w+(?: [A-Z]\w+)?)"),
}
SAYS = {"address": "an email address", "phone": "a telephone number", "name": "a name"}


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: str
    says: str


def marks(text: str) -> list[Mark]:
    found = [(kind, one.span(one.re.groups)) for kind, sign in KINDS.items() for one in sign.finditer(text)]
    return sorted((Mark(*span, kind, SAYS[kind]) for kind, span in found), key=lambda mark: mark.start)


def without(text: str, marks: Iterable[Mark]) -> str:
    for mark in sorted(marks, key=lambda mark: mark.start, reverse=True):
        text = text[: mark.start] + text[mark.end :]
    return text

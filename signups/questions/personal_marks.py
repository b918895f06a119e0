"""What in a text looks as if it could lead to a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: str
    says: str


def marks(text: str) -> list[Mark]:
    return [Mark(found.start(), found.end(), "address", "an email address") for found in ADDRESS.finditer(text)]


def without(text: str, marks: Iterable[Mark]) -> str:
    for mark in sorted(marks, key=lambda mark: mark.start, reverse=True):
        text = text[: mark.start] + text[mark.end :]
    return text

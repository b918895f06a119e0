"""The sources of an answer, as experts write them: one a line, what it is and then its address."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class SourceLine:
    """`address` is empty where the line ends in none; a line that is an address alone says it."""

    says: str
    address: str


def source_lines(text: str) -> list[SourceLine]:
    return [_read(line.strip()) for line in text.split("\n") if line.strip()]


def _read(line: str) -> SourceLine:
    *before, last = line.split()
    try:
        _is_address(last)
    except ValidationError:
        return SourceLine(line, "")
    return SourceLine(" ".join(before).rstrip(" ,:;") or last, last)

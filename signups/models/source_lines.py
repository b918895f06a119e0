"""The sources of an answer, one a line: what it is, and its address."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
AROUND = " \t.,;:-–()[]<>"
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class SourceLine:
    """`address` is empty where the line has none; a line that is an address alone says it."""

    says: str
    address: str


def source_lines(text: str) -> list[SourceLine]:
    return [_read(line.strip()) for line in text.splitlines() if line.strip()]


def _read(line: str) -> SourceLine:
    found = ADDRESS.search(line)
    if found is None:
        return SourceLine(line, "")
    address = found[0].rstrip(".,;:!?")
    if address.endswith(")") and "(" not in address:
        address = address[:-1]
    try:
        _is_address(address)
    except ValidationError:
        return SourceLine(line, "")
    return SourceLine(line.replace(address, "", 1).strip(AROUND) or address, address)

"""What commands refuse before they begin: arguments that are no path, no year and no number of a release."""

import re
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandError

# No table has rows of higher numbers.
HIGHEST_NUMBER = 2**31 - 1


def some_path(text: str) -> Path:
    """For add_argument's `type`: an empty path would be the folder that somebody happens to be in."""
    if not text.strip():
        raise ArgumentTypeError("a path is empty; “.” is the folder that you are in")
    if "\0" in text:
        raise ArgumentTypeError("a path holds a character that no path can hold")
    return Path(text)


def whole_number(text: str) -> int:
    """For add_argument's `type`: digits as people type them, where Python takes “1_0” for ten."""
    if not re.fullmatch(r"\s*[+-]?\d{1,40}\s*", text, re.ASCII):
        raise ArgumentTypeError(f"“{text}” is not a whole number")
    return int(text)


def refuse_impossible_numbers(numbers: list[int]) -> None:
    """Releases are numbered from 1 on, and databases overflow at numbers that are too high."""
    if impossible := [number for number in numbers if not 1 <= number <= HIGHEST_NUMBER]:
        raise CommandError(f"There is no release {impossible[0]}; manage.py releases lists them.")

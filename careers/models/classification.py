"""Which codes the 2018 Standard Occupational Classification (SOC) has."""

import re
from functools import cache
from pathlib import Path

CODES = Path(__file__).with_name("soc_2018_codes.txt")


@cache
def codes_2018() -> frozenset[str]:
    """Source: soc_structure_2018.xlsx, one line a major group."""
    groups = (line.split(":") for line in CODES.read_text(encoding="ascii").splitlines())
    return frozenset(f"{group}-{ending}" for group, endings in groups for ending in endings.split())


def is_group(code: str) -> bool:
    """Whether a code is of a group of occupations: a career is of one of the detailed ones."""
    return re.fullmatch(r"\d\d-\d{3}0", code) is not None


def major_groups() -> frozenset[str]:
    """The two digits that each major group's codes begin with."""
    return frozenset(code[:2] for code in codes_2018() if code.endswith("-0000"))

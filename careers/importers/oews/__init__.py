"""Occupational Employment and Wage Statistics (BLS): national, by sector, by state, by metropolitan area."""

from .building import PayBuilder
from .rows import OewsRow, not_by_sector, read, read_all, states_in
from .workbook import OewsFile, describe, recognises

__all__ = [
    "OewsFile",
    "OewsRow",
    "PayBuilder",
    "describe",
    "not_by_sector",
    "read",
    "read_all",
    "recognises",
    "states_in",
]

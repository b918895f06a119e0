"""What the cells of OEWS's wage columns mean: dollars a year (whole), or an hour (with cents)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ...models.figures import PERCENTILES
from ..reading import decimal, quoted, text, whole
from .workbook import ANNUAL_COLUMNS, HOURLY_COLUMNS, MOST_PAID, OewsFile

WAGE_NOT_RELEASED, TOP_CODED = "*", "#"
ANNUAL_NAMES = tuple(f"annual_{name}" for name in PERCENTILES)
HOURLY_NAMES = tuple(f"hourly_{name}" for name in PERCENTILES)
PAY_NAMES = (*ANNUAL_NAMES, *HOURLY_NAMES)


class NoWage(ValueError):
    """A sentence about a cell, and the column that it stands in."""

    def __init__(self, message: object, column: str):
        super().__init__(str(message))
        self.column = column


@dataclass(frozen=True, slots=True)
class Wages:
    """The amounts from the 10th percentile to the 90th, None where not released; `top_coded` are columns of Pay."""

    amounts: tuple[int | Decimal | None, ...]
    top_coded: tuple[str, ...]


class WageColumns:
    """The five columns of one basis; the same few thousand amounts fill hundreds of thousands of their cells."""

    def __init__(self, names: tuple[str, ...], headers: tuple[str, ...], top_code: int | Decimal, convert: Callable):
        self.names, self.headers, self.top_code = names, headers, top_code
        self.amount = lru_cache(maxsize=50_000, typed=True)(convert)

    def read(self, cells: tuple, *, may_be_empty: bool) -> Wages:
        """NoWage where a cell holds none; a top-coded one holds the top code, but not less than those before it."""
        amounts, top_coded = [], []
        highest, highest_at = None, 0
        for at, value in enumerate(cells):
            value = value.strip() if isinstance(value, str) else value
            if value == TOP_CODED:
                amount = self.top_code if highest is None else max(self.top_code, highest)
                top_coded.append(self.names[at])
            elif value == "" and may_be_empty:
                amount = None
            else:
                amount = self._amount(value, at)
            if amount is not None:
                if highest is not None and amount < highest:
                    raise NoWage(
                        f"{quoted(value)} is below the {quoted(cells[highest_at])} of {self.headers[highest_at]}, "
                        "a lower percentile.",
                        self.headers[at],
                    )
                highest, highest_at = amount, at
            amounts.append(amount)
        return Wages(tuple(amounts), tuple(top_coded))

    def _amount(self, value, at: int) -> int | Decimal | None:
        try:
            return self.amount(value)
        except ValueError as problem:
            raise NoWage(problem, self.headers[at]) from None


def annual_columns(described: OewsFile) -> WageColumns:
    return WageColumns(ANNUAL_NAMES, ANNUAL_COLUMNS, described.top_code.annual, _annual)


def hourly_columns(described: OewsFile) -> WageColumns:
    return WageColumns(HOURLY_NAMES, HOURLY_COLUMNS, described.top_code.hourly, _hourly)


def is_only(cell) -> bool:
    """Whether the cell of ANNUAL or HOURLY says that an occupation is only paid so."""
    return text(cell).upper() == "TRUE"


def _annual(value) -> int | None:
    return None if _dollars(value, MOST_PAID["year"]) is None else whole(value)


def _hourly(value) -> Decimal | None:
    dollars = _dollars(value, MOST_PAID["hour"])
    if dollars is None:
        return None
    if dollars != round(dollars, 2):
        raise ValueError(f"{quoted(value)} is not an amount in dollars and cents.")
    return round(dollars, 2)


def _dollars(value, most: int) -> Decimal | None:
    """ValueError, with a sentence about the value, where it is no amount."""
    if value == WAGE_NOT_RELEASED:
        return None
    try:
        dollars = decimal(value)
    except ValueError:
        raise ValueError(f"{quoted(value)} is not a dollar amount.") from None
    if dollars < 0:
        raise ValueError(f"{quoted(value)} is below zero.")
    if dollars == 0:
        raise ValueError(f"{quoted(value)} is no wage. The publisher writes * where it releases none.")
    if dollars > most:
        raise ValueError(f"{quoted(value)} is more than any occupation pays.")
    return dollars

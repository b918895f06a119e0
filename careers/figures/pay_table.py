"""Pay from the 10th percentile to the 90th as a table says it: a figure that is missing is said to be so once."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models.figures import PERCENTILES, Amount, Percentiles
from .wording import NOT_PUBLISHED

HEADS = {"annual": "A year", "hourly": "An hour"}


@dataclass(frozen=True)
class PayTableRow:
    """`is_aside` for figures that others have, which only stand beside these."""

    label: str
    cells: list[str]
    is_aside: bool = False

    @property
    def is_missing(self) -> bool:
        return all(cell == NOT_PUBLISHED for cell in self.cells)


@dataclass(frozen=True)
class PayTable:
    """`heads` name the columns; a basis of which nothing is published has none, but a word in `missing`."""

    heads: list[str]
    rows: list[PayTableRow]
    missing: str = ""


@dataclass(frozen=True)
class Beside:
    """Whose medians stand under the percentiles, such as those of all occupations."""

    label: str
    pay: Percentiles


def pay_table(pay: Percentiles, others: Iterable[Beside] = ()) -> PayTable | None:
    """None where no figure is published."""
    bases = [basis for basis in HEADS if any(getattr(pay, f"{basis}_{name}") is not None for name in PERCENTILES)]
    if not bases:
        return None

    def cells(row: Percentiles, name: str) -> list[str]:
        return [str(_amount(row, basis, name)) for basis in bases]

    rows = [PayTableRow(label, cells(pay, name)) for name, label in PERCENTILES.items()]
    beside = [PayTableRow(one.label, cells(one.pay, "median"), is_aside=True) for one in others]
    missing = "No pay by the year is published." if bases == ["hourly"] else ""
    return PayTable([HEADS[basis] for basis in bases], rows + beside, missing)


def _amount(row: Percentiles, basis: str, name: str) -> Amount:
    return row.amount(f"{basis}_{name}")

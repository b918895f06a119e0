"""Tables of an older O*NET taxonomy, which no release can be made of: said first, whatever else they lack."""

from .. import soc
from ..reading import Table, text
from .tables import CODE


def refuse_older_taxonomy(table: Table) -> None:
    """BadFile where the table has occupations that are in no release of today's taxonomy."""
    if table.has(CODE):
        refuse_older({text(code): (row, CODE) for row, (code,) in table.records(CODE)}, table)


def refuse_older(codes: dict[str, tuple[int, str]], table: Table) -> None:
    """The same for codes that have been read: {code: (row, column)}."""
    unknown = set(soc.unknown_codes(code[:7] for code in codes if soc.CODE.fullmatch(code[:7])))
    first = next((code for code in codes if code[:7] in unknown), None)
    if first is None:
        return
    row, column = codes[first]
    others = f" and {len(unknown) - 1:,} more of its codes are" if len(unknown) > 1 else " is"
    raise table.bad(
        f"This is part of an older O*NET taxonomy, many of whose occupations do not exist today: “{first}”{others} not "
        "in the 2018 SOC. Take a whole release from 25.1 (November 2020) on, from onetcenter.org/database.html.",
        row=row,
        column=column,
    )

"""Tab-separated text that a spreadsheet has saved again, and what it then does to fields.

O*NET's publisher puts no quotation marks around fields, and bare ones stand in them. A spreadsheet puts them around
each field that holds a comma or a quotation mark, and doubles those within; it also takes text for dates and numbers.
"""

import re
from collections.abc import Iterable

TAKE_THE_OWN = "Take the publisher's own file: a spreadsheet has saved this one again."
# What becomes of a month or a number: “Jul-21”, “12. Apr”, “2021-07-01 00:00:00”, “7/1/2021”, “7/2021”.
MADE_A_DATE = re.compile(r"[^\W\d]{3,9}[-. ]\d{1,4}|\d{1,2}[-. ]+[^\W\d]{3,9}|\d{1,4}[-/.]\d{1,4}([-/.]\d{1,4}.*)?")
DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
SOC_CODE = re.compile(r"\d\d-\d{4}")
NEEDS_MARKS = (",", ";", '""')


class Mixed(Exception):
    """Some fields stand in quotation marks and others hold bare ones, from row `row` on."""

    def __init__(self, row: int):
        super().__init__(row)
        self.row = row


def unquoted(field: str) -> str:
    """What stands between quotation marks around the whole of a field; a field without them as it stands."""
    if len(field) < 2 or not (field[0] == field[-1] == '"'):
        return field
    inner = field[1:-1]
    return field if '"' in inner.replace('""', "") else inner.replace('""', '"')


def has_quoted_fields(lines: Iterable[bytes]) -> bool:
    """Whether each field with a quotation mark, of lines whose fields tabs separate, stands in marks as a whole.

    Mixed where that is true of some that need it, and not of others.
    """
    bare, quoted, needed = 0, False, False
    for row, line in enumerate(lines, 1):
        if b'"' not in line:
            continue
        for field in line.decode("utf-8-sig", "replace").rstrip("\r\n").split("\t"):
            if '"' not in field:
                continue
            if unquoted(field) == field:
                bare = bare or row
            else:
                quoted = True
                needed = needed or any(sign in field[1:-1] for sign in NEEDS_MARKS)
    if bare and needed:
        raise Mixed(bare)
    return quoted and not bare


def hint(cell: object) -> str:
    """What to do about a wrong cell that looks as if a spreadsheet had made it so; "" where it does not."""
    text = str(cell).strip()
    changed = DECIMAL_COMMA.fullmatch(text) or (MADE_A_DATE.fullmatch(text) and not SOC_CODE.fullmatch(text))
    return f" {TAKE_THE_OWN}" if changed else ""

"""Compared careers as a file for spreadsheets: plain numbers, and in words what a number alone does not say."""

import csv
import re
import unicodedata
from collections.abc import Callable
from typing import TextIO

from .comparing import Compared, Comparison
from .models import Career, Pay

# Also in their wide and small forms, which some spreadsheets read as the plain ones; and the sign for minus itself.
FORMULA_SIGNS = frozenset("=+-@|\u2212")
# White space, quotation marks and other signs, some of which a spreadsheet may pass over before it reads a formula.
BEFORE_WORDS = re.compile(r"[\W_]*")
NUMBER = re.compile(r"-\d+(\.\d+)?")
SEPARATOR = re.compile(r"(?<=[;\t\r\n])")
PAY_HEADS = {
    "annual_median": "Median annual pay",
    "annual_p10": "10th percentile of annual pay",
    "annual_p90": "90th percentile of annual pay",
    "hourly_median": "Median hourly pay",
    "hourly_p10": "10th percentile of hourly pay",
    "hourly_p90": "90th percentile of hourly pay",
}


def write_csv(comparison: Comparison, file: TextIO, address_of: Callable[[Career], str]) -> None:
    """One line for each of one or more careers, with the period and publisher of each figure."""
    lines = [_line(column) | {"Page": address_of(column.career)} for column in comparison.columns]
    writer = csv.writer(file)
    writer.writerow(lines[0])
    for line in lines:
        writer.writerow(_plain(cell) for cell in line.values())


def _line(column: Compared) -> dict[str, object]:
    pay, outlook = column.pay, column.outlook
    return {
        "Career": column.career.title,
        **{head: getattr(pay, name) if pay else None for name, head in PAY_HEADS.items()},
        "Pay note": _pay_note(pay),
        "Pay period": pay.release.period if pay else "",
        "Pay source": pay.release.publisher if pay else "",
        "Pay published for": pay.occupation if pay else "",
        "Entry-level education": outlook.get_entry_education_display() if outlook else "",
        "On-the-job training": outlook.training if outlook else "",
        "Growth in percent": outlook.growth if outlook else "",
        "Openings a year": outlook.openings if outlook else "",
        "Jobs": outlook.base_employment if outlook else "",
        "Outlook period": outlook.release.period if outlook else "",
        "Outlook source": outlook.release.publisher if outlook else "",
        "Outlook published for": outlook.occupation if outlook else "",
        "Job zone": (column.text.job_zone or {}).get("number", ""),
        "Tasks": "; ".join(column.tasks),
        "Skills": "; ".join(column.skills),
    }


def _pay_note(pay: Pay | None) -> str:
    if pay is None or not any(pay.percentiles.values()):
        return "Not published"
    notes = ["Published by the hour alone"] if pay.basis == "hourly" else []
    top_coded = [head for name, head in PAY_HEADS.items() if pay.amount(name).top_coded]
    if top_coded:
        notes.append(f"Or more: {', '.join(top_coded)}")
    return "; ".join(notes)


def _plain(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; a negative number stays one."""
    text = "" if value is None else str(value)
    if NUMBER.fullmatch(text):
        return text
    # In many countries a semicolon parts cells, whatever quotation marks say here; a tab or a new line may too.
    return "".join(f"'{part}" if _may_be_formula(part) else part for part in SEPARATOR.split(text))


def _may_be_formula(text: str) -> bool:
    """Whether a sign that begins formulas stands before the first letter or figure, or a control is first."""
    before = BEFORE_WORDS.match(text)[0]
    plain = unicodedata.normalize("NFKC", before)
    return bool(FORMULA_SIGNS.intersection(plain)) or unicodedata.category(text[:1] or "a") in ("Cc", "Cf")

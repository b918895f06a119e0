"""Compared careers as a file for spreadsheets: plain numbers, and in words what a number alone does not say."""

import csv
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import TextIO

from ..figures.job_zones import JobZone
from ..figures.wording import capital_first, count_text, growth_words, whose
from ..models import Career, Outlook, Pay
from .comparison import Compared, Comparison

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
OUTLOOK_HEADS = [
    "Entry-level education",
    "Experience in a related job",
    "On-the-job training",
    "Growth in percent",
    "Growth in words",
    "Openings per year",
    "Jobs",
    "Outlook note",
    "Outlook period",
    "Outlook source",
    "Outlook published for",
]


def write_csv(comparison: Comparison, file: TextIO, address_of: Callable[[Career], str]) -> None:
    """One line for each of one or more careers, with the period and publisher of each figure."""
    averages = comparison.averages
    lines = [_line(column, averages) | {"Page": address_of(column.career)} for column in comparison.columns]
    writer = csv.writer(file)
    writer.writerow(lines[0])
    for line in lines:
        writer.writerow(plain_cell(cell) for cell in line.values())


def _line(column: Compared, averages: dict[int, Decimal]) -> dict[str, object]:
    return {
        "Career": column.career.title,
        "Official title": column.text.official or "",
        **_pay_cells(column.career, column.pay),
        **_outlook_cells(column.career, column.outlook, averages),
        "O*NET job zone": _zone(column.text.job_zone),
        "Tasks": "; ".join(column.tasks),
        "Skills": "; ".join(column.skills),
        "Work setting": column.text.work_setting,
        "Personality": column.text.personality,
    }


def _zone(zone: dict | None) -> str:
    return JobZone(zone["number"], zone["name"]).which if zone else ""


def _pay_cells(career: Career, pay: Pay | None) -> dict[str, object]:
    return {
        **{head: getattr(pay, name) if pay else None for name, head in PAY_HEADS.items()},
        "Pay note": _pay_note(career, pay),
        "Pay period": pay.release.period if pay else "",
        "Pay source": pay.release.credit if pay else "",
        "Pay published for": pay.occupation if pay else "",
    }


def _outlook_cells(career: Career, outlook: Outlook | None, averages: dict[int, Decimal]) -> dict[str, object]:
    if outlook is None:
        return dict.fromkeys(OUTLOOK_HEADS, "")
    cells = [
        outlook.get_entry_education_display(),
        outlook.work_experience,
        outlook.training,
        outlook.growth,
        growth_words(outlook, averages.get(outlook.release_id)),
        _count(outlook.openings),
        _count(outlook.base_employment),
        capital_first(whose(career, outlook)),
        outlook.release.period,
        outlook.release.credit,
        outlook.occupation,
    ]
    return dict(zip(OUTLOOK_HEADS, cells, strict=True))


def _count(count: int | None) -> int | str | None:
    """A plain number; "Fewer than 50" for a 0, which is only too small for the publisher's thousands."""
    return count or count_text(count) if count is not None else None


def _pay_note(career: Career, pay: Pay | None) -> str:
    if pay is None or not any(pay.percentiles.values()):
        return "Not published"
    notes = ["Published by the hour alone"] if pay.basis == "hourly" else []
    top_coded = [head for name, head in PAY_HEADS.items() if pay.amount(name).top_coded]
    if top_coded:
        notes.append(f"Or more: {', '.join(top_coded)}")
    if group := whose(career, pay):
        notes.append(capital_first(group))
    return "; ".join(notes)


def plain_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; a negative number stays one."""
    text = "" if value is None else str(value)
    if NUMBER.fullmatch(text):
        return text
    # In many countries a semicolon parts cells, whatever quotation marks say here; a tab or a new line may too.
    return "".join(f"'{part}" if _may_be_formula(part) else part for part in SEPARATOR.split(text))


def without_guard(text: str) -> str:
    """What `plain_cell` made this cell from."""
    parts = SEPARATOR.split(text)
    return "".join(part[1:] if part.startswith("'") and _may_be_formula(part[1:]) else part for part in parts)


def _may_be_formula(text: str) -> bool:
    """Whether a sign that begins formulas stands before the first letter or figure, or a control is first."""
    before = BEFORE_WORDS.match(text)[0]
    plain = unicodedata.normalize("NFKC", before)
    return bool(FORMULA_SIGNS.intersection(plain)) or unicodedata.category(text[:1] or "a") in ("Cc", "Cf")

"""What the first screen of a career's page answers: what the work pays, what it takes and where it is going."""

from dataclasses import dataclass, field

from ..figures.charts import PayStrip
from ..figures.sheets import Figures, OutlookSheet, PaySheet
from ..figures.wording import (
    AT_LEAST,
    NOT_PUBLISHED,
    count_text,
    growth_text,
    lower_first,
    median_label,
    pay_range_text,
    together,
    unbroken,
    whose,
)
from ..models import Career, Outlook, Pay
from .next_steps import license_needed

HELD_BACK = "Held back by this site's editors"
# What the projections call training, within a sentence; what they call "None" is nothing to say.
TRAINING = {"Apprenticeship": "an apprenticeship", "Internship/residency": "an internship or residency"}
FROM_THE_MIDDLE = ("median", "p25", "p75", "p10", "p90")
LICENSE = {"every": "a license", "most": "a license in most states"}


@dataclass(frozen=True)
class PayAnswer:
    """“most earn $66,030 to $135,320 a year”, the median beside it, and for whom, where not for the career alone."""

    who: str
    amount: str
    unit: str
    median_label: str
    median: str
    by_the_hour: str
    period: str
    strip: PayStrip | None
    drawn: str
    whose: str


@dataclass(frozen=True)
class OutlookAnswer:
    """“Faster than average”, with the figures behind it."""

    words: str
    growth: str
    jobs: str
    year: int
    openings: str
    period: str
    whose: str


@dataclass(frozen=True)
class ShortAnswers:
    """None where no figure is shown; `no_pay` and `no_outlook` then say why."""

    pay: PayAnswer | None = None
    outlook: OutlookAnswer | None = None
    education: str = ""
    also_needed: str = ""
    no_pay: str = NOT_PUBLISHED
    no_outlook: str = NOT_PUBLISHED
    no_education: str = NOT_PUBLISHED
    credits: list[str] = field(default_factory=list)


def short_answers(career: Career, figures: Figures) -> ShortAnswers:
    pay = figures.pay.pay if figures.pay else None
    outlook = figures.outlook.outlook if figures.outlook else None
    credits: dict[str, list[str]] = {}
    for row in (pay, outlook):
        if row:
            credits.setdefault(row.release.credit, []).append(unbroken(row.release.period))
    pay_whose, outlook_whose = (whose(career, row) for row in (pay, outlook))
    is_one = bool(pay_whose) and pay_whose == outlook_whose
    return ShortAnswers(
        pay=_pay_answer(pay, figures.pay, pay_whose, is_for_all=is_one) if pay else None,
        outlook=_outlook_answer(outlook, figures.outlook, "" if is_one else outlook_whose) if outlook else None,
        education=outlook.get_entry_education_display() if outlook else "",
        also_needed=_also_needed(outlook, license_needed(career)),
        no_pay=HELD_BACK if "pay" in figures.held else NOT_PUBLISHED,
        no_outlook=HELD_BACK if "outlook" in figures.held else NOT_PUBLISHED,
        credits=[f"{credit}, {' and '.join(dict.fromkeys(periods))}" for credit, periods in credits.items()],
    )


def _pay_answer(pay: Pay, sheet: PaySheet, group: str, *, is_for_all: bool) -> PayAnswer:
    """Pay that is of `group`, where not of the career; with `is_for_all` all figures are."""
    who, amount = _who_earns(pay)
    median = pay.median
    drawn = f"Pay: {who} {amount} {median.unit}, the median is {median}"
    if sheet.strip and sheet.strip.everyone:
        drawn += f", that of all jobs {sheet.strip.everyone.amount}"
    return PayAnswer(
        who=who,
        amount=amount,
        unit=together(median.unit) if amount != NOT_PUBLISHED else "",
        median_label=median_label(pay),
        median=str(median),
        by_the_hour=together(f"{pay.medians.hourly} an hour") if pay.basis == "annual" and pay.medians.hourly else "",
        period=unbroken(pay.release.period),
        strip=sheet.strip,
        drawn=f"{drawn}.",
        whose=group and f"{'Pay, education and outlook are' if is_for_all else 'Pay is'} {group}.",
    )


def _who_earns(pay: Pay) -> tuple[str, str]:
    """The range that tells most of what is published: (“most earn”, “$66,030 to $135,320”)."""
    amounts = pay.percentiles
    low, high = amounts["p10"], amounts["p90"]
    if low and high and not low.top_coded:
        return "most earn", pay_range_text(pay)
    if amounts["p25"] and amounts["p75"] and not amounts["p25"].top_coded:
        return "half earn", f"{amounts['p25']} to {amounts['p75']}"
    # Of what is top-coded the lowest tells most: the others only repeat it.
    coded = (name for name, amount in amounts.items() if amount.top_coded)
    known = (name for name in FROM_THE_MIDDLE if amounts[name])
    name = next(coded, None) or next(known, None)
    if name is None:
        return "", NOT_PUBLISHED
    return f"{lower_first(AT_LEAST[name])} earn", str(amounts[name]) + ("" if amounts[name].top_coded else " or more")


def _outlook_answer(outlook: Outlook, sheet: OutlookSheet, group: str) -> OutlookAnswer:
    growth = growth_text(outlook.growth)
    return OutlookAnswer(
        words=sheet.growth_words or growth,
        growth=growth,
        jobs=count_text(outlook.base_employment),
        year=outlook.base_year,
        openings="" if outlook.openings is None else count_text(outlook.openings),
        period=unbroken(outlook.release.period),
        whose=group and f"Education and outlook are {group}.",
    )


def _also_needed(outlook: Outlook | None, licensed: str) -> str:
    """“Plus a license and an internship or residency”; nothing where nothing more is typical."""
    parts = [LICENSE[licensed]] if licensed else []
    if outlook and outlook.work_experience not in ("", "None"):
        parts.append(f"{lower_first(outlook.work_experience)} in a related job")
    if outlook and outlook.training not in ("", "None"):
        parts.append(TRAINING.get(outlook.training, lower_first(outlook.training)))
    if not parts:
        return ""
    *others, last = parts
    return f"Plus {', '.join(others)}{' and ' if others else ''}{last}"

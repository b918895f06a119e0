"""What staff may not store among the figures, and what cannot be right in those they type: a slip, another unit."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from .data_sets import names_of
from .naics import is_industry_code
from .occupation import ALL_OCCUPATIONS
from .periods import LONGEST_PROJECTION, projection_years
from .rules import marks_alone

# Below the first even a half-time job at the lowest wage of tipped workers; above the second no occupation's pay.
ANNUAL = (2_000, 2_000_000)
HOURLY = (Decimal(2), Decimal(1_000))
HOURS_A_YEAR = 2_080
# Publishers make annual pay of hourly pay times 2,080 hours; rounding and overtime explain no more than this.
ANNUAL_AGREES = Decimal("0.1")
PERCENTILES = ("p10", "p25", "median", "p75", "p90")
# More than all people who work in the United States.
MOST_JOBS = 200_000_000
OLDEST_YEAR = 1980
MOST_GROWTH = 1_000  # percent


def check(row: Any) -> None:
    """ValidationError for a row that staff may not store so: of a wrong release, or of figures that cannot be right."""
    release = row.release if row.release_id else None
    if release and release.data_set not in names_of(type(row)):
        raise ValidationError(
            {"release": f"This is a release of other figures: {release.get_data_set_display()}. Choose another."}
        )
    _refuse_other_row(row)
    if release and release.is_own:
        problems = {problem.field: problem.message for problem in marks_alone(row)} | dict(row.own_problems())
        if row.occupation_id and row.occupation.code == ALL_OCCUPATIONS:
            problems["occupation"] = (
                "Every page shows the figure of all occupations beside its own: only the publisher can give it."
            )
        if problems:
            raise ValidationError(problems)


def _refuse_other_row(row: Any) -> None:
    """What a publisher released stays as it was released, and staff's own figures where they were given."""
    stored = None if row._state.adding else type(row).objects.select_related("release").filter(pk=row.pk).first()
    if stored is None:
        return
    if stored.release.is_own:
        if (stored.release_id, stored.occupation_id) != (row.release_id, row.occupation_id):
            raise ValidationError(
                "A figure stays in its release and with its occupation. Delete it here, and add it where it belongs."
            )
        return
    names = [field.attname for field in row._meta.concrete_fields if field.name != "held"]
    if any(getattr(stored, name) != getattr(row, name) for name in names):
        raise ValidationError(
            "Figures that a publisher released cannot be changed. Hold them back, or give this site's own figures in a "
            "release of their own."
        )


def problems_of_pay(row: Any) -> dict[str, str]:
    """{field: message} of a row of pay, which may have a median alone; the first problem of each field."""
    amounts = {
        f"{basis}_{name}": value
        for basis in ("annual", "hourly")
        for name in PERCENTILES
        if (value := getattr(row, f"{basis}_{name}", None)) is not None
    }
    if not amounts:
        return {"annual_median": "Give at least one figure of pay, a year or an hour."}
    problems: dict[str, str] = {}
    for name, message in (*_out_of_bounds(amounts), *_out_of_order(amounts), *_contradictions(amounts)):
        problems.setdefault(name, message)
    if row.employment is not None and row.employment > MOST_JOBS:
        problems["employment"] = (
            "More jobs than people who work in the United States. Write single jobs, not thousands."
        )
    return problems


def problems_of_industry(row: Any) -> dict[str, str]:
    problems = problems_of_pay(row)
    if row.naics and not is_industry_code(row.naics):
        problems["naics"] = "Write the NAICS code with two to six digits, such as 622 or 31-33, or leave it empty."
    return problems


def _out_of_bounds(amounts: dict[str, Decimal | int]) -> Iterator[tuple[str, str]]:
    for name, value in amounts.items():
        hourly = name.startswith("hourly")
        low, high = HOURLY if hourly else ANNUAL
        if not low <= value <= high:
            unit = "an hour" if hourly else "a year"
            yield name, f"Pay {unit} is usually between ${low:,} and ${high:,}: check ${value:,}."


def _out_of_order(amounts: dict[str, Decimal | int]) -> Iterator[tuple[str, str]]:
    for basis in ("annual", "hourly"):
        for low, high in combinations(PERCENTILES, 2):
            lower, higher = amounts.get(f"{basis}_{low}"), amounts.get(f"{basis}_{high}")
            if lower is not None and higher is not None and lower > higher:
                yield f"{basis}_{high}", f"This is below the {_percentile(low)}, ${lower:,}."


def _contradictions(amounts: dict[str, Decimal | int]) -> Iterator[tuple[str, str]]:
    for name in PERCENTILES:
        annual, hourly = amounts.get(f"annual_{name}"), amounts.get(f"hourly_{name}")
        if annual is None or hourly is None:
            continue
        expected = hourly * HOURS_A_YEAR
        if abs(annual - expected) > ANNUAL_AGREES * expected:
            yield (
                f"hourly_{name}",
                f"${hourly:,} an hour is about ${expected:,.0f} a year ({HOURS_A_YEAR:,} hours), not ${annual:,}. "
                "Correct one of them, or leave one empty.",
            )


def _percentile(name: str) -> str:
    return "median" if name == "median" else f"{name[1:]}th percentile"


def problems_of_outlook(row: Any) -> dict[str, str]:
    """{field: message} of an outlook; the first problem of each field."""
    problems: dict[str, str] = {}
    for name, message in (*_problems_of_years(row), *_problems_of_jobs(row)):
        problems.setdefault(name, message)
    return problems


def _problems_of_years(row: Any) -> Iterator[tuple[str, str]]:
    base, projected = row.base_year, row.projected_year
    this_year = timezone.localdate().year
    if base is not None and not OLDEST_YEAR <= base <= this_year:
        yield "base_year", f"Give a base year from {OLDEST_YEAR} to {this_year}."
    of_release = projection_years(row.release.period) if row.release_id else None
    if of_release and base not in (None, of_release.base):
        yield "base_year", f"This release is of {row.release.period}: write {of_release.base}, or choose another."
    if of_release and projected not in (None, of_release.projected):
        yield "projected_year", f"This release is of {row.release.period}: write {of_release.projected}."
    if None not in (base, projected) and not base < projected <= base + LONGEST_PROJECTION:
        yield "projected_year", f"Projections reach 1 to {LONGEST_PROJECTION} years beyond their base year."


def _problems_of_jobs(row: Any) -> Iterator[tuple[str, str]]:
    base, projected = row.base_employment, row.projected_employment
    for name, jobs in (("base_employment", base), ("projected_employment", projected)):
        if jobs is not None and jobs > MOST_JOBS:
            yield name, "More jobs than people who work in the United States. Write single jobs, not thousands."
    if base == 0:
        yield "base_employment", "Growth from 0 jobs cannot be worked out. Give the number of jobs in the base year."
    if None in (base, projected):
        return
    if row.openings is not None and row.openings > max(base, projected):
        yield "openings", f"There are more openings per year than jobs ({max(base, projected):,})."
    growth = row.growth
    if growth is not None and not -100 <= growth <= MOST_GROWTH:
        yield "projected_employment", f"Growth of {growth:,} percent: check both figures of employment."

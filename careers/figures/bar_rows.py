"""Figures that stand under each other with a bar for each: rows of tables, in the words and the order of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .area_pay import RankedArea
from .sheets import Figures, IndustryRow, OutlookSheet, PastGrowth, PastMedian, PaySheet
from .wording import growth_text

INDUSTRIES_SHOWN = 5


@dataclass(frozen=True)
class BarRow:
    """`is_aside` for what only stands beside the career's own; `address` where the label leads somewhere."""

    label: str
    value: str
    width: str
    x: str = "0"
    notes: tuple[str, ...] = ()
    address: str = ""
    is_aside: bool = False


@dataclass(frozen=True)
class IndustryBars:
    """Industries from the best paid on; `others` were left out, because they employ fewer."""

    rows: list[BarRow]
    others: int
    unit: str

    @property
    def total(self) -> int:
        return len(self.rows) + self.others


def industry_bars(sheet: PaySheet, whole: object = None) -> IndustryBars:
    """Those that employ most, or the best paid where that is not published; all of them with `whole`."""
    rows = sheet.industry_rows
    largest = sorted(rows, key=lambda row: -(row.pay.employment or 0))[:INDUSTRIES_SHOWN]
    if whole:
        largest = rows
    elif not all(row.pay.employment for row in largest):
        largest = rows[:INDUSTRIES_SHOWN]
    chosen = {row.pay.pk for row in largest}
    return IndustryBars(
        [_industry(row, sheet) for row in rows if row.pay.pk in chosen],
        len(rows) - len(largest),
        rows[0].median.unit,
    )


def _industry(row: IndustryRow, sheet: PaySheet) -> BarRow:
    notes = [row.pay.exclusion] if row.pay.exclusion else []
    if row.pay.release_id != sheet.industry_release.pk:
        notes.append(f"this site's own figure, {row.pay.release.period}")
    return BarRow(row.pay.short_name, str(row.median), row.width, notes=tuple(notes))


def median_bars(figures: Figures) -> list[BarRow]:
    return [
        BarRow(past.release.period, str(past.median), past.width, notes=_of_others(past), is_aside=bool(past.other))
        for past in figures.median_over_time
    ]


def growth_over_time_bars(figures: Figures) -> list[BarRow]:
    return [
        BarRow(
            past.release.period,
            growth_text(past.growth),
            past.bar.width,
            past.bar.x,
            notes=_of_others(past),
            is_aside=bool(past.other),
        )
        for past in figures.growth_over_time
    ]


def _of_others(past: PastMedian | PastGrowth) -> tuple[str, ...]:
    own = ("this site's own figure",) if past.release.is_own else ()
    return own + ((f"{past.other.title} (SOC {past.other.code})",) if past.other else ())


def growth_bars_of(sheet: OutlookSheet) -> list[BarRow]:
    """The career's growth and that of all occupations."""
    return [
        BarRow(row.name, growth_text(row.growth), row.bar.width, row.bar.x, is_aside=place > 0)
        for place, row in enumerate(sheet.growth_rows)
    ]


def area_bars(areas: Sequence[RankedArea]) -> list[BarRow]:
    return [
        BarRow(
            one.row.area.title,
            str(one.median),
            one.width,
            notes=(f"this site's own figure, {one.row.release.period}",) if one.row.release.is_own else (),
            address=f"?area={one.row.area.key}#by-area",
        )
        for one in areas
    ]


def share_bars(shares: Iterable) -> list[BarRow]:
    """How many of those who were asked named each level of education."""
    return [BarRow(one.level, one.share, one.width) for one in shares]

"""Pay of one career by state and metropolitan area, ranked, with the area that a visitor chose."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import QuerySet

from ..models import Area, AreaPay, Career, Occupation, Relation, Release
from ..models.figures import Amount
from .available import Available, available_to
from .charts import bar_widths
from .selection import Selection, by_code, codes_of, select

STATES_SHOWN = 5
# What a list of areas does not show.
UNRANKED = [column for column in AreaPay.pay_columns() if not column.endswith("_median")]


class UnknownArea(Exception):
    """The address names an area that no release has."""


@dataclass(frozen=True)
class RankedArea:
    """Pay of an area, with its median and the width of that as a bar."""

    row: AreaPay
    median: Amount
    width: str


@dataclass
class AreaSheet:
    rows: list[AreaPay]
    chosen: AreaPay | None = None
    chosen_area: Area | None = None
    within: list[AreaPay] = field(default_factory=list)
    is_held: bool = False

    @property
    def occupation(self) -> Occupation | None:
        return next((row.occupation for row in [self.chosen, *self.rows] if row), None)

    @cached_property
    def around(self) -> list[Area]:
        """The states that the chosen metropolitan area lies in."""
        if self.chosen_area is None or self.chosen_area.kind == Area.Kind.STATE:
            return []
        return [state for state in self.states if state.key in self.chosen_area.states.split()]

    @cached_property
    def states(self) -> list[Area]:
        """In the order of the alphabet."""
        return sorted((row.area for row in self.rows), key=lambda area: area.title)

    @cached_property
    def ranked(self) -> list[RankedArea]:
        return _ranked(self.rows)

    @property
    def best(self) -> list[RankedArea]:
        return self.ranked[:STATES_SHOWN]

    @property
    def others(self) -> list[RankedArea]:
        return self.ranked[STATES_SHOWN:]

    @cached_property
    def releases(self) -> list[Release]:
        """Of the rows that the page shows."""
        rows = [row for row in [self.chosen, *self.within, *([] if self.chosen else self.rows)] if row]
        return sorted({row.release_id: row.release for row in rows}.values(), key=lambda release: release.is_own)

    @cached_property
    def ranked_within(self) -> list[RankedArea]:
        return _ranked(self.within)

    @property
    def rank(self) -> int | None:
        """The place of the chosen state among all that have a median, from 1; equal medians share one.

        None where its median is top-coded: which of those states pays most, nobody knows.
        """
        amounts = {one.row.pk: one.median for one in self.ranked if one.median}
        mine = amounts.get(self.chosen.pk) if self.chosen else None
        if mine is None or mine.top_coded:
            return None
        return 1 + sum(1 for amount in amounts.values() if amount.value > mine.value)

    @property
    def ranked_count(self) -> int:
        return sum(1 for one in self.ranked if one.median)


def _ranked(rows: Sequence[AreaPay]) -> list[RankedArea]:
    """Highest first, those without a figure last."""
    hourly = not any(row.annual_median is not None for row in rows)
    amounts = [row.amount("hourly_median" if hourly else "annual_median") for row in rows]
    ranked = map(RankedArea, rows, amounts, bar_widths([amount.value for amount in amounts]))
    return sorted(ranked, key=lambda one: (one.median.value is None, -(one.median.value or 0), one.row.area.title))


def areas_of(career: Career, chosen: str = "", available: Available | None = None) -> AreaSheet | None:
    """None where no release by area covers the career. At most 5 queries, and 2 less where `available` is given.

    `chosen` is a state's postal abbreviation or a metropolitan area's code; UnknownArea when there is none such.
    """
    if career.occupation_id is None:
        return None
    available = available or available_to(career)
    # An older occupation's pay by area is of an older release, and of these only the live one is shown.
    codes = codes_of(career)

    def selected(figures: QuerySet[AreaPay]) -> Selection | None:
        return _select(available.live_rows(figures.select_related("area"), codes), codes)

    states = AreaPay.objects.filter(area__kind=Area.Kind.STATE)
    of_states = selected(states if chosen else states.defer(*UNRANKED))
    rows = of_states.not_held if of_states else []
    if not chosen:
        return AreaSheet(rows) if rows else None
    area = _area(chosen)
    if area.kind == Area.Kind.STATE:
        metropolitan = AreaPay.objects.filter(area__kind=Area.Kind.METROPOLITAN, area__states__contains=area.states)
        of_state = [row for row in of_states.rows if row.area_id == area.pk] if of_states else []
        found = replace(of_states, rows=of_state) if of_states else None
        within = selected(metropolitan.defer(*UNRANKED))
    else:
        found, within = selected(AreaPay.objects.filter(area=area)), None
    sheet = AreaSheet(rows, found.row if found else None, area, within.not_held if within else [])
    sheet.is_held = bool(found and found.rows and found.held)
    return sheet if rows or sheet.chosen or sheet.is_held else None


def _area(chosen: str) -> Area:
    for values in ({"kind": Area.Kind.STATE, "states": chosen.upper()}, {"code": chosen}):
        if area := Area.objects.filter(**values).first():
            return area
    raise UnknownArea(chosen)


def _select(rows, codes: dict[str, Relation]) -> Selection | None:
    """The rows of one occupation: one ranking must not mix a career's own figures with those of a wider group."""
    found = select(by_code(rows), codes)
    return replace(found, rows=_each_once(found.rows)) if found else None


def _each_once(rows: Sequence[AreaPay]) -> list[AreaPay]:
    """One row of each area: the first that is not held back, else the first."""
    areas: dict[int, AreaPay] = {}
    for row in rows:
        if row.area_id not in areas or (areas[row.area_id].held and not row.held):
            areas[row.area_id] = row
    return list(areas.values())

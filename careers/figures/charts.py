"""Geometry of the server-rendered drawings: positions in percent of the drawing's width, as SVG takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..models import Pay
from ..models.figures import Amount

HEADROOM = Decimal("1.06")
ROUND_PAY = 20_000


def percent(part, whole) -> str:
    return f"{100 * Decimal(part) / Decimal(whole):.2f}%" if whole else "0%"


@dataclass(frozen=True)
class Mark:
    """A point on a drawing with its label; `anchor` keeps the label inside the drawing."""

    x: str
    anchor: str
    amount: Amount


@dataclass(frozen=True)
class Bar:
    """From where to how far it reaches."""

    x: str
    width: str


NO_BAR = Bar("0%", "0%")


@dataclass(frozen=True)
class Column(Bar):
    """A bar that stands on the bottom line of the drawing, with its upper end `y` below the top."""

    y: str
    height: str


@dataclass(frozen=True)
class ScaledStrip(Bar):
    """Pay from the 10th to the 90th percentile, on the scale of others, with the place of its median."""

    median: str


@dataclass(frozen=True)
class PayStrip:
    """Pay from the 10th to the 90th percentile; parts are None where the publisher gave no figure."""

    low: Mark | None
    quarter: Mark | None
    median: Mark | None
    three_quarters: Mark | None
    high: Mark | None
    everyone: Mark | None
    whole: Bar | None
    middle: Bar | None
    open_ended: bool


def pay_strip(pay: Pay, everyone: Pay | None = None) -> PayStrip | None:
    """The strip of `pay`, on one scale from 0 with the median of all occupations; None with fewer than two figures."""
    amounts = pay.percentiles
    known = [amount for amount in amounts.values() if amount]
    if len(known) < 2:
        return None
    median_of_all = everyone.amount(f"{pay.basis}_median") if everyone else Amount(None)
    end = max(amount.value for amount in [*known, median_of_all] if amount) * HEADROOM
    if not end:
        return None

    def mark(amount: Amount) -> Mark | None:
        if not amount:
            return None
        place = Decimal(amount.value) / end
        # A long label reaches over a quarter of a phone's width to each side of its point.
        anchor = "end" if place > Decimal("0.75") else "start" if place < Decimal("0.25") else "middle"
        return Mark(percent(amount.value, end), anchor, amount)

    def span(first: Amount, last: Amount) -> Bar | None:
        if not (first and last):
            return None
        right = end if last.top_coded else last.value
        return Bar(percent(first.value, end), percent(right - first.value, end))

    return PayStrip(
        low=None if amounts["p10"].top_coded and amounts["median"] else mark(amounts["p10"]),
        quarter=mark(amounts["p25"]),
        median=mark(amounts["median"]),
        three_quarters=mark(amounts["p75"]),
        # A label for each top-coded figure would print the same words on the same spot.
        high=None if amounts["median"].top_coded else mark(amounts["p90"]),
        everyone=mark(median_of_all),
        whole=span(known[0], known[-1]),
        middle=span(amounts["p25"], amounts["p75"]),
        open_ended=known[-1].top_coded,
    )


def scale_end(pays: Sequence[Pay]) -> int:
    """A round amount that all annual strips end before."""
    highest = max((pay.annual_p90 or pay.annual_median for pay in pays), default=0)
    return (highest // ROUND_PAY + 1) * ROUND_PAY if highest else 0


def strips_on_one_scale(pays: Sequence[Pay], end: int | None = None) -> list[ScaledStrip]:
    """Of annual pay, on one scale from 0 to `end`."""
    if end is None:
        end = max((pay.annual_p90 or pay.annual_median for pay in pays), default=0) * HEADROOM
    strips = []
    for pay in pays:
        low, high = pay.annual_p10 or pay.annual_median, pay.annual_p90 or pay.annual_median
        strips.append(ScaledStrip(percent(low, end), percent(high - low, end), percent(pay.annual_median, end)))
    return strips


def bar_widths(values: Sequence[int | Decimal | None]) -> list[str]:
    """Widths of bars that start at 0, the longest full; a missing value has none.

    A tenth of a percent is less than a pixel of any bar, and a page may have a hundred of them.
    """
    longest = max((value for value in values if value is not None), default=0)
    return [f"{100 * value / longest:.1f}%" if value and longest else "0%" for value in values]


def growth_bars(values: Sequence[Decimal | None]) -> list[Bar]:
    """Bars on both sides of a common zero line."""
    low, reach = _growth_scale(values)
    return [
        Bar(percent(min(value, Decimal(0)) - low, reach), percent(abs(value), reach)) if value is not None else NO_BAR
        for value in values
    ]


def growth_zero(values: Sequence[Decimal | None]) -> str:
    """Where the bars of `values` have their zero line."""
    low, reach = _growth_scale(values)
    return percent(-low, reach)


def _growth_scale(values: Sequence[Decimal | None]) -> tuple[Decimal, Decimal]:
    known = [Decimal(0), *(value for value in values if value is not None)]
    return min(known), (max(known) - min(known)) or Decimal(1)


def columns(groups: Sequence[Sequence[int | None]], *, top: int | None = None) -> list[list[Column | None]]:
    """Columns side by side in each group, the groups side by side; `top` fills the height, or else the highest does.

    A missing value has no column.
    """
    top = top or max((value for group in groups for value in group if value is not None), default=0)
    whole = Decimal(100) / max(len(groups), 1)
    drawn = []
    for place, group in enumerate(groups):
        # A fifth of the group's width parts it from the next.
        width = whole * Decimal("0.8") / max(len(group), 1)
        left = whole * (place + Decimal("0.1"))
        drawn.append(
            [
                None
                if value is None
                else Column(
                    x=f"{left + width * number:.2f}%",
                    width=f"{width:.2f}%",
                    y=percent(top - value, top),
                    height=percent(value, top),
                )
                for number, value in enumerate(group)
            ]
        )
    return drawn

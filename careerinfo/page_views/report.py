"""What staff see of the views: the most viewed pages of a time, and how many views each day or week had."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from careers.figures.charts import Column, columns
from careers.models import PageView
from careers.models.page_views import PageViewQuerySet

from .names import names_of

PERIODS = (7, 30, 365)
USUAL = 30
SHOWN = 100


@dataclass(frozen=True)
class Kind:
    """Pages whose addresses begin alike."""

    name: str
    label: str
    begins: str


KINDS = (
    Kind("careers", "Careers", "/careers/"),
    Kind("fields", "Fields of work", "/fields/"),
    Kind("questions", "Questions", "/questions/"),
    Kind("rankings", "Rankings", "/rankings/"),
)
OTHERS = Kind("others", "Other pages", "")


@dataclass(frozen=True)
class Viewed:
    """A page; `share` is its bar's width beside that of the most viewed one."""

    page: str
    name: str
    times: int
    share: str

    @property
    def is_there(self) -> bool:
        """What is not public any more has no name."""
        return self.name != self.page


@dataclass(frozen=True)
class Span:
    """A day, or a week that begins with it."""

    day: date
    times: int


@dataclass(frozen=True)
class Report:
    pages: list[Viewed]
    page_count: int
    total: int
    spans: list[Span]
    bars: list[Column]
    is_weekly: bool

    @property
    def most(self) -> int:
        return max(span.times for span in self.spans)


def views(days: int, kind: str = "") -> PageViewQuerySet:
    """Those of the last `days`, of the kind of that name or of all."""
    lately = PageView.objects.lately(days)
    if kind == OTHERS.name:
        return lately.exclude(_any_of(*KINDS))
    chosen = [one for one in KINDS if one.name == kind]
    return lately.filter(_any_of(*chosen)) if chosen else lately


def report_of(days: int, kind: str = "") -> Report:
    """3 queries, and up to 4 for the names of the pages."""
    chosen = views(days, kind)
    pages = viewed(chosen, SHOWN)
    by_day = dict(chosen.order_by().values_list("day").annotate(Sum("count")))
    spans = _spans(by_day, days)
    return Report(
        pages=pages,
        page_count=chosen.order_by().values("page").distinct().count(),
        total=sum(by_day.values()),
        spans=spans,
        bars=[bar for (bar,) in columns([[span.times] for span in spans])],
        is_weekly=_length(days) > 1,
    )


def viewed(chosen: PageViewQuerySet, most: int | None = None) -> list[Viewed]:
    """The most viewed first."""
    found = list(chosen.most_viewed()[:most])
    names = names_of([row["page"] for row in found])
    return [
        Viewed(row["page"], names[row["page"]], row["times"], f"{100 * row['times'] / found[0]['times']:.1f}%")
        for row in found
    ]


def _any_of(*kinds: Kind) -> Q:
    found = Q()
    for kind in kinds:
        found |= Q(page__startswith=kind.begins)
    return found


def _length(days: int) -> int:
    """Of a span, so that a phone has room for all of them."""
    return 7 if days > 60 else 1


def _spans(by_day: dict[date, int], days: int) -> list[Span]:
    length, today = _length(days), timezone.localdate()
    # Each is whole, and the last ends today.
    begins = [today - timedelta(days=length * back - 1) for back in range(days // length, 0, -1)]
    return [Span(day, sum(by_day.get(day + timedelta(days=more), 0) for more in range(length))) for day in begins]

"""Browsing careers: filters whose counts stay right together, orders, and the way back out of an empty result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse

from ..figures.job_zones import job_zones
from ..models import Career, Field, Release
from ..models.outlook import EntryEducation
from .counts import Counts, Criterion

ON_A_PAGE = 24
NEAR = 6
# Words may match more careers than anybody reads; the best of them are what filters narrow.
SORTS = {
    "relevance": "Best match",
    "title": "Title, A to Z",
    "pay": "Highest median pay",
    "growth": "Fastest growth",
    "openings": "Most openings",
}
INTERESTS = ["Realistic", "Investigative", "Artistic", "Social", "Enterprising", "Conventional"]


@dataclass
class Option:
    value: str
    label: str
    criterion: Criterion
    chosen: bool = False
    count: int = 0
    address: str = ""


@dataclass
class Filter:
    """One group of options; of `many` any number may be chosen, else one (boundaries, such as at least $60,000)."""

    name: str
    label: str
    options: list[Option]
    many: bool = True
    # How many careers there would be without this filter.
    total: int = 0

    @property
    def has_short_labels(self) -> bool:
        """Whether a choice needs the filter's name beside it: "10% or more" of what?"""
        return self.name not in ("field", "education")

    @property
    def is_offered(self) -> bool:
        """Fields without a career are left out, and so is the filter where that leaves none, or has none at all."""
        if self.name != "field":
            return bool(self.options)
        return any(option.count or option.chosen for option in self.options)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]

    @property
    def condition(self) -> Q:
        condition = Q()
        for option in self.chosen:
            condition |= option.criterion.condition
        return condition


@dataclass
class Browsing:
    """What a visitor asked for in an address. `found` are ids of careers, best match first, if there were words;
    `chosen` are the careers to be compared, which every address on the page carries on."""

    data: QueryDict
    found: Sequence[int] | None = None
    chosen: Sequence[Career] = ()
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.filters = _filters(self.data.getlist("field"))
        for one in self.filters:
            asked = [value for value in self.data.getlist(one.name) if value]
            if not one.many:
                asked = asked[-1:]
            known = {option.value for option in one.options}
            self.problems += [f"“{value[:40]}” is no choice of “{one.label}”." for value in asked if value not in known]
            for option in one.options:
                option.chosen = option.value in asked
        default = "title" if self.found is None else "relevance"
        self.sort = self.data.get("sort") or default
        if self.sort not in self.sorts:
            if self.sort not in SORTS:
                self.problems.append(f"“{self.sort[:40]}” is no order.")
            self.sort = default
        self._count()

    @cached_property
    def sorts(self) -> dict[str, str]:
        return {name: label for name, label in SORTS.items() if name != "relevance" or self.found is not None}

    @property
    def fields(self) -> list[Option]:
        return self.filters[0].options

    @property
    def active(self) -> list[tuple[Filter, Option]]:
        return [(one, option) for one in self.filters for option in one.chosen]

    @cached_property
    def _base(self):
        careers = Career.objects.published()
        return careers if self.found is None else careers.filter(pk__in=self.found)

    @property
    def _condition(self) -> Q:
        """What a career must fit."""
        condition = Q()
        for one in self._used:
            condition &= one.condition
        return condition

    def _criteria(self, without: Filter | None = None) -> list[list[Criterion]]:
        """The same of all filters in use but one: of each, a career must fit one criterion."""
        return [[option.criterion for option in one.chosen] for one in self._used if one is not without]

    def _count(self) -> None:
        """Count each option among the careers that all other filters leave. 1 query."""
        counts = Counts(self.found)
        counts.add([])
        counts.add(self._criteria())
        for one in self.filters:
            others = self._criteria(without=one)
            counts.add(others)
            for option in one.options:
                counts.add([*others, [option.criterion]])
        counted = iter(counts.read())
        searched, self.total = next(counted), next(counted)
        # Whether the words find nothing, whatever the filters.
        self.finds_nothing = self.found is not None and not searched
        for one in self.filters:
            one.total = next(counted)
            for option in one.options:
                option.count = next(counted)
            for option in one.chosen:
                option.address = self.address(drop=(one.name, option.value))

    @cached_property
    def _used(self) -> list[Filter]:
        return [one for one in self.filters if one.chosen]

    @property
    def looser(self) -> list[tuple[str, int, str]]:
        """(filter, careers without it, address), where there is nothing with it: the largest first."""
        ways = [(one.label, one.total, self.address(drop=(one.name, None))) for one in self._used if one.total]
        return sorted(ways, key=lambda way: -way[1])

    @property
    def wordless(self) -> str:
        """The address of all careers that fit the filters."""
        return self.address(drop=("q", None))

    @cached_property
    def near(self) -> list[Career]:
        """Where nothing fits all filters: careers that fit the most of them. 1 query."""
        if self.total or self.finds_nothing or not self._used:
            return []
        fitting = sum((Case(When(one.condition, then=1), default=0) for one in self._used), Value(0))
        careers = self._base.with_listing().annotate(fitting=fitting).filter(fitting__gt=0)
        if self.sort == "relevance":
            return sorted(careers, key=lambda career: (-career.fitting, self._places[career.pk]))[:NEAR]
        return list(careers.order_by("-fitting", *_order(self.sort))[:NEAR])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {pk: place for place, pk in enumerate(self.found)}

    def address(
        self,
        *,
        drop: tuple[str, str | None] | None = None,
        page: int | None = None,
        unchosen: Career | None = None,
    ) -> str:
        """The query string of what is asked for, without one choice (or one whole filter, or the words, or one career
        to be compared), or of another page."""
        query = QueryDict(mutable=True)
        if self.data.get("q") and drop != ("q", None):
            query["q"] = self.data["q"]
        for one in self.filters:
            values = [option.value for option in one.chosen if drop not in ((one.name, option.value), (one.name, None))]
            if values:
                query.setlist(one.name, values)
        if self.data.get("sort") in self.sorts:
            query["sort"] = self.data["sort"]
        if page and page > 1:
            query["page"] = str(page)
        _choose(query, [career for career in self.chosen if career != unchosen])
        return f"?{query.urlencode()}"

    @property
    def to_compare(self) -> list[tuple[Career, str]]:
        """Each chosen career with the address of this page without it."""
        page = self.page.number if self.total else None
        return [(career, self.address(page=page, unchosen=career)) for career in self.chosen]

    @property
    def releases(self) -> list[Release]:
        """Where the figures on this page of results come from, each once."""
        return releases_of(self.page if self.total else self.near)

    @property
    def text_release(self) -> Release | None:
        """The O*NET release that has text of careers on this page, if one does."""
        listing = [getattr(career, "listing", None) for career in (self.page if self.total else self.near)]
        return next((one.profile.release for one in listing if one and one.profile), None)

    @cached_property
    def page(self) -> Page:
        """The careers of the page asked for. At most 2 queries."""
        careers, shown = self._base.filter(self._condition), Career.objects.published().with_listing()
        if self.sort == "relevance":
            ordered = sorted(careers.values_list("pk", flat=True), key=self._places.__getitem__)
            page = Paginator(ordered, ON_A_PAGE).get_page(self.data.get("page"))
            page.object_list = shown.in_order_of(page.object_list)
            return page
        order = _order(self.sort)
        paginator = Paginator(careers.order_by(*order).values("pk"), ON_A_PAGE)
        # The counting query has counted them already.
        paginator.count = self.total
        page = paginator.get_page(self.data.get("page"))
        # To order all careers with all that a row shows takes longer than to order them and then those of a page.
        page.object_list = shown.filter(pk__in=page.object_list).order_by(*order)
        return page


def list_address(chosen: Iterable[Career] = (), **asked: str) -> str:
    """The list of what is `asked` (such as q="nurse"), with the careers that are chosen to be compared."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    _choose(query, chosen)
    return f"{reverse('careers:list')}?{query.urlencode()}" if query else reverse("careers:list")


def releases_of(careers: Iterable[Career]) -> list[Release]:
    """Where the figures in a list of `careers` come from, each once."""
    # A career that was restored from a dump has no facts before the next `migrate`.
    listing = [career.listing for career in careers if hasattr(career, "listing")]
    rows = [row for one in listing for row in (one.pay, one.outlook) if row]
    return list({row.release_id: row.release for row in rows}.values())


def _choose(query: QueryDict, careers: Iterable[Career]) -> None:
    for career in careers:
        query.appendlist("c", career.slug)


def _order(sort: str) -> list:
    by_title = [Lower("title"), "pk"]
    column = {"pay": "annual_median", "growth": "growth", "openings": "openings"}.get(sort)
    return [F(f"listing__{column}").desc(nulls_last=True), *by_title] if column else by_title


def _is(column: str, value: object) -> Criterion:
    return Criterion(column, "exact", value)


def _filters(fields_asked: list[str]) -> list[Filter]:
    # An address that somebody keeps stays good while its field has no published career.
    fields = [one for one in Field.objects.with_counts() if one.career_count or one.slug in fields_asked]
    return [
        Filter(
            "field",
            "Field of work",
            [Option(one.slug, one.title, Criterion("field", "exact", one.pk)) for one in fields],
        ),
        Filter(
            "education",
            "Entry-level education",
            [
                Option(value, label, Criterion("entry_education", "exact", value))
                for value, label in EntryEducation.choices
            ],
        ),
        *_boundaries(),
        Filter(
            "zone",
            "Preparation (job zone)",
            [Option(str(zone.number), zone.label, _is("job_zone", zone.number)) for zone in job_zones()],
        ),
        Filter(
            "interest",
            "Interests",
            [Option(name[0], name, Criterion("interests", "contains", name[0])) for name in INTERESTS],
        ),
    ]


def _boundaries() -> list[Filter]:
    """Filters by a figure, of which one boundary at a time may be chosen."""
    pay = [
        Option(str(floor), f"${floor:,} or more", Criterion("annual_median", "gte", floor))
        for floor in (40_000, 60_000, 80_000, 100_000, 150_000)
    ]
    growth = [
        *(Option(str(floor), f"{floor}% or more", Criterion("growth", "gte", floor)) for floor in (15, 10, 5)),
        Option("0", "Not shrinking", Criterion("growth", "gte", 0)),
        Option("shrinking", "Shrinking", Criterion("growth", "lt", 0)),
    ]
    openings = [
        Option(str(floor), f"{floor:,} or more", Criterion("openings", "gte", floor))
        for floor in (1_000, 10_000, 50_000, 100_000)
    ]
    return [
        Filter("pay", "Median annual pay", pay, many=False),
        Filter("growth", "Growth", growth, many=False),
        Filter("openings", "Openings a year", openings, many=False),
    ]

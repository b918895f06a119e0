"""Browsing careers: filters whose counts stay right together, orders, and the way back out of an empty result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Exists, QuerySet
from django.http import QueryDict
from django.urls import reverse

from ..figures.job_zones import job_zones
from ..figures.work_life import SETTINGS
from ..models import Career, CareerListing, Field, Release
from ..models.outlook import EntryEducation
from ..models.publication import is_public
from ..models.written_once import WrittenOnce
from .counts import Counts, Criterion, fitting, nearly_fitting
from .listed import listed, listed_in_order

ON_A_PAGE = 24
NEAR = 6
# Words may match more careers than anybody reads; the best of them are what filters narrow.
SORTS = {
    "relevance": "Best match",
    "jobs": "Most jobs",
    "title": "Title, A to Z",
    "pay": "Highest median pay",
    "growth": "Fastest growth",
    "openings": "Most openings",
}
# With each field, whether any public career has a work setting: without a release that tells, none has.
_FIELDS = WrittenOnce(Field, lambda: Field.objects.values_list("pk", "slug", "title", Exists(_WITH_SETTING)))
_WITH_SETTING = CareerListing.objects.filter(is_public("career__")).exclude(settings="")
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
        return self.name not in ("field", "education", "demand")

    @property
    def is_offered(self) -> bool:
        """Fields without a career are left out, and so is the filter where that leaves none, or has none at all.

        What is in demand is offered where a list of that is loaded.
        """
        if self.name not in ("field", "demand"):
            return bool(self.options)
        return any(option.count or option.chosen for option in self.options)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


@dataclass(frozen=True)
class ActiveOption:
    """A choice in use, with the filter that it is of."""

    filter: Filter
    option: Option


@dataclass(frozen=True)
class Loosened:
    """What there is without the filter of this name: how many careers, and where."""

    label: str
    total: int
    address: str


@dataclass(frozen=True)
class CareerLink:
    """A career, with the address of a page that has it among those to be compared, or no more."""

    career: Career
    address: str


@dataclass
class Browsing:
    """What a visitor asked for in an address. `found` are ids of careers, best match first, if there were words;
    `chosen` are the careers to be compared, which every address on the page carries on."""

    data: QueryDict
    found: Sequence[int] | None = None
    chosen: Sequence[Career] = ()
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.filters = all_filters()
        for one in self.filters:
            asked = [value for value in self.data.getlist(one.name) if value]
            if not one.many:
                asked = asked[-1:]
            known = {option.value for option in one.options}
            self.problems += [
                f"We couldn't find “{value[:40]}” under “{one.label}”, so we ignored it."
                for value in asked
                if value not in known
            ]
            for option in one.options:
                option.chosen = option.value in asked
        default = "jobs" if self.found is None else "relevance"
        self.sort = self.data.get("sort") or default
        if self.sort not in self.sorts:
            if self.sort not in SORTS:
                self.problems.append(f"We can't sort by “{self.sort[:40]}”, so we ignored it.")
            self.sort = default
        self._count()

    @cached_property
    def sorts(self) -> dict[str, str]:
        return {name: label for name, label in SORTS.items() if name != "relevance" or self.found is not None}

    @property
    def fields(self) -> QuerySet[Field]:
        return Field.objects.with_published_counts()

    @property
    def active(self) -> list[ActiveOption]:
        return [ActiveOption(one, option) for one in self.filters for option in one.chosen]

    def _criteria(self, without: Filter | None = None) -> list[list[Criterion]]:
        """Of each filter in use, but one, the criteria: a career must fit one of them."""
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
                option.address = self.address(without=one.name, value=option.value)

    @cached_property
    def _used(self) -> list[Filter]:
        return [one for one in self.filters if one.chosen]

    @property
    def looser(self) -> list[Loosened]:
        """Of each filter, where there is nothing with it: the largest first."""
        ways = [Loosened(one.label, one.total, self.address(without=one.name)) for one in self._used if one.total]
        return sorted(ways, key=lambda way: -way.total)

    @property
    def wordless(self) -> str:
        """The address of all careers that fit the filters."""
        return self.address(without="q")

    @cached_property
    def near(self) -> list[Career]:
        """Where nothing fits all filters: careers that fit the most of them. 2 queries."""
        if self.total or self.finds_nothing or not self._used:
            return []
        if self.sort == "relevance":
            found = nearly_fitting(self.found, self._criteria())
            found.sort(key=lambda one: (-one.groups, self._places[one.pk]))
        else:
            found = nearly_fitting(self.found, self._criteria(), self.sort)
        return listed(one.pk for one in found[:NEAR])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {pk: place for place, pk in enumerate(self.found)}

    def address(
        self,
        *,
        without: str = "",
        value: str | None = None,
        page: int | None = None,
        unchosen: Career | None = None,
    ) -> str:
        """The query string of what is asked for, without the words ("q"), a filter or one `value` of that, or without
        one career to be compared, or of another page."""
        query = QueryDict(mutable=True)
        if self.data.get("q") and without != "q":
            query["q"] = self.data["q"]
        for one in self.filters:
            kept = [option for option in one.chosen if one.name != without or value not in (None, option.value)]
            values = [option.value for option in kept]
            if values:
                query.setlist(one.name, values)
        if self.data.get("sort") in self.sorts:
            query["sort"] = self.data["sort"]
        if page and page > 1:
            query["page"] = str(page)
        _choose(query, [career for career in self.chosen if career != unchosen])
        return f"?{query.urlencode()}"

    @property
    def to_compare(self) -> list[CareerLink]:
        """Each chosen career with the address of this page without it."""
        page = self.page.number if self.total else None
        return [CareerLink(career, self.address(page=page, unchosen=career)) for career in self.chosen]

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
        # The counting query has counted them already.
        page = Paginator(range(self.total), ON_A_PAGE).get_page(self.data.get("page"))
        first = page.start_index() - 1
        if self.sort == "relevance":
            ordered = sorted(fitting(self.found, self._criteria()).ids, key=self._places.__getitem__)
            page.object_list = listed(ordered[first : first + ON_A_PAGE])
        else:
            chosen = fitting(self.found, self._criteria(), self.sort, first=first, most=ON_A_PAGE)
            page.object_list = listed_in_order(chosen)
        return page


def list_address(chosen: Iterable[Career] = (), **asked: str) -> str:
    """The list of what is `asked` (such as q="nurse"), with the careers that are chosen to be compared."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    _choose(query, chosen)
    return f"{reverse('careers:list')}?{query.urlencode()}" if query else reverse("careers:list")


def page_address(page: int, chosen: Iterable[Career]) -> str:
    """Another page of the same list, with the careers that are chosen to be compared."""
    query = QueryDict(mutable=True)
    query["page"] = str(page)
    _choose(query, chosen)
    return f"?{query.urlencode()}"


def releases_of(careers: Iterable[Career]) -> list[Release]:
    """Where the figures in a list of `careers` come from, each once."""
    # A career that was restored from a dump has no facts before the next `migrate`.
    listing = [career.listing for career in careers if hasattr(career, "listing")]
    rows = [row for one in listing for row in (one.pay, one.outlook) if row]
    return list({row.release_id: row.release for row in rows}.values())


def _choose(query: QueryDict, careers: Iterable[Career]) -> None:
    for career in careers:
        query.appendlist("c", career.slug)


def _is(column: str, value: object) -> Criterion:
    return Criterion(column, "exact", value)


def all_filters() -> list[Filter]:
    """Every filter that the list can have, with nothing chosen. 2 queries."""
    fields = _FIELDS.rows()
    return [
        Filter(
            "field",
            "Field of work",
            [Option(slug, title, _is("field", pk)) for pk, slug, title, _ in fields],
        ),
        Filter(
            "education",
            "Entry-level education",
            [Option(value, label, _is("entry_education", value)) for value, label in EntryEducation.choices],
        ),
        *_boundaries(),
        Filter("demand", "In demand here", [Option("yes", "Listed as in demand", Criterion("in_demand", "gt", ""))]),
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
        Filter("setting", "Work setting", _settings() if any(has_setting for *_, has_setting in fields) else []),
    ]


def _settings() -> list[Option]:
    return [
        Option(setting.code, setting.label, Criterion("settings", "contains", setting.code)) for setting in SETTINGS
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
        Filter("openings", "Openings per year", openings, many=False),
    ]

"""Browsing careers: filters whose counts stay right together, orders, and the way back out of an empty result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from ..models import Career, Field, Release
from .choices import Filter, Option
from .counts import Counts, Criterion, fitting, nearly_fitting
from .listed import listed, listed_in_order
from .wishes import NOTHING_UNDERSTOOD, Understanding, Understood

ON_A_PAGE = 24
# In an address: the wishes that are words to this visitor.
AS_WORDS = "words"
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


@dataclass(frozen=True)
class TakenOff:
    """A wish as the page says it, and the page's address where its words are words again."""

    wish: Understood
    address: str


@dataclass
class Browsing:
    """What a visitor asked for in an address. `filters` are the site's; `found` are ids of careers, best match first,
    if there were words; `chosen` are the careers to be compared, which every address on the page carries on; of what
    was `understood` only counts what the visitor did not choose otherwise."""

    data: QueryDict
    filters: list[Filter]
    found: Sequence[int] | None = None
    chosen: Sequence[Career] = ()
    understood: Understanding = NOTHING_UNDERSTOOD
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for one in self.filters:
            asked = [value for value in self.data.getlist(one.name) if value]
            if not asked and (wished := self.understood.filters.get(one.name)):
                asked, one.understood = wished, True
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
        return [ActiveOption(one, option) for one in self.filters if not one.understood for option in one.chosen]

    @property
    def narrowed(self) -> bool:
        """Whether any filter counts, chosen or understood."""
        return bool(self._used)

    @property
    def wishes(self) -> list[TakenOff]:
        """What was understood and holds, with the way back."""
        names = {one.name for one in self.filters if one.understood}
        held = [wish for wish in self.understood.wishes if not wish.filter or wish.filter in names]
        return [TakenOff(wish, self.address(as_words=[wish.key])) for wish in held]

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
        as_words: Iterable[str] = (),
    ) -> str:
        """The query string of what is asked for, without the words ("q"), a filter or one `value` of that, or without
        one career to be compared, or of another page. What was understood stands in the words, or in `as_words`."""
        query = QueryDict(mutable=True)
        if self.data.get("q") and without != "q":
            query["q"] = self.data["q"]
            literal = [*self.data.getlist(AS_WORDS), *as_words]
            if without in self.understood.filters:
                literal += self.understood.keys_for(without)
            query.setlist(AS_WORDS, list(dict.fromkeys(literal)))
        for one in self.filters:
            if one.understood and without != "q":
                continue
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

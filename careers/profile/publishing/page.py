"""A career's page as rules look at it, and what they must know of the rest of the site, read once for all."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from ...models import (
    Career,
    CareerCredential,
    CareerListing,
    CheckedLink,
    Credential,
    OnetProfile,
    Release,
    Source,
    data_sets,
)
from ...models.rules import name_key


@dataclass(frozen=True)
class Other:
    """Another career, as far as rules ask for it."""

    pk: int
    title: str
    occupation: int | None
    is_public: bool


@dataclass(frozen=True)
class Released:
    """What the live release says first of an occupation, and whether it says what the work is at all."""

    lead: str = ""
    is_described: bool = False


NOTHING_RELEASED = Released()


@dataclass(frozen=True, kw_only=True)
class Site:
    """What rules must know beside the career itself."""

    by_name: Mapping[str, Sequence[Other]]
    by_occupation: Mapping[int, Sequence[Other]]
    known_codes: frozenset[str]
    released: Mapping[str | None, Released]
    onet: Release | None
    # Addresses that lead nowhere, with what was found; and the credentials whose own these are.
    broken: Mapping[str, str]
    broken_credentials: Mapping[int, Credential]
    # By career, the row of figures that lists show.
    figures: Mapping[int, CareerListing]

    def release_without(self, code: str) -> Release | None:
        return None if code in self.known_codes else self.onet


@dataclass(frozen=True, kw_only=True)
class Page:
    """A career with what stands in its lists; `related` are ids."""

    career: Career
    tasks: Sequence[str] = ()
    sources: Sequence[Source] = ()
    credentials: Sequence[CareerCredential] = ()
    related: Sequence[int] = ()
    site: Site

    @property
    def released(self) -> Released:
        return self.site.released.get(self.career.onet_code, NOTHING_RELEASED)

    @cached_property
    def texts(self) -> dict[str, str]:
        """What editors wrote in Markdown, by field."""
        texts = {name: getattr(self.career, name) for name in ("description", "education", "licensure", "outlook")}
        return {name: text for name, text in texts.items() if text.strip()}


def site_of(careers: Iterable[Career]) -> Site:
    """7 queries at most, however many careers there are."""
    careers = list(careers)
    by_name, by_occupation = defaultdict(list), defaultdict(list)
    for other in _others():
        by_name[name_key(other.title)].append(other)
        by_occupation[other.occupation].append(other)
    codes = {career.onet_code for career in careers if career.onet_code}
    known, released = _released(codes) if codes else (frozenset(), {})
    onet = Release.objects.live().filter(data_set=data_sets.ONET).first() if codes - known else None
    broken = dict(CheckedLink.objects.broken().order_by().values_list("url", "says"))
    return Site(
        by_name=by_name,
        by_occupation=by_occupation,
        known_codes=known,
        released=released,
        onet=onet,
        broken=broken,
        broken_credentials=_credentials_with(broken),
        figures=_figures_of(careers),
    )


def _released(codes: Collection[str]) -> tuple[frozenset[str], dict[str, Released]]:
    """Which of the codes any release has, and by code what the live one says.

    To read all that a release says of many takes long, and is needed only of those without a summary.
    """
    profiles = OnetProfile.objects.filter(code__in=codes).order_by()
    rows = list(profiles.values_list("code", "release__state", "summary"))
    live = {code: summary for code, state, summary in rows if state == Release.State.LIVE}
    found = {code: Released(lead, is_described=True) for code, lead in live.items() if lead}
    if found.keys() < live.keys():
        without = profiles.filter(release__state=Release.State.LIVE, summary="")
        for code, data in without.values_list("code", "data"):
            found[code] = Released(is_described=bool(data.get("description") or data.get("tasks")))
    return frozenset(code for code, *_ in rows), found


def _others() -> Iterable[Other]:
    rows = Career.objects.order_by().values_list("pk", "title", "occupation", "status")
    return (Other(pk, title, occupation, status == Career.Status.PUBLISHED) for pk, title, occupation, status in rows)


def _credentials_with(broken: Mapping[str, str]) -> dict[int, Credential]:
    if not broken:
        return {}
    theirs = Q(url__in=broken) | Q(organization__url__in=broken)
    return {one.pk: one for one in Credential.objects.filter(theirs).select_related("organization")}


def _figures_of(careers: Iterable[Career]) -> dict[int, CareerListing]:
    listed = CareerListing.objects.filter(career__in=[career.pk for career in careers])
    listed = listed.select_related("pay__release", "outlook__release")
    return {row.pk: row for row in listed.only("pk", "pay", "outlook")}

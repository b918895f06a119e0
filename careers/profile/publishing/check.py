"""Asks every rule about careers: stored ones, as many as there are, or one as a document of it has it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from ...models import AcceptedWarning, Career
from .findings import Finding, Level, registered
from .page import Page, Released, Site, site_of

LISTS = ("tasks", "sources", "careercredentials")


@dataclass(frozen=True)
class Edited:
    """A career that is not stored so: with these rows of its lists, and these related careers."""

    career: Career
    lists: Mapping[str, Sequence]
    related: Collection[int]


def findings_of(careers: Collection[Career]) -> dict[int, list[Finding]]:
    """By career, what is found of it as it is stored, errors first. At most 14 queries, however many there are."""
    careers = list(careers)
    prefetch_related_objects(careers, "occupation", *LISTS)
    site, related = site_of(careers), _related(careers)
    pages = {}
    for career in careers:
        lists = {name: list(getattr(career, name).all()) for name in LISTS}
        pages[career.pk] = _page(career, lists, related[career.pk], site)
    return {pk: _findings(page) for pk, page in pages.items()}


def findings_of_edited(edited: Collection[Edited], site: Site) -> dict[int, list[Finding]]:
    """The same of careers that are not stored so, by what is known of the site (see `site_of`)."""
    return {one.career.pk: _findings(_page(one.career, one.lists, one.related, site)) for one in edited}


def refused(careers: Collection[Career]) -> dict[int, list[Finding]]:
    """By career, the errors of those that a release says enough of, live now or soon; others are left out.

    At most 9 queries, however many there are.
    """
    careers = list(careers)
    described = {career.onet_code: Released(is_described=True) for career in careers}
    site, related = replace(site_of(careers), released=described), _related(careers)
    rules = [rule for rule in registered() if rule.level is Level.ERROR]
    found = {}
    for career in careers:
        page = Page(career=career, related=related[career.pk], site=site)
        found[career.pk] = [finding for rule in rules for finding in rule.findings(page)]
    return {pk: errors for pk, errors in found.items() if errors}


def accepted_of(careers: Collection[Career]) -> dict[int, dict[str, AcceptedWarning]]:
    """By career, the warnings that staff published it despite, by the key of what was found. 1 query."""
    accepted = defaultdict(dict)
    for one in AcceptedWarning.objects.filter(career__in=[career.pk for career in careers]):
        accepted[one.career_id][one.finding] = one
    return accepted


def _page(career: Career, lists: Mapping, related: Collection[int], site: Site) -> Page:
    return Page(
        career=career,
        tasks=[task.text for task in lists["tasks"]],
        sources=lists["sources"],
        credentials=lists["careercredentials"],
        related=related,
        site=site,
    )


def _findings(page: Page) -> list[Finding]:
    return [finding for rule in registered() for finding in rule.findings(page)]


def _related(careers: Iterable[Career]) -> dict[int, list[int]]:
    links = Career.related.through.objects.filter(from_career__in=[career.pk for career in careers])
    related = defaultdict(list)
    for career, other in links.values_list("from_career", "to_career"):
        related[career].append(other)
    return related

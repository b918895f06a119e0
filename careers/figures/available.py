"""What figures of a career can be of: the releases that visitors may see, and the occupations that stand for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import ALL_OCCUPATIONS, Career, Occupation, Release
from ..models.data_sets import names_of
from ..models.figures import Figure
from .selection import codes_of


@dataclass(frozen=True)
class Available:
    """Fetched once, and shared by all rows of a page: a hundred rows are of five releases and two occupations."""

    # {SOC code: relation} of the occupations that may stand for the career, the closest first.
    codes: dict[str, str]
    occupations: dict[int, Occupation]
    releases: dict[int, Release]

    def rows(self, figures: QuerySet[Figure], codes: Iterable[str], *, only_live: bool = False) -> list[Figure]:
        """Those of `figures` that are of the occupations of `codes`, held ones too. 1 query.

        Newest first; of one day the site's own come first, as they were made to stand in the publisher's place.
        """
        wanted, data_sets = set(codes), names_of(figures.model)
        releases = [
            release
            for release in self.releases.values()
            if release.data_set in data_sets and (release.is_live or not only_live)
        ]
        occupations = [pk for pk, occupation in self.occupations.items() if occupation.code in wanted]
        rows = list(figures.filter(release__in=[release.pk for release in releases], occupation__in=occupations))
        for row in rows:
            row.release, row.occupation = self.releases[row.release_id], self.occupations[row.occupation_id]
        return sorted(rows, key=_precedence)


def available_to(career: Career) -> Available:
    """2 queries."""
    own = career.occupation
    is_older = Exists(Occupation.predecessors.through.objects.filter(from_occupation=own, to_occupation=OuterRef("pk")))
    found = Occupation.objects.annotate(is_older=is_older)
    found = list(found.filter(Q(is_older=True) | Q(code__in=[own.code, *own.broader_codes, ALL_OCCUPATIONS])))
    codes = codes_of(career, [occupation.code for occupation in found if occupation.is_older])
    releases = Release.objects.shown().in_bulk()
    return Available(codes, {occupation.pk: occupation for occupation in found}, releases)


def _precedence(row: Figure) -> tuple:
    release = row.release
    return -release.as_of.toordinal(), not release.is_own, -release.pk, row.pk

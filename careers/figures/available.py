"""What figures of a career can be of: the releases that visitors may see, and the occupations it may show them of."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from ..models import ALL_OCCUPATIONS, Career, Occupation, Relation, Release
from ..models.data_sets import names_of
from ..models.figures import Figure
from ..models.written_once import marks, rows_of, rows_where
from .selection import codes_of


@dataclass(frozen=True)
class Available:
    """Fetched once, and shared by all rows of a page: a hundred rows are of five releases and two occupations."""

    # By the SOC code of each occupation whose figures the career may show, the best match first.
    codes: dict[str, Relation]
    occupations: dict[int, Occupation]
    releases: dict[int, Release]

    def rows(self, model: type[Figure], codes: Iterable[str]) -> list[Figure]:
        """All that shown releases have for the occupations of `codes`, held rows too. 1 query.

        Newest first; of one day the site's own come first, as they were made to stand in the publisher's place.
        """
        found = rows_of(model, release=self._releases_of(model), occupation=self._occupations_of(codes))
        return self._joined(found)

    def live_rows(self, figures: QuerySet[Figure], codes: Iterable[str]) -> list[Figure]:
        """The same of `figures` that are of live releases. 1 query, none without such a release."""
        releases = [pk for pk in self._releases_of(figures.model) if self.releases[pk].is_live]
        if not releases:
            return []
        return self._joined(figures.filter(release__in=releases, occupation__in=self._occupations_of(codes)))

    def live_release(self, *data_sets: str) -> Release | None:
        return next((one for one in self.releases.values() if one.is_live and one.data_set in data_sets), None)

    def _releases_of(self, model: type[Figure]) -> list[int]:
        data_sets = names_of(model)
        return [pk for pk, release in self.releases.items() if release.data_set in data_sets]

    def _occupations_of(self, codes: Iterable[str]) -> list[int]:
        wanted = set(codes)
        return [pk for pk, occupation in self.occupations.items() if occupation.code in wanted]

    def _joined(self, rows: Iterable[Figure]) -> list[Figure]:
        found = list(rows)
        for row in found:
            row.release, row.occupation = self.releases[row.release_id], self.occupations[row.occupation_id]
        return sorted(found, key=_precedence)


def available_to(career: Career) -> Available:
    """2 queries."""
    own = career.occupation
    todays = [own.code, *own.broader_codes, ALL_OCCUPATIONS]
    links = Occupation.predecessors.through._meta.db_table
    older = f"SELECT to_occupation_id FROM {links} WHERE from_occupation_id = %s"  # noqa: S608
    found = list(rows_where(Occupation, f"code IN ({marks(todays)}) OR id IN ({older})", [*todays, own.pk]))
    codes = codes_of(career, [occupation.code for occupation in found if occupation.code not in todays])
    releases = {release.pk: release for release in rows_of(Release, state=Release.SHOWN)}
    return Available(codes, {occupation.pk: occupation for occupation in found}, releases)


def _precedence(row: Figure) -> tuple:
    release = row.release
    return -release.as_of.toordinal(), not release.is_own, -release.pk, row.pk

"""Which of a release's figures a career shows: its own occupation's, else a wider group's, else an older edition's.

Page, lists, areas, change log and review all ask here, so that they speak of the same figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Value

from ..models import Career, Occupation, Relation, Release
from ..models.occupation import broader_codes, counts_others


@dataclass(frozen=True)
class Selection:
    """All that one release has for the occupation of `code`, the held rows too."""

    code: str
    relation: Relation
    rows: Sequence

    @property
    def not_held(self) -> list:
        return [row for row in self.rows if not row.held]

    @property
    def held(self) -> bool:
        """Whether staff hold all of it back: the release then has nothing for the career, of no wider group either."""
        return not self.not_held

    @property
    def row(self):
        return next(iter(self.not_held), None)


class Coded(NamedTuple):
    """What tells which rows of releases a career shows, read of many at once.

    `predecessors` are the codes of the occupations that its own came out of.
    """

    pk: int
    title: str
    onet_code: str | None
    soc_code: str | None
    predecessors: tuple[str, ...] = ()
    figures_are_wider: bool = False


def coded(career: Career) -> Coded:
    """Of a career that is not stored yet."""
    return Coded(career.pk, career.title, career.onet_code, career.soc_code)


def coded_careers(ids: Iterable[int] | None = None) -> list[Coded]:
    """Those with these ids, or all. 2 queries."""
    predecessors = predecessor_codes()
    careers = Career.objects.order_by() if ids is None else Career.objects.order_by().filter(pk__in=list(ids))
    rows = careers.values_list("pk", "title", "onet_code", "occupation__code", "occupation", "figures_are_wider")
    return [Coded(*row, predecessors.get(occupation, ()), is_wider) for *row, occupation, is_wider in rows]


def codes_of(career: Career | Coded, predecessors: Iterable[str] = ()) -> dict[str, Relation]:
    """{SOC code: relation} of the occupations whose figures may be shown for `career`, the best match first.

    `predecessors` are the codes of occupations of older editions of the SOC that its own came out of.
    """
    if not (soc_code := career.soc_code):
        return {}
    codes = {soc_code: Relation.BROAD if counts_others(career) else Relation.DETAILED}
    for relation, others in ((Relation.BROAD, broader_codes(soc_code)), (Relation.PREDECESSOR, sorted(predecessors))):
        for code in others:
            codes.setdefault(code, relation)
    return codes


def predecessor_codes() -> dict[int, tuple[str, ...]]:
    """By occupation (its id), the codes of its predecessors. 1 query."""
    codes: dict[int, tuple[str, ...]] = {}
    links = Occupation.predecessors.through.objects.order_by("pk")
    for occupation, code in links.values_list("from_occupation", "to_occupation__code"):
        codes[occupation] = (*codes.get(occupation, ()), code)
    return codes


def onet_code_of(career: Career | Coded, predecessors: Iterable[str] = ()) -> dict[str, Relation]:
    """The same of text, which a career has of its own code alone."""
    return {career.onet_code: Relation.DETAILED} if career.onet_code else {}


def by_code(rows: Iterable) -> dict[str, list]:
    """Rows of one release by the SOC code that they are published for."""
    grouped: dict[str, list] = {}
    for row in rows:
        grouped.setdefault(row.occupation.code, []).append(row)
    return grouped


class Presence(NamedTuple):
    """That a release has rows for an occupation, of data sets that have too many rows to read them all."""

    held: bool
    release: Release


def presences_of(release: Release) -> dict[str, list[Presence]]:
    """By the code that its rows are published for; a code with held rows and others has both."""
    record = release.record
    held = F("held") if hasattr(record.row_model, "held") else Value(value=False)
    grouped: dict[str, list[Presence]] = {}
    for code, is_held in record.rows(release).order_by().values_list(record.key[0], held).distinct():
        grouped.setdefault(code, []).append(Presence(is_held, release))
    return grouped


def select(rows: Mapping[str, Sequence], codes: Mapping[str, Relation]) -> Selection | None:
    """Of one release's `rows` by SOC code: those of the first of `codes` that it has any for."""
    code = next((code for code in codes if code in rows), None)
    return Selection(code, codes[code], rows[code]) if code else None


def newest(releases: Iterable[Mapping[str, Sequence]], codes: Mapping[str, Relation]) -> Selection | None:
    """What visitors see as the newest: of `releases`, newest first, the first that has anything that is not held."""
    found = (select(rows, codes) for rows in releases)
    return next((one for one in found if one and not one.held), None)

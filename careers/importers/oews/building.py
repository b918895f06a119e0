"""Rows of pay, of the nation, of an industry or of an area, from what the workbooks hold."""

from ...models import Area, AreaName, AreaPay, IndustryPay, Pay, Release, data_sets
from ...models.figures import PERCENTILES
from ..staging import OccupationBuilder, builds
from .rows import OewsRow, states_in


@builds(data_sets.OEWS_NATIONAL)
class PayBuilder(OccupationBuilder):
    def build(self, row: OewsRow) -> Pay:
        return Pay(**self.of_occupation(row), **_percentiles(row))


@builds(data_sets.OEWS_INDUSTRY)
class IndustryPayBuilder(OccupationBuilder):
    def build(self, row: OewsRow) -> IndustryPay:
        return IndustryPay(
            **self.of_occupation(row),
            industry=row.industry,
            naics=row.naics,
            employment=row.employment,
            annual_median=row.annual[2],
            hourly_median=row.hourly[2],
            top_coded=" ".join(name for name in row.top_coded if name.endswith("_median")),
        )


@builds(data_sets.OEWS_STATE, data_sets.OEWS_METROPOLITAN)
class AreaPayBuilder(OccupationBuilder):
    def __init__(self, release: Release):
        super().__init__(release)
        self._areas: dict[tuple[str, str], int] = {
            (kind, code): pk for kind, code, pk in Area.objects.values_list("kind", "code", "pk")
        }
        self._named: set[tuple[str, str]] = set()

    def prepare(self, rows: list[OewsRow]) -> None:
        """Areas that are new, and what this release calls each: pages take the live release's names."""
        super().prepare(rows)
        called = {}
        for row in rows:
            kind = _kind(row)
            if (kind, row.area) not in self._named:
                states = row.state if kind == Area.Kind.STATE else states_in(row.area_title, row.state)
                called[kind, row.area] = {"title": row.area_title[:120], "states": states[:40]}
        new = [
            Area(kind=kind, code=code, introduced_by=self.release, **names)
            for (kind, code), names in called.items()
            if (kind, code) not in self._areas
        ]
        for area in Area.objects.bulk_create(new):
            self._areas[area.kind, area.code] = area.pk
        AreaName.objects.bulk_create(
            AreaName(release=self.release, area_id=self._areas[key], **names) for key, names in called.items()
        )
        self._named |= called.keys()

    def build(self, row: OewsRow) -> AreaPay:
        area = self._areas[_kind(row), row.area]
        return AreaPay(**self.of_occupation(row), area_id=area, **_percentiles(row))


def _percentiles(row: OewsRow) -> dict:
    values = {"employment": row.employment}
    for name, annual, hourly in zip(PERCENTILES, row.annual, row.hourly, strict=True):
        values[f"annual_{name}"], values[f"hourly_{name}"] = annual, hourly
    values["top_coded"] = " ".join(row.top_coded)
    return values


def _kind(row: OewsRow) -> str:
    return Area.Kind.STATE if row.area_type in ("2", "3") else Area.Kind.METROPOLITAN

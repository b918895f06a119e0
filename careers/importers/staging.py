"""Typed rows into the rows of a staged release, in batches that hold the database's write lock only briefly."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection, models, transaction

from ..models import (
    Area,
    AreaName,
    AreaPay,
    DataSet,
    IndustryPay,
    Occupation,
    OccupationGroup,
    OnetProfile,
    Outlook,
    Pay,
    Release,
)
from ..models.figures import PERCENTILES
from . import oews

# SQLite has one write lock, and who waits for it only looks now and then whether it is free: short turns let others in.
ROWS_AT_ONCE = 250
PAUSE_SECONDS = 0.01


def batches(rows: Iterable, size: int = ROWS_AT_ONCE) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


class Stager:
    """Writes the rows of one release; `write` makes short transactions, and prepares all it can outside them."""

    def __init__(self, release: Release):
        self.release = release
        self._occupations: dict[str, int] = dict(Occupation.objects.values_list("code", "pk"))
        self._areas: dict[tuple[str, str], int] = {
            (kind, code): pk for kind, code, pk in Area.objects.values_list("kind", "code", "pk")
        }
        self._named: set[tuple[str, str]] = set()
        self._build: Callable[[object], models.Model] = {
            DataSet.OEWS_NATIONAL: self._pay,
            DataSet.OEWS_INDUSTRY: self._industry_pay,
            DataSet.OEWS_STATE: self._area_pay,
            DataSet.OEWS_METROPOLITAN: self._area_pay,
            DataSet.PROJECTIONS: self._outlook,
            DataSet.ONET: self._profile,
            DataSet.SOC: self._group,
        }[DataSet(release.data_set)]

    def write(self, rows: list) -> None:
        """Store a batch of the importer's rows."""
        if self.release.data_set != DataSet.ONET:
            self._know_occupations(rows)
        if self.release.data_set in (DataSet.OEWS_STATE, DataSet.OEWS_METROPOLITAN):
            self._know_areas(rows)
        built = [self._build(row) for row in rows]
        with transaction.atomic():
            type(built[0]).objects.bulk_create(built)
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_SECONDS)

    def _know_occupations(self, rows: list) -> None:
        titles = {row.code: row.title for row in rows if row.code not in self._occupations}
        made = Occupation.objects.bulk_create(
            [Occupation(code=code, title=title[:160], introduced_by=self.release) for code, title in titles.items()]
        )
        self._occupations.update({occupation.code: occupation.pk for occupation in made})

    def _know_areas(self, rows: list) -> None:
        """Areas that are new, and what this release calls each: pages take the live release's names."""
        called = {}
        for row in rows:
            kind = _kind(row)
            if (kind, row.area) not in self._named:
                states = row.state if kind == Area.Kind.STATE else oews.states_in(row.area_title, row.state)
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

    def _figure(self, row) -> dict:
        return {"release": self.release, "occupation_id": self._occupations[row.code]}

    def _percentiles(self, row) -> dict:
        values = {"employment": row.employment}
        for name, annual, hourly in zip(PERCENTILES, row.annual, row.hourly, strict=True):
            values[f"annual_{name}"], values[f"hourly_{name}"] = annual, hourly
        values["top_coded"] = " ".join(row.top_coded)
        return values

    def _pay(self, row) -> Pay:
        return Pay(**self._figure(row), **self._percentiles(row))

    def _industry_pay(self, row) -> IndustryPay:
        return IndustryPay(
            **self._figure(row),
            industry=row.industry,
            naics=row.naics,
            employment=row.employment,
            annual_median=row.annual[2],
            hourly_median=row.hourly[2],
            top_coded=" ".join(name for name in row.top_coded if name.endswith("_median")),
        )

    def _area_pay(self, row) -> AreaPay:
        return AreaPay(**self._figure(row), area_id=self._areas[_kind(row), row.area], **self._percentiles(row))

    def _outlook(self, row) -> Outlook:
        return Outlook(
            **self._figure(row),
            base_year=row.base_year,
            projected_year=row.projected_year,
            base_employment=row.base_employment,
            projected_employment=row.projected_employment,
            openings=row.openings,
            stated_new_jobs=row.new_jobs,
            stated_growth=row.growth,
            entry_education=row.entry_education,
            work_experience=row.work_experience,
            training=row.training,
        )

    def _profile(self, row) -> OnetProfile:
        return OnetProfile(
            release=self.release,
            code=row.code,
            title=row.title,
            summary=row.summary,
            job_zone=row.job_zone,
            data=row.data,
        )

    def _group(self, row) -> OccupationGroup:
        return OccupationGroup(release=self.release, code=row.code, title=row.title[:160], level=row.level)


def _kind(row) -> str:
    return Area.Kind.STATE if row.area_type in ("2", "3") else Area.Kind.METROPOLITAN

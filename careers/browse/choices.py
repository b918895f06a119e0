"""The filters that the list of careers has, and what may be chosen of each."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists

from ..figures.job_zones import job_zones
from ..figures.work_life import SETTINGS
from ..models import CareerListing, Field
from ..models.outlook import EntryEducation
from ..models.publication import is_public
from ..models.written_once import WrittenOnce
from .counts import Criterion

# With each field, whether any public career has a work setting: without a release that tells, none has.
_WITH_SETTING = CareerListing.objects.filter(is_public("career__"), settings__gt="")
_FIELDS = WrittenOnce(Field, lambda: Field.objects.values_list("pk", "slug", "title", Exists(_WITH_SETTING)))
TRAINING = {
    "none": "None",
    "short-term": "Short-term on-the-job training",
    "moderate-term": "Moderate-term on-the-job training",
    "long-term": "Long-term on-the-job training",
    "apprenticeship": "Apprenticeship",
    "internship": "Internship/residency",
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
    # Whether it was understood from the words of a search, and not chosen.
    understood: bool = False

    @property
    def has_short_labels(self) -> bool:
        """Whether a choice needs the filter's name beside it: "10% or more" of what?"""
        return self.name not in ("field", "education", "training", "demand")

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


def offered() -> dict[str, list[str]]:
    """What this site has now, for whoever needs nothing else of its filters."""
    return values_of(all_filters())


def values_of(filters: Iterable[Filter]) -> dict[str, list[str]]:
    """By the name of each filter, the values of its options."""
    return {one.name: [option.value for option in one.options] for one in filters}


def criteria_of(filters: Iterable[Filter], chosen: Mapping[str, Collection[str]]) -> list[list[Criterion]]:
    """For each filter that is named in `chosen`, the criteria of its values, of which a career must fit one."""
    return [
        [option.criterion for option in one.options if option.value in chosen[one.name]]
        for one in filters
        if one.name in chosen
    ]


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
        Filter(
            "training",
            "On-the-job training",
            [Option(value, label, _is("training", label)) for value, label in TRAINING.items()],
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

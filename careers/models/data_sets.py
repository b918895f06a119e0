"""What the site knows of each data set, in one record: the app that owns a data set registers it, everybody reads it.

Careers' own are in `careers/data_sets.py`. Another app adds one by a record of its own, registered when the app is
ready, and by an importer, which the record names and which says how rows are made of what its files hold.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from .occupation import Relation
from .periods import MAYS, Periods
from .usual_sizes import Usual

# The names of careers' own, as releases store them.
OEWS_NATIONAL = "oews-national"
OEWS_INDUSTRY = "oews-industry"
OEWS_STATE = "oews-state"
OEWS_METROPOLITAN = "oews-metropolitan"
PROJECTIONS = "projections"
ONET = "onet"
SOC = "soc"
IN_DEMAND = "in-demand"


def _no_outlier(figure: str, old: object, new: object) -> str:
    return ""


@dataclass(frozen=True)
class Place:
    """What a file's rows are sorted by, so that a file that was cut short ends before the last of them."""

    column: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """`name` is what releases store, `label` what staff read; all else may be left out where it does not apply."""

    name: str
    label: str

    # Its rows: each has a `release`. Without a model, nothing of it is imported or reviewed.
    model: str = ""
    # What else its releases have rows of.
    more_models: tuple[str, ...] = ()

    # Which of them are compared as a whole, with what reviews call them.
    besides: Mapping[str, str] = field(default_factory=dict)

    # Who knows its files, and reads them: the dotted name of a `careers.importers.recogniser.Recogniser`.
    importer: str = ""

    # What a new release says of itself; {label} is the publisher's number for it.
    title: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = "Public domain"
    attribution: str = ""
    periods: Periods = MAYS
    # What the publisher calls which growth, by period.
    growth_bands: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # What whoever imports it is asked where its files do not tell: "period" or "label".
    asks: str = ""
    # One release comes in several files, each of which may be lacking.
    several_files: bool = False
    # What a publisher usually takes from the day that figures describe to the day that the next ones come out.
    months_to_next: int | None = None

    # How two releases are compared: the columns that tell which row is which (what has the figures comes first), those
    # that name it, and those that are compared, with what they are called.
    key: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    # Parts of the key that are no columns.
    expressions: Mapping[str, Any] = field(default_factory=dict)
    # Why somebody should look at a figure that changed from `old` to `new`; "" where nobody need.
    judge: Callable[[str, Any, Any], str] = _no_outlier
    # A column of JSON is compared part by part; the parts, as a reader would call them.
    parts_column: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    # What the first column of the key tells apart, and what reviews call what it has.
    subjects: str = "occupations"
    content: str = "figures"
    place: Place | None = None
    usual: tuple[Usual, ...] = ()

    # The codes by which a career finds its rows, the best match first, with its relation to each. Of the career it may
    # ask `title`, `onet_code`, `soc_code` and `figures_are_wider`; it is given the codes of predecessors where
    # `shows_predecessors`. Without it, no career's page has anything of the data set.
    codes: Callable[..., dict[str, Relation]] | None = None
    shows_predecessors: bool = False
    # A page shows one such figure, and of one day the site's own in the publisher's place.
    one_a_career: bool = False
    # Lists show something of it besides, so that their rows are derived again when a release of it moves.
    listed: bool = False
    # How the change log of careers tells of it, if it does: a `careers.releases.change_lines.Lines`.
    lines: Any = None
    # Pages show these of the live release alone; of the others they keep the earlier ones too.
    only_live: bool = False
    # Earlier releases are deleted by `prune_releases`; not where they make the history that pages draw.
    pruned: bool = False
    # Staff may give figures of this site's own.
    own_allowed: bool = False
    # What visitors see of a figure that is held back.
    seen_instead: str = "nothing in its place"

    # Rows are of areas of this kind: `Area.kind`.
    area_kind: str = ""
    # Pay may be published as “this much or more”; one data set says for all of a period how much that is.
    top_coded: bool = False
    states_top_code: bool = False
    # A release that goes live brings careers of its own.
    makes_careers: bool = False

    @property
    def row_model(self) -> type[models.Model] | None:
        return apps.get_model(self.model) if self.model else None

    @property
    def row_models(self) -> list[type[models.Model]]:
        return [apps.get_model(model) for model in (self.model, *self.more_models) if model]

    def rows(self, release: models.Model) -> models.QuerySet:
        return self.row_model._default_manager.filter(release=release)

    def rows_besides(self, release: models.Model) -> dict[str, models.QuerySet]:
        """By what reviews call them."""
        return {
            name: apps.get_model(model)._default_manager.filter(release=release) for model, name in self.besides.items()
        }


_registered: dict[str, DataSet] = {}


def register(*records: DataSet) -> None:
    _registered.update({record.name: record for record in records})


def registered() -> list[DataSet]:
    """Every data set, in the order of registration, in which their files are imported too."""
    return list(_registered.values())


def data_set(name: str) -> DataSet:
    """The record of `name`; a bare one where no app has registered it (any more), of which nothing can be done."""
    return _registered.get(name) or DataSet(name=name, label=name)


def names(which: Callable[[DataSet], object] = bool) -> list[str]:
    """The names of the data sets that are as `which` asks."""
    return [record.name for record in registered() if which(record)]


def names_of(model: type[models.Model]) -> list[str]:
    """The names of the data sets whose releases can have rows of `model`."""
    return names(lambda record: model in record.row_models)


def row_models() -> list[type[models.Model]]:
    """Whatever releases have rows of, each once."""
    return list(dict.fromkeys(model for record in registered() for model in record.row_models))


def late_on(day: date) -> models.Q:
    """The releases after which the next should be out by `day`, by the publisher's rhythm."""
    late = models.Q(pk__in=())
    for record in registered():
        if record.months_to_next is not None:
            year, month = divmod(day.year * 12 + day.month - record.months_to_next, 12)
            late |= models.Q(data_set=record.name, as_of__lt=date(year, month + 1, 1))
    return late


def choices() -> Iterator[tuple[str, str]]:
    return ((record.name, record.label) for record in registered())


class DataSetField(models.CharField):
    """The name of a data set that is registered; migrations know nothing of which there are."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 20, **kwargs, "choices": choices})

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, {key: kwargs[key] for key in kwargs if key != "choices"}

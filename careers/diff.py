"""What a release changes: its rows beside those of the release that it would take the place of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from .closest import closest, codes_of, newest, presences_of
from .models import AreaPay, Career, DataSet, IndustryPay, OccupationGroup, OnetProfile, Outlook, Pay, Release

MEDIAN_JUMP = 20  # percent


@dataclass(frozen=True)
class Change:
    """One figure that differs; `row` is the pk of the new row, `outlier` says why somebody should look at it."""

    code: str
    title: str
    figure: str
    old: object
    new: object
    row: int | None = None
    outlier: str = ""

    @property
    def percent(self) -> Decimal | None:
        if isinstance(self.old, int | Decimal) and isinstance(self.new, int | Decimal) and self.old:
            return round(Decimal(100 * (self.new - self.old)) / Decimal(abs(self.old)), 1)
        return None


@dataclass
class Diff:
    release: Release
    base: Release | None
    rows: int = 0
    added: list[tuple[str, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    without_career: list[tuple[str, str]] = field(default_factory=list)
    left_without: list[Career] = field(default_factory=list)

    @property
    def outliers(self) -> list[Change]:
        return [change for change in self.changed if change.outlier]


@dataclass(frozen=True)
class Comparison:
    """How the rows of one data set are read: their key, their name, and the figures that are compared."""

    model: type
    key: tuple[str, ...]
    title: tuple[str, ...]
    figures: dict[str, str]
    judge: Callable[[str, object, object], str]


def _judge_pay(figure: str, old, new) -> str:
    if old is None or new is None or not old:
        return ""
    if "median" in figure and abs(new - old) * 100 > MEDIAN_JUMP * old:
        return f"median pay by more than {MEDIAN_JUMP} percent"
    if figure == "employment" and (new >= 2 * old or 2 * new <= old):
        return "employment halved or doubled"
    return ""


def _judge_outlook(figure: str, old, new) -> str:
    if old is None or new is None:
        return ""
    if figure == "stated_growth" and old * new < 0:
        return "growth changes sign"
    if figure == "base_employment" and old and (new >= 2 * old or 2 * new <= old):
        return "employment halved or doubled"
    return ""


def _judge_nothing(figure: str, old, new) -> str:
    return ""


PAY_FIGURES = {
    "annual_median": "Annual median",
    "hourly_median": "Hourly median",
    "annual_p10": "Annual 10th percentile",
    "annual_p90": "Annual 90th percentile",
    "employment": "Employment",
}
OCCUPATION = "occupation__code"
OCCUPATION_TITLE = "occupation__title"
MEDIANS = {name: PAY_FIGURES[name] for name in ("annual_median", "hourly_median", "employment")}
OUTLOOK_FIGURES = {
    "base_employment": "Employment in the base year",
    "stated_growth": "Growth in percent",
    "openings": "Openings a year",
    "entry_education": "Entry-level education",
}
BY_AREA = Comparison(AreaPay, (OCCUPATION, "area__code"), (OCCUPATION_TITLE, "area__title"), MEDIANS, _judge_pay)
COMPARISONS = {
    DataSet.OEWS_NATIONAL: Comparison(Pay, (OCCUPATION,), (OCCUPATION_TITLE,), PAY_FIGURES, _judge_pay),
    DataSet.OEWS_INDUSTRY: Comparison(
        IndustryPay, (OCCUPATION, "industry"), (OCCUPATION_TITLE, "industry"), MEDIANS, _judge_pay
    ),
    DataSet.OEWS_STATE: BY_AREA,
    DataSet.OEWS_METROPOLITAN: BY_AREA,
    DataSet.PROJECTIONS: Comparison(Outlook, (OCCUPATION,), (OCCUPATION_TITLE,), OUTLOOK_FIGURES, _judge_outlook),
    DataSet.ONET: Comparison(OnetProfile, ("code",), ("title",), {"title": "Title", "data": "Text"}, _judge_nothing),
    DataSet.SOC: Comparison(OccupationGroup, ("code",), ("title",), {"title": "Title"}, _judge_nothing),
}

# The parts of an O*NET profile, as a reader would call them.
PARTS = {
    "description": "Description",
    "tasks": "Work tasks",
    "reported_titles": "Reported job titles",
    "alternate_titles": "Other job titles",
    "skills": "Skills",
    "knowledge": "Knowledge",
    "technology": "Technology",
    "education": "Education of people in the job",
    "job_zone": "Job zone",
    "interests": "Interests",
    "related": "Related occupations",
}


def base_of(release: Release) -> Release | None:
    """The shown release that `release` would take the place of: of its period, else the newest that is not newer."""
    shown = Release.objects.filter(data_set=release.data_set).exclude(pk=release.pk).shown()
    same = shown.filter(period=release.period).first()
    return same or shown.filter(as_of__lte=release.as_of).order_by("-as_of").first()


def losses(release: Release, base: Release) -> tuple[int, int]:
    """(occupations of `base`, how many of them `release` lacks). 2 queries."""
    comparison = COMPARISONS[DataSet(release.data_set)]
    code = comparison.key[0]
    of_base = set(comparison.model.objects.filter(release=base).values_list(code, flat=True))
    of_release = set(comparison.model.objects.filter(release=release).values_list(code, flat=True))
    return len(of_base), len(of_base - of_release)


def compare(release: Release, base: Release | None = None) -> Diff:
    """`release` beside `base`, which is what it would take the place of unless another is given."""
    base = base or base_of(release)
    comparison = COMPARISONS[DataSet(release.data_set)]
    diff = Diff(release, base)
    old = {key: (title, figures) for key, title, figures, _ in _rows(comparison, base)} if base else {}
    codes = {}
    for key, title, figures, pk in _rows(comparison, release):
        diff.rows += 1
        codes[key[0]] = title[0]
        if key in old:
            diff.changed += _changes(comparison, _name(key), _name(title), old.pop(key)[1], figures, pk)
        else:
            diff.added.append((_name(key), _name(title)))
    diff.gone = [(_name(key), _name(title)) for key, (title, _) in old.items()]
    diff.without_career, diff.left_without = _careers(release, base, codes)
    return diff


def _rows(comparison: Comparison, release: Release) -> Iterator[tuple[tuple, tuple, tuple, int]]:
    columns = [*comparison.key, *comparison.title, *comparison.figures, "pk"]
    keys, titles = len(comparison.key), len(comparison.key) + len(comparison.title)
    rows = comparison.model.objects.filter(release=release).order_by(*comparison.key).values_list(*columns)
    for row in rows.iterator(chunk_size=5_000):
        yield row[:keys], row[keys:titles], row[titles:-1], row[-1]


def _name(parts: tuple) -> str:
    return ", ".join(str(part) for part in parts)


def _changes(comparison: Comparison, code: str, title: str, old: tuple, new: tuple, pk: int) -> list[Change]:
    if old == new:
        return []
    changes = []
    for (name, label), before, after in zip(comparison.figures.items(), old, new, strict=True):
        if before == after:
            continue
        if name == "data":
            changes += _text_changes(code, title, before, after, pk)
        else:
            changes.append(Change(code, title, label, before, after, pk, comparison.judge(name, before, after)))
    return changes


def _text_changes(code: str, title: str, old: dict, new: dict, pk: int) -> list[Change]:
    changes = []
    for part, label in PARTS.items():
        before, after = old.get(part), new.get(part)
        if before != after:
            changes.append(Change(code, title, label, _amount_of(before), _amount_of(after), pk))
    return changes


def _amount_of(part) -> str:
    if isinstance(part, list):
        return f"{len(part)} line{'s' if len(part) != 1 else ''}"
    if isinstance(part, dict):
        return str(part.get("number", ""))
    return str(part or "")[:200]


def _careers(
    release: Release, base: Release | None, titles: dict[str, str]
) -> tuple[list[tuple[str, str]], list[Career]]:
    """Codes of detailed occupations that no career stands for, and published careers whose figures or text are gone."""
    if release.data_set == DataSet.SOC:
        return [], []
    if release.data_set == DataSet.ONET:
        of_careers = set(Career.objects.exclude(onet_code=None).values_list("onet_code", flat=True))
        before = OnetProfile.objects.filter(release=base).exclude(code__in=titles).values("code")
        left = Career.objects.published().filter(onet_code__in=before)
        return [(code, title) for code, title in titles.items() if code not in of_careers], list(left)
    model = COMPARISONS[DataSet(release.data_set)].model
    new, old = presences_of(model, release), presences_of(model, base) if base else {}
    used, left = set(), []
    for career in Career.objects.exclude(occupation=None).select_related("occupation"):
        codes = codes_of(career)
        if found := closest(new, codes):
            used.add(found.code)
        elif career.is_published and newest([old], codes):
            left.append(career)
    detailed = {code: title for code, title in titles.items() if not code.endswith("0")}
    return [(code, title) for code, title in detailed.items() if code not in used], left

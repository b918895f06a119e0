"""How the rows of each data set are compared from release to release: by which key, in which figures."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from ..models import AreaPay, DataSet, IndustryPay, OccupationGroup, OnetProfile, Outlook, Pay

MEDIAN_JUMP = 20  # percent


@dataclass(frozen=True)
class Comparison:
    """How the rows of one data set are read: their key, their name, and the figures that are compared."""

    model: type
    key: tuple[str, ...]
    title: tuple[str, ...]
    figures: dict[str, str]
    judge: Callable[[str, object, object], str]
    # Parts of the key that are no columns.
    expressions: dict[str, Coalesce] = field(default_factory=dict)


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
# The code, whatever the industry is called; the few rows without one go by their title.
INDUSTRY = {"industry_key": Coalesce(NullIf("naics", Value("")), F("industry"))}
BY_AREA = Comparison(AreaPay, (OCCUPATION, "area__code"), (OCCUPATION_TITLE, "area__title"), MEDIANS, _judge_pay)
COMPARISONS = {
    DataSet.OEWS_NATIONAL: Comparison(Pay, (OCCUPATION,), (OCCUPATION_TITLE,), PAY_FIGURES, _judge_pay),
    DataSet.OEWS_INDUSTRY: Comparison(
        IndustryPay, (OCCUPATION, "industry_key"), (OCCUPATION_TITLE, "industry"), MEDIANS, _judge_pay, INDUSTRY
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

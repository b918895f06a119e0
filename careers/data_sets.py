"""The data sets that careers itself reads: pay and outlook, O*NET's text, the classification of occupations."""

from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from .figures.selection import codes_of, onet_code_of
from .models.data_sets import (
    IN_DEMAND,
    OEWS_INDUSTRY,
    OEWS_METROPOLITAN,
    OEWS_NATIONAL,
    OEWS_STATE,
    ONET,
    PROJECTIONS,
    SOC,
    DataSet,
    Place,
    register,
)
from .models.occupation import ALL_OCCUPATIONS
from .models.periods import DECADES
from .models.usual_sizes import Usual
from .releases.change_lines import Lines, OutlookLines, PayLines, TextLines

MEDIAN_JUMP = 20  # percent
BLS = "U.S. Bureau of Labor Statistics"
OEWS = "Occupational Employment and Wage Statistics"


def judge_pay(figure: str, old, new) -> str:
    if old is None or new is None or not old:
        return ""
    if "median" in figure and abs(new - old) * 100 > MEDIAN_JUMP * old:
        return f"median pay by more than {MEDIAN_JUMP} percent"
    if figure == "employment" and (new >= 2 * old or 2 * new <= old):
        return "employment halved or doubled"
    return ""


def judge_outlook(figure: str, old, new) -> str:
    if old is None or new is None:
        return ""
    if figure == "stated_growth" and old * new < 0:
        return "growth changes sign"
    if figure == "base_employment" and old and (new >= 2 * old or 2 * new <= old):
        return "employment halved or doubled"
    return ""


# What releases usually have was counted in those of 2023 to 2025; from one to the next it changes by a few percent.
OCCUPATIONS = "occupations"
DETAILED = "detailed occupations"
IS_DETAILED = ~Q(occupation__code__endswith="0")
ALL_TOGETHER = Usual(
    "figure for all occupations together", 1, column="occupation", where=Q(occupation__code=ALL_OCCUPATIONS)
)
TERRITORIES = ("AS", "GU", "MP", "PR", "VI")


def detailed(about: int) -> Usual:
    return Usual(DETAILED, about, column="occupation", where=IS_DETAILED)


def with_figure(what: str, about: int, where: Q) -> Usual:
    return Usual(what, about, DETAILED, column="occupation", where=IS_DETAILED & where)


OCCUPATION = "occupation__code"
OCCUPATION_NAME = "occupation__title"
MEDIANS = {"annual_median": "Annual median", "hourly_median": "Hourly median", "employment": "Employment"}
OF_OCCUPATIONS: dict[str, Any] = {"key": (OCCUPATION,), "names": (OCCUPATION_NAME,), "codes": codes_of}
# What all data sets of OEWS have in common.
PAY: dict[str, Any] = OF_OCCUPATIONS | {
    "importer": "careers.importers.oews.recogniser.OewsRecogniser",
    "publisher": BLS,
    "url": "https://www.bls.gov/oes/tables.htm",
    "asks": "period",
    "months_to_next": 24,
    "figures": MEDIANS,
    "judge": judge_pay,
    "own_allowed": True,
    "top_coded": True,
}
# Pages show pay by area of today's occupations alone.
BY_AREA: dict[str, Any] = PAY | {
    "model": "careers.AreaPay",
    "more_models": ("careers.AreaName",),
    "key": (OCCUPATION, "area__code"),
    "names": (OCCUPATION_NAME, "area__title"),
    "place": Place("area__code", "areas"),
    "only_live": True,
    "pruned": True,
}

CLASSIFICATION = DataSet(
    name=SOC,
    label="Standard Occupational Classification",
    model="careers.OccupationGroup",
    importer="careers.importers.soc.SocRecogniser",
    title="Standard Occupational Classification",
    publisher=BLS,
    url="https://www.bls.gov/soc/2018/",
    key=("code",),
    names=("title",),
    figures={"title": "Title"},
    usual=(
        Usual("major groups", 23, column="code", where=Q(level="major")),
        Usual(DETAILED, 867, column="code", where=Q(level="detailed")),
    ),
)
TEXT = DataSet(
    name=ONET,
    label="Occupational information (O*NET)",
    model="careers.OnetProfile",
    importer="careers.importers.onet.recogniser.OnetRecogniser",
    title="O*NET {label} Database",
    publisher="U.S. Department of Labor, Employment and Training Administration",
    url="https://www.onetcenter.org/database.html",
    licence="CC BY 4.0",
    # The sentences that https://www.onetcenter.org/license_db.html asks for on pages that show changed O*NET data.
    attribution="This page includes information from the O*NET {label} Database by the U.S. Department of Labor, "
    "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of "
    "USDOL/ETA. This site has modified all or some of this information. USDOL/ETA has not approved, endorsed, or "
    "tested these modifications.",
    asks="label",
    several_files=True,
    months_to_next=6,
    key=("code",),
    names=("title",),
    figures={"title": "Title", "data": "Text"},
    parts_column="data",
    parts={
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
        "work_styles": "Work styles",
        "work_context": "Work context",
        "work_activities": "Work activities",
        "abilities": "Abilities",
    },
    content="text",
    usual=(
        Usual(OCCUPATIONS, 1_016, column="code"),
        Usual("Description", 1_016, OCCUPATIONS),
        Usual("Work tasks", 923, OCCUPATIONS),
        Usual("Reported job titles", 901, OCCUPATIONS),
        Usual("Other job titles", 1_013, OCCUPATIONS),
        Usual("Skills", 879, OCCUPATIONS),
        Usual("Knowledge", 879, OCCUPATIONS),
        Usual("Technology", 923, OCCUPATIONS),
        Usual("Education of people in the job", 793, OCCUPATIONS),
        Usual("Job zone", 923, OCCUPATIONS),
        Usual("Interests", 923, OCCUPATIONS),
        Usual("Related occupations", 923, OCCUPATIONS),
        # Not every release that is about has these tables, and what was imported before they were read has none.
        *(
            Usual(part, 879, OCCUPATIONS, sometimes=True)
            for part in ("Work styles", "Work context", "Work activities", "Abilities")
        ),
    ),
    codes=onet_code_of,
    lines=TextLines("O*NET's text of {period}"),
    only_live=True,
    pruned=True,
    makes_careers=True,
)
NATIONAL_PAY = DataSet(
    **PAY
    | {
        "figures": {
            "annual_median": "Annual median",
            "hourly_median": "Hourly median",
            "annual_p10": "Annual 10th percentile",
            "annual_p90": "Annual 90th percentile",
            "employment": "Employment",
        }
    },
    name=OEWS_NATIONAL,
    label="Pay, national (OEWS)",
    model="careers.Pay",
    title=OEWS,
    usual=(
        ALL_TOGETHER,
        detailed(824),
        with_figure("median pay", 824, Q(annual_median__isnull=False) | Q(hourly_median__isnull=False)),
        with_figure("employment", 824, Q(employment__isnull=False)),
    ),
    shows_predecessors=True,
    one_a_career=True,
    lines=PayLines("Pay of {period}"),
    seen_instead="the last figure before it, or that it is held back where there is none",
    states_top_code=True,
)
OUTLOOK = DataSet(
    **OF_OCCUPATIONS,
    name=PROJECTIONS,
    label="Employment projections",
    model="careers.Outlook",
    importer="careers.importers.projections.ProjectionsRecogniser",
    title="Employment Projections",
    publisher=BLS,
    url="https://www.bls.gov/emp/tables/occupational-projections-and-characteristics.htm",
    periods=DECADES,
    # From which whole percent on the Bureau of Labor Statistics and O*NET call growth so.
    growth_bands={
        "2024–34": {
            "little_change_from": 0,
            "slower_from": 1,
            "average_from": 3,
            "faster_from": 5,
            "much_faster_from": 7,
        },
    },
    months_to_next=21,
    figures={
        "base_employment": "Employment in the base year",
        "stated_growth": "Growth in percent",
        "openings": "Openings per year",
        "entry_education": "Entry-level education",
    },
    judge=judge_outlook,
    usual=(
        ALL_TOGETHER,
        detailed(825),
        with_figure("growth", 825, Q(stated_growth__isnull=False)),
        with_figure("openings", 825, Q(openings__isnull=False)),
        with_figure("entry-level education", 825, ~Q(entry_education="")),
    ),
    shows_predecessors=True,
    one_a_career=True,
    lines=OutlookLines("Job outlook for {period}"),
    own_allowed=True,
    seen_instead="the last projection before it, or that it is held back where there is none",
)
INDUSTRY_PAY = DataSet(
    **PAY
    | {
        "key": (OCCUPATION, "industry_key"),
        "names": (OCCUPATION_NAME, "industry"),
        # The code, whatever the industry is called; the few rows without one go by their title.
        "expressions": {"industry_key": Coalesce(NullIf("naics", Value("")), F("industry"))},
    },
    name=OEWS_INDUSTRY,
    label="Pay by industry (OEWS)",
    model="careers.IndustryPay",
    title=f"{OEWS}, by industry sector",
    place=Place("naics", "industries"),
    usual=(Usual("sectors", 20, column="naics"), detailed(824)),
    shows_predecessors=True,
    lines=Lines("Pay by industry of {period}"),
    pruned=True,
    seen_instead="the table of industries without it",
)
STATE_PAY = DataSet(
    **BY_AREA,
    name=OEWS_STATE,
    label="Pay by state (OEWS)",
    title=f"{OEWS}, by state",
    usual=(
        Usual("states, with the District of Columbia", 51, column="area", where=~Q(area__states__in=TERRITORIES)),
        detailed(824),
    ),
    lines=Lines("Pay by state of {period}"),
    seen_instead="that the area's figure is held back, and the ranking of states without it",
    area_kind="state",
)
METROPOLITAN_PAY = DataSet(
    **BY_AREA,
    name=OEWS_METROPOLITAN,
    label="Pay by metropolitan area (OEWS)",
    several_files=True,
    title=f"{OEWS}, by metropolitan area",
    usual=(Usual("metropolitan areas", 393, column="area"), detailed(800)),
    lines=Lines("Pay by metropolitan area of {period}"),
    seen_instead="that the area's figure is held back, and the state's list without it",
    area_kind="metropolitan",
)
DEMAND = DataSet(
    **OF_OCCUPATIONS | {"key": (OCCUPATION, "area")},
    name=IN_DEMAND,
    label="Occupations in demand",
    model="careers.InDemand",
    importer="careers.importers.in_demand.InDemandRecogniser",
    title="Occupations in demand",
    licence="As its publisher says",
    content="occupations",
    months_to_next=24,
    only_live=True,
    pruned=True,
    listed=True,
)


def register_all() -> None:
    """In the order of import: titles of occupations come from what names them first, so their classification leads."""
    register(CLASSIFICATION, TEXT, NATIONAL_PAY, OUTLOOK, INDUSTRY_PAY, STATE_PAY, METROPOLITAN_PAY, DEMAND)

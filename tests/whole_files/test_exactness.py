"""Every figure of every career, from the publishers' whole files to its page, against another reading of the files."""

import html
import re

import pytest
from django.core.management import call_command
from django.db import transaction

from careers.figures.sheets import figures_of
from careers.figures.wording import everybody_in
from careers.models import Career, OnetProfile

from ..careers.importers.workbooks import REAL_DATA
from ..careers.said import faults_of
from ..careers.search import everyday
from . import publishers_files
from .page_limits import MOST_BYTES, MOST_QUERIES, page_of, weight
from .publishers_files import NOT_PUBLISHED, expected, national_pay, projections

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL_DATA.is_dir(), reason=f"no publishers' files in {REAL_DATA}"),
]

FILES = ["onet-29.3", "oews", "projections", "soc"]
FULLEST = 100
# Careers with each of the publishers' marks, with figures of wider groups, with hourly pay only; and some of the rest.
LOOKED_AT = [
    "29-1141.00",
    "29-2072.00",
    "15-1252.00",
    "11-1011.00",
    "29-1211.00",
    "27-2011.00",
    "27-2031.00",
    "27-2042.00",
    "23-1011.00",
    "11-9041.00",
    "21-1011.00",
    "25-2055.00",
    "25-9042.00",
    "51-2022.00",
    "53-1042.00",
    "29-2011.00",
    "31-1121.00",
    "47-2111.00",
    "39-5012.00",
    "53-3032.00",
]


@pytest.fixture(scope="module")
def real_site(django_db_setup, django_db_blocker):
    """All the files, imported once and published; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_data", *(str(REAL_DATA / name) for name in FILES), approve=True, publish=True)
        yield {career.onet_code: career for career in Career.objects.select_related("occupation")}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shown(real_site):
    """{O*NET-SOC code: the figures that its page is made of}"""
    return {code: figures_of(career) for code, career in real_site.items()}


def industries_shown(figures) -> dict[str, tuple]:
    found = {}
    for sheet in [figures.pay, *figures.earlier_pay]:
        if sheet and sheet.industries:
            rows = {
                row.industry: (row.employment, str(row.amount("annual_median")), str(row.amount("hourly_median")))
                for row in sheet.industries
            }
            found[sheet.industry_release.period] = (sheet.industries[0].occupation.code, rows)
    return found


def outlook_shown(figures) -> dict:
    outlook = figures.outlook.outlook
    return {
        "base": outlook.base_employment,
        "projected": outlook.projected_employment,
        "new jobs": outlook.new_jobs,
        "growth": str(outlook.growth),
        "openings": outlook.openings,
        "education": outlook.get_entry_education_display() if outlook.entry_education else "",
        "experience": outlook.work_experience,
        "training": outlook.training,
    }


def test_over_nine_hundred_careers_are_published(real_site):
    assert set(real_site) == set(expected())
    assert sum(career.is_published for career in real_site.values()) > 900


def test_pay_is_as_published(shown):
    wrong = {}
    for code, wanted in expected().items():
        pay = shown[code].pay.pay if shown[code].pay else None
        found = (
            (pay.occupation.code, [(str(row.annual), str(row.hourly)) for row in pay.percentile_rows], pay.employment)
            if pay
            else ("", [], None)
        )
        if found != (wanted.pay_code, wanted.pay, wanted.employment):
            wrong[code] = (found, wanted)
    assert wrong == {}
    assert {wanted.pay_code for wanted in expected().values() if wanted.pay_code.endswith("0")}


def test_pay_by_industry_is_as_published_in_both_years(shown):
    wrong = {
        code: (industries_shown(shown[code]), wanted.industries)
        for code, wanted in expected().items()
        if industries_shown(shown[code]) != wanted.industries
    }
    assert wrong == {}


def test_the_outlook_is_as_published(shown):
    wrong = {}
    for code, wanted in expected().items():
        found = outlook_shown(shown[code]) if shown[code].outlook else {}
        if found != {key: value for key, value in wanted.outlook.items() if key != "median"}:
            wrong[code] = (found, wanted.outlook)
        elif found and shown[code].outlook.outlook.occupation.code != wanted.outlook_code:
            wrong[code] = shown[code].outlook.outlook.occupation
    assert wrong == {}


def test_pay_that_the_projections_give_as_a_lower_bound_is_shown_as_one(shown):
    bounds = {code: wanted for code, wanted in expected().items() if wanted.outlook.get("median")}
    assert len(bounds) >= 10
    assert {str(shown[code].pay.pay.amount("annual_median")) for code in bounds} == {"$239,200 or more"}


def test_each_of_the_publishers_marks_was_among_the_figures(shown):
    figures = list(expected().values())
    assert {"*", "**", "#", "—", ">="} <= publishers_files.MARKS_SEEN
    assert any((NOT_PUBLISHED, hourly) in wanted.pay for wanted in figures for _, hourly in wanted.pay if "$" in hourly)
    assert any(wanted.employment for wanted in figures)
    assert any(row[0] is None for wanted in figures for _, rows in wanted.industries.values() for row in rows.values())


def page_text(body: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body.decode())).split())


def test_the_fullest_pages_are_within_their_limits(real_site):
    """tests/benchmarks/imports.py asks every page."""
    text = {row.code: len(str(row.data["tasks"])) for row in OnetProfile.objects.all()}
    published = [career for career in real_site.values() if career.is_published]
    fullest = sorted(published, key=lambda career: text[career.onet_code])[-FULLEST:]
    pages = {career.onet_code: page_of(career) for career in fullest}
    assert len(pages) == FULLEST
    assert {code: queries for code, (_, queries) in pages.items() if queries > MOST_QUERIES} == {}
    assert {code: weight(body) for code, (body, _) in pages.items() if weight(body) > MOST_BYTES} == {}


def test_pages_say_the_figures_and_name_the_wider_group(real_site):
    wider = {code for code, wanted in expected().items() if wanted.pay_code not in ("", wanted.code)}
    published = {code for code, career in real_site.items() if career.is_published}
    assert len(wider & published) >= 25
    assert set(LOOKED_AT) <= published
    wrong = {}
    for code in published & {*LOOKED_AT, *wider}:
        body, _ = page_of(real_site[code])
        if missing := missing_from(page_text(body), expected()[code]):
            wrong[code] = missing
    assert wrong == {}


def test_figures_are_said_in_the_same_words_everywhere(real_site, settings):
    # Nobody else asks for that many at once.
    settings.SEARCHES_PER_MINUTE = 1_000_000
    assert faults_of(career for career in real_site.values() if career.is_published) == {}


def missing_from(text: str, wanted) -> list[str]:
    """What a career's page should say, and does not."""
    names = ["10th percentile", "25th percentile", "Median", "75th percentile", "90th percentile"]
    sentences = []
    shown = [basis for basis in zip(*wanted.pay, strict=True) if any(cell != NOT_PUBLISHED for cell in basis)]
    for name, *cells in zip(names, *shown, strict=True) if shown else ():
        # Of a row without any figure that is said once.
        said = cells if any(cell != NOT_PUBLISHED for cell in cells) else cells[:1]
        sentences.append(" ".join([name, *said]))
    outlook = wanted.outlook
    sentences += [f"{outlook[key]:,}" for key in ("base", "projected", "openings") if outlook[key] is not None]
    sentences += [outlook["education"], f"{outlook['growth'].lstrip('-').removesuffix('.0')}%"]
    for code, titles in ((wanted.pay_code, national_pay()), (wanted.outlook_code, projections())):
        if code and code != wanted.code:
            sentences.append(f"(SOC {code})")
            if titles is national_pay():
                sentences.append(f"These are for {everybody_in(titles[code]['OCC_TITLE'])} (SOC {code})")
    return [sentence for sentence in sentences if sentence not in text]


@pytest.mark.parametrize(
    ("queries", "first", "in_three"),
    [
        pytest.param(
            everyday.SHARED, 92, 96,
            marks=pytest.mark.skipif(not everyday.SHARED.is_file(), reason=f"there is no {everyday.SHARED}"),
        ),
        (everyday.OWN, 88, 94),
    ],
    ids=["shared", "own"],
)  # fmt: skip
def test_everyday_queries_find_what_is_meant(real_site, queries, first, in_three):
    score = everyday.measure(queries)
    assert (score.percent_first >= first, score.percent_in_three >= in_three) == (True, True), score.missed

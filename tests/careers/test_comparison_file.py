"""A comparison as a file for spreadsheets."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO

import pytest

from careers.models import Career, Skill, Task

from ..factories import make_career, make_onet_profile, make_pay, make_release, onet_data
from .figured import make_figured

COMPARE = "/careers/compare/"
CSV = "/careers/compare/careers.csv"


@pytest.fixture
def careers(db):
    make_release(top_code_annual=239_200, top_code_hourly=115)
    make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    make_figured("Coder", slug="coder", median=50_250)
    make_figured("Nurse", slug="nurse", growth="-5.5", openings=189_100, education="bachelor")


def lines_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_page_leads_to_its_file(visitor, careers):
    page = visitor.get(COMPARE, {"c": ["nurse", "coder"]}).content.decode()
    address = unescape(re.search(r'<a href="([^"]*)">Download as CSV</a>', page)[1])
    assert [line["Career"] for line in lines_of(visitor.get(address))] == ["Nurse", "Coder"]


@pytest.fixture
def nurse(careers):
    """With pay by the year and hour, training, skills and tasks."""
    nurse = Career.objects.get(slug="nurse")
    make_pay(occupation=nurse.occupation, annual_p10=66_030, annual_median=93_600, hourly_median="45.00")
    nurse.occupation.outlook_rows.update(training="Short-term on-the-job training")
    for name in ("Listening", "Lifting, safely"):
        Skill.objects.create(career=nurse, name=name)
        Task.objects.create(career=nurse, text=f"{name}, each day")
    return nurse


def test_the_file_holds_each_figure_with_its_period_and_source(visitor, nurse, settings):
    settings.SITE_URL = "https://careers.example"
    response = visitor.get(CSV, {"c": ["nurse", "coder"]})
    line, other = lines_of(response)
    assert line == {
        "Career": "Nurse",
        "Official title": f"{nurse.occupation.title}, SOC {nurse.occupation.code}",
        "Median annual pay": "93600",
        "10th percentile of annual pay": "66030",
        "90th percentile of annual pay": "",
        "Median hourly pay": "45.00",
        "10th percentile of hourly pay": "",
        "90th percentile of hourly pay": "",
        "Pay note": "",
        "Pay period": "May 2024",
        "Pay source": "Test publisher",
        "Pay published for": str(nurse.occupation),
        "Entry-level education": "Bachelor's degree",
        "Experience in a related job": "",
        "On-the-job training": "Short-term on-the-job training",
        "Growth in percent": "-5.5",
        "Growth in words": "",
        "Openings per year": "189100",
        "Jobs": "100000",
        "Outlook note": "",
        "Outlook period": "2024–34",
        "Outlook source": "Test publisher",
        "Outlook published for": str(nurse.occupation),
        "O*NET job zone": "",
        "Tasks": "Listening, each day; Lifting, safely, each day",
        "Skills": "Listening; Lifting, safely",
        "Work setting": "",
        "Personality": "",
        "Page": "https://careers.example/careers/nurse/",
    }
    assert {other["Growth in percent"], other["Outlook period"], other["Skills"]} == {""}


def test_the_file_is_one_that_spreadsheets_open_as_text(visitor, careers):
    response = visitor.get(CSV, {"c": ["nurse", "coder"]})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="careers.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("pay", "median", "note"),
    [
        ({}, "", "Not published"),
        ({"annual_p10": 20_000}, "", ""),
        ({"hourly_p10": "14.00", "hourly_median": "23.33"}, "", "Published by the hour alone"),
        ({"annual_median": 239_200}, "239200", "Or more: Median annual pay"),
        (
            {"annual_median": 90_000, "annual_p90": 239_200, "hourly_p90": "115"},
            "90000",
            "Or more: 90th percentile of annual pay, 90th percentile of hourly pay",
        ),
    ],
)
def test_what_a_number_alone_does_not_say_is_noted_beside_it(visitor, careers, pay, median, note):
    make_pay(occupation=make_figured("Surgeon", slug="surgeon").occupation, **pay)
    (line,) = lines_of(visitor.get(CSV, {"c": "surgeon"}))
    assert (line["Median annual pay"], line["Pay note"]) == (median, note)


def test_the_releases_job_zone_tasks_and_skills_are_in_the_file(visitor, db):
    make_onet_profile(code="11-2222.00", data=onet_data())
    make_career(slug="released", onet_code="11-2222.00")
    (line,) = lines_of(visitor.get(CSV, {"c": "released"}))
    assert line["O*NET job zone"] == "3"
    assert line["Tasks"] == "Read what others wrote.; Sharpen pencils."
    assert line["Skills"] == "Reading Comprehension; Speaking"
    assert line["Pay note"] == "Not published"


def test_an_unknown_career_is_named_and_there_is_no_file(visitor, careers):
    make_figured("Secret Work", slug="secret-work", status="draft")
    response = visitor.get(CSV, {"c": ["coder", "secret-work", "<b>", "a\x00b"]})
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response.content.decode().splitlines() == [
        f"We couldn't find “{slug}”." for slug in ("secret-work", "<b>", "ab")
    ]


def test_without_a_career_there_is_no_file(visitor, db):
    response = visitor.get(CSV)
    assert response.status_code == 404
    assert response.content.decode() == "No careers are selected.\n"


@pytest.mark.parametrize(
    "title",
    [
        *("=1+1", "+1", "-1+1", "-2|calc", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("https://evil.example")', "\nx"),
        # In other forms, and behind what a spreadsheet may pass over.
        *("＝1+1", "＋1", "－1+1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1+1", "﹫A", "⁼1", "₋1+1", "−1+1", "|calc", "-1.5e"),
        *(" =1+1", "\u00a0=1", "\u3000＝1", "\u200b=1+1", "\ufeff=1", "\u202e=1", "'=1+1", '"=1+1"', "“=1", "`=1"),
    ],
    ids=ascii,
)
def test_no_cell_of_the_file_is_a_formula(visitor, db, title):
    career = make_career(slug="odd", title=title)
    Skill.objects.create(career=career, name=title)
    content = visitor.get(CSV, {"c": "odd"}).content.decode("utf-8-sig")
    _, line = csv.reader(StringIO(content, newline=""))
    assert [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert line[0] == f"'{title}"


@pytest.mark.parametrize("title", ["Actor", "3D artist", "C++ developer", "Nurse (on-call)", "«Chef»", "Élève"])
def test_what_is_no_formula_stays_as_it_is(visitor, db, title):
    make_career(slug="plain", title=title)
    (line,) = lines_of(visitor.get(CSV, {"c": "plain"}))
    assert line["Career"] == title


def test_no_separator_within_a_cell_begins_another(visitor, db):
    career = make_career(slug="odd", title="Actor;=1+1")
    Task.objects.create(career=career, text="Act;=1+1\t=2; ＝3;; +4", order=1)
    content = visitor.get(CSV, {"c": "odd"}).content.decode("utf-8-sig")
    for separator in (";", "\t"):
        [cells] = list(csv.reader(StringIO(content.splitlines()[1]), delimiter=separator))
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "＝", "+"))]

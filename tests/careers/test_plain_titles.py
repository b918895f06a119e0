"""Imported careers are called what people call them; the official title stands beside, and searches find both."""

from datetime import date

import pytest

from careers.models import Career
from careers.releases import lifecycle, onet_careers
from careers.releases.plain_titles import EXCEPTIONS, plain_title
from careers.search import search, suggest

from ..factories import make_career, make_occupation, make_onet_profile, make_release

OFFICIAL = "Cooks, Fast Food"
CODE = "35-2011.00"


@pytest.fixture
def onet(db):
    release = make_release(
        "onet", title="O*NET 29.3 Database", period="May 2025", as_of=date(2025, 5, 1), state="staged"
    )
    make_onet_profile(release=release, code=CODE, title=OFFICIAL)
    return release


@pytest.fixture
def cook(onet):
    lifecycle.approve([onet], by="ada", publish=True)
    return Career.objects.get(onet_code=CODE)


@pytest.mark.parametrize(
    ("official", "title", "workers"),
    [
        ("Registered Nurses", "Registered Nurse", "registered nurses"),
        ("Actuaries", "Actuary", "actuaries"),
        ("Midwives", "Midwife", "midwives"),
        ("Coaches and Scouts", "Coach or Scout", "coaches and scouts"),
        ("Waiters and Waitresses", "Waiter or Waitress", "waiters and waitresses"),
        (OFFICIAL, "Fast Food Cook", "fast food cooks"),
        ("Helpers--Electricians", "Electrician Helper", "electrician helpers"),
        ("Helpers--Production Workers", "Production Helper", "production helpers"),
        (
            "First-Line Supervisors of Food Preparation and Serving Workers",
            "Food Preparation and Serving Supervisor",
            "food preparation and serving supervisors",
        ),
        (
            "First-Line Supervisors of Correctional Officers",
            "Correctional Officer Supervisor",
            "correctional officer supervisors",
        ),
        ("Business Teachers, Postsecondary", "College Business Teacher", "college business teachers"),
        ("Architects, Except Landscape and Naval", "Architect", "architects"),
        ("Fine Artists, Including Painters, Sculptors, and Illustrators", "Fine Artist", "fine artists"),
        ("Managers, All Other", "Other Managers", ""),
        ("Engineering Technologists and Technicians, Except Drafters, All Other", "Other Engineering Technicians", ""),
        (
            "Claims Adjusters, Examiners, and Investigators",
            "Claims Adjuster, Examiner, or Investigator",
            "claims adjusters, examiners, and investigators",
        ),
        (
            "Elevator and Escalator Installers and Repairers",
            "Elevator and Escalator Installer or Repairer",
            "elevator and escalator installers and repairers",
        ),
        (
            "Compensation and Benefits Managers",
            "Compensation and Benefits Manager",
            "compensation and benefits managers",
        ),
        (
            "Forging Machine Setters, Operators, and Tenders, Metal and Plastic",
            "Metal and Plastic Forging Machine Operator",
            "metal and plastic forging machine operators",
        ),
        (
            "English Language and Literature Teachers, Postsecondary",
            "College English Teacher",
            "college English teachers",
        ),
        ("Computer Numerically Controlled Tool Operators", "CNC Tool Operator", "CNC tool operators"),
        ("Clergy", "Clergy Member", "clergy"),
        ("Special Forces", "Special Forces Member", "special forces members"),
    ],
)
def test_an_official_title_as_people_say_it(official, title, workers):
    plain = plain_title(official)
    assert (plain.title, plain.workers) == (title, workers)


def test_no_two_exceptions_are_called_alike():
    lines = [line.split("\t") for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines()]
    assert lines == sorted(lines), "in the order of the alphabet, so that each is found"
    titles = [plain_title(official).title for official, *_ in lines]
    assert len(set(titles)) == len(titles) > 100


def test_the_page_names_the_official_title_once(visitor, cook):
    page = visitor.get(cook.get_absolute_url()).content.decode()
    assert "<h1>Fast Food Cook</h1>" in page
    assert page.count(f"Official title: {OFFICIAL}, O*NET-SOC {CODE}") == 1
    assert "Fast food cooks are also known by other titles" in page
    assert cook.slug == "cooks-fast-food"


def test_without_a_release_of_o_net_the_official_title_is_the_soc_s(visitor, db):
    nurses = make_occupation(code="29-1141", title="Registered Nurses")
    own = make_career(title="Registered Nurse", occupation=nurses, onet_code="29-1141.00")
    one_of_them = make_career(title="Acute Care Nurse", occupation=nurses, onet_code="29-1141.01")
    assert "Official title: Registered Nurses, SOC 29-1141" in visitor.get(own.get_absolute_url()).content.decode()
    assert "Official title" not in visitor.get(one_of_them.get_absolute_url()).content.decode()


def test_programs_read_both_titles(visitor, described, cook):
    description = described(visitor.get(cook.get_absolute_url()))["Occupation"]
    assert (description["name"], description["alternateName"]) == ("Fast Food Cook", OFFICIAL)
    [found] = visitor.get("/api/careers/", {"q": "fast food cook"}).json()["careers"]
    assert (found["title"], found["official_title"], found["official_code"]) == ("Fast Food Cook", OFFICIAL, CODE)
    file = visitor.get("/careers/compare/careers.csv", {"c": cook.slug}).content.decode()
    assert "Fast Food Cook" in file
    assert f"{OFFICIAL}, O*NET-SOC {CODE}" in file


@pytest.mark.parametrize("query", ["fast food cook", "Fast Food Cooks", OFFICIAL, "cooks fast food"])
def test_a_search_finds_either_title_first(cook, query):
    make_career(title="Restaurant Cook")
    make_career(title="Fast Food and Counter Worker")
    best = search(query).hits[0]
    assert (best.career_id, best.is_whole) == (cook.pk, True)


@pytest.mark.parametrize("typed", ["fast food c", "cooks, fa"])
def test_either_title_is_suggested_while_it_is_typed(cook, typed):
    assert [one.title for one in suggest(typed)][:1] == ["Fast Food Cook"]


def older(title: str, **values) -> Career:
    """A career as older code made it of a release."""
    return make_career(**{"title": title, "from_onet": True, "workers": "", **values})


def test_careers_that_older_code_made_get_a_plain_title_at_their_old_address(db):
    career = older(OFFICIAL, onet_code=CODE, slug="cooks-fast-food")
    make_onet_profile(code=CODE, title=OFFICIAL)
    assert onet_careers.title_plainly() == 1
    career.refresh_from_db()
    assert (career.title, career.people, career.slug) == ("Fast Food Cook", "fast food cooks", "cooks-fast-food")
    assert [hit.career_id for hit in search("fast food cook").hits] == [career.pk]
    assert onet_careers.title_plainly() == 0


def test_titles_that_staff_wrote_stay(db):
    renamed = older("Burger Flipper", onet_code=CODE, workers="flippers")
    editors = make_career(title="Registered Nurses", onet_code="29-1141.00")
    make_onet_profile(code=CODE, title=OFFICIAL)
    make_onet_profile(code="29-1141.00", title="Registered Nurses")
    assert onet_careers.title_plainly() == 0
    assert Career.objects.get(pk=renamed.pk).title == "Burger Flipper"
    assert Career.objects.get(pk=editors.pk).title == "Registered Nurses"


def test_an_official_title_that_staff_give_back_stays(db):
    career = older(OFFICIAL, onet_code=CODE)
    make_onet_profile(code=CODE, title=OFFICIAL)
    onet_careers.title_plainly()
    Career.objects.filter(pk=career.pk).update(title=OFFICIAL)
    assert onet_careers.title_plainly() == 0
    assert Career.objects.get(pk=career.pk).title == OFFICIAL


def test_a_plain_title_that_another_career_has_gets_its_code(db):
    make_career(title="fast food cook")
    career = older(OFFICIAL, onet_code=CODE)
    make_onet_profile(code=CODE, title=OFFICIAL)
    onet_careers.title_plainly()
    assert Career.objects.get(pk=career.pk).title == f"Fast Food Cook ({CODE})"

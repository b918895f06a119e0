"""Occupations that a workforce agency lists as in demand: a release like any other, a badge, a filter, a ranking."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from careers.models import Release
from careers.releases import lifecycle

from ..factories import make_career, make_occupation
from .figured import make_figured, titles_in

pytestmark = pytest.mark.django_db
SAMPLE = settings.BASE_DIR / "fixtures/samples/in-demand/in_demand.csv"
HEADS = "SOC code,Area,Source,Date\n"


@pytest.fixture
def nurse():
    occupation = make_occupation(code="29-1141", title="Registered Nurses")
    return make_figured("Nurse", slug="nurse", occupation=occupation, openings=189_100, growth=4)


@pytest.fixture
def actor():
    return make_figured("Actor", slug="actor", occupation=make_occupation(code="27-2011"), openings=6_000, growth=1)


@pytest.fixture
def give(tmp_path):
    """Imports a list of these lines, and approves it."""

    def imported(lines: str, name: str = "list.csv") -> Release:
        file = tmp_path / name
        file.write_text(lines)
        call_command("import_data", file, approve=True, despite_losses=True)
        return Release.objects.get(data_set="in-demand", state="live")

    return imported


def test_the_page_says_where_a_career_is_in_demand_and_who_says_so(visitor, text_of, nurse, actor):
    call_command("import_data", SAMPLE, approve=True)
    text = text_of(visitor.get("/careers/nurse/"))
    assert "In demand in Ohio A made-up workforce board, July 2026" in text
    assert "A made-up workforce board, Occupations in demand, July 2026" in text
    assert "In demand" not in text_of(visitor.get("/careers/actor/"))


def test_a_wider_group_that_is_listed_counts_for_its_careers(visitor, text_of):
    make_career(title="Coder", slug="coder", occupation=make_occupation(code="29-2072"))
    call_command("import_data", SAMPLE, approve=True)
    assert "In demand in Ohio" in text_of(visitor.get("/careers/coder/"))


def test_the_list_can_be_narrowed_to_what_is_in_demand(visitor, text_of, nurse, actor):
    assert "Listed as in demand" not in text_of(visitor.get("/careers/"))
    call_command("import_data", SAMPLE, approve=True)
    assert "Listed as in demand 1" in text_of(visitor.get("/careers/"))
    response = visitor.get("/careers/", {"demand": "yes"})
    assert titles_in(response) == ["Nurse"]
    assert "In demand in Ohio" in text_of(response)


def test_the_ranking_has_just_those_and_names_the_list(visitor, text_of, nurse, actor):
    assert "Careers in demand here" not in text_of(visitor.get("/rankings/"))
    call_command("import_data", SAMPLE, approve=True)
    assert "Careers in demand here" in text_of(visitor.get("/rankings/"))
    text = text_of(visitor.get("/rankings/in-demand/"))
    assert "189,100" in text
    assert "Actor" not in text
    assert "A made-up workforce board, Occupations in demand" in text


def test_a_newer_list_takes_its_place_and_goes_back(visitor, text_of, nurse, actor, give):
    give(f"{HEADS}29-1141,Ohio,Board,2026-07-01\n")
    newer = give(f"{HEADS}27-2011,Ohio,Board,2026-08-01\n", "newer.csv")
    assert "In demand" not in text_of(visitor.get("/careers/nurse/"))
    assert "In demand in Ohio Board, August 2026" in text_of(visitor.get("/careers/actor/"))
    lifecycle.rollback(newer, by="editor", despite_losses=True)
    assert "In demand in Ohio Board, July 2026" in text_of(visitor.get("/careers/nurse/"))
    assert titles_in(visitor.get("/careers/", {"demand": "yes"})) == ["Nurse"]


def test_several_regions_are_all_named(visitor, text_of, nurse, give):
    give(f"{HEADS}29-1141,Ohio,Board,2026-07-01\n29-1141,Lima,Board,2026-07-01\n")
    assert "In demand in Lima, Ohio" in text_of(visitor.get("/careers/nurse/"))


def test_the_same_list_again_changes_nothing(give, nurse):
    lines = f"{HEADS}29-1141,Ohio,Board,2026-07-01\n"
    assert give(lines) == give(lines, "again.csv")
    assert Release.objects.filter(data_set="in-demand").count() == 1


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("29-1141,Ohio,Board,2026-07-01\n29-1141,Ohio,Board,2026-07-01\n", "29-1141 in Ohio stands in row 2 already"),
        ("29-9999,Ohio,Board,2026-07-01\n", "not in the 2018 classification"),
        ("nurse,Ohio,Board,2026-07-01\n", "“nurse” is not a code such as 29-1141"),
        ("29-1141,,Board,2026-07-01\n", "Name the region"),
        ("29-1141,Ohio,,2026-07-01\n", "Name who put out the list"),
        ("29-1141,Ohio,Board,soon\n", "“soon” is no day such as 2026-07-31"),
        ("29-1141,Ohio,Board,2026-02-30\n", "“2026-02-30” is no day"),
        ("29-1141,Ohio,Board,2999-01-01\n", "cannot be the day"),
        ("29-1141,Ohio,Board,2026-07-01\n27-2011,Ohio,Other,2026-07-01\n", "Give each list a file of its own"),
        ("", "There are no occupations below the headers"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(give, lines, problem):
    with pytest.raises(CommandError, match=problem):
        give(HEADS + lines)
    assert not Release.objects.exists()


def test_a_missing_column_is_named(give):
    with pytest.raises(CommandError, match="There is no column “Source”"):
        give("SOC code,Area,Publisher,Date\n29-1141,Ohio,Board,2026-07-01\n")

"""Editors choose for each list whether theirs stands instead of O*NET's or with it."""

import pytest

from careers.models import Skill, Task, Title

from ..factories import make_career, make_onet_profile, onet_data
from .search.searching import titles_found

TASKS = [["Read what others wrote.", "Core"], ["Sharpen pencils.", "Supplemental"]]


@pytest.fixture
def career(db):
    career = make_career(title="Tester", slug="tester", onet_code="29-2072.00")
    make_onet_profile(code="29-2072.00", data=onet_data(tasks=TASKS))
    Task.objects.create(career=career, text="Try it out")
    Task.objects.create(career=career, text="SHARPEN pencils.", order=2)
    Title.objects.create(career=career, name="Prober")
    Skill.objects.create(career=career, name="Patience", text="It takes long.")
    return career


@pytest.fixture
def shown(visitor, section_of, career):
    return lambda name: section_of(visitor.get("/careers/tester/"), name)


def test_lists_stand_instead_of_the_releases_until_editors_choose(career, shown):
    assert "Read what others wrote." not in shown("tasks")
    assert "Chief Tester" not in shown("titles")
    assert "Reading Comprehension" not in shown("skills")


@pytest.mark.parametrize(
    ("part", "own", "released"),
    [
        ("tasks", "Try it out", "Read what others wrote."),
        ("titles", "Prober", "Chief Tester"),
        ("skills", "Patience", "Reading Comprehension"),
    ],
)
def test_a_list_is_shown_with_the_releases_its_own_first(part, own, released, career, shown):
    others = {name: shown(name) for name in ("tasks", "titles", "skills") if name != part}
    setattr(career, f"with_released_{part}", True)
    career.save()
    assert shown(part).index(own) < shown(part).index(released)
    assert {name: shown(name) for name in others} == others
    name = "job titles" if part == "titles" else part
    ours, _, theirs = shown("sources").partition("From the O*NET 29.3 Database:")
    assert name in ours
    assert name in theirs.partition(".")[0]


def test_what_both_say_is_shown_once(career, shown):
    career.with_released_tasks = True
    career.save()
    assert shown("tasks").casefold().count("sharpen pencils.") == 1


def test_searches_find_a_career_by_the_releases_tasks_only_where_they_are_shown(career):
    assert titles_found("others wrote") == []
    career.with_released_tasks = True
    career.save()
    assert titles_found("others wrote") == ["Tester"]


def test_a_comparison_has_both(visitor, text_of, career):
    career.with_released_tasks = career.with_released_skills = True
    career.save()
    make_career(slug="other")
    compared = text_of(visitor.get("/careers/compare/", {"c": ["tester", "other"]}))
    for words in ("Try it out", "Read what others wrote.", "Patience", "Reading Comprehension"):
        assert words in compared

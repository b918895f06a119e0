"""What the work is like: told in plain words from a release's ratings, whole on the full lists, and to filter by."""

import re

import pytest

from careers.figures import plain_elements, work_life
from careers.figures.work_life import SETTINGS, TOPICS, lines_of, settings_of
from careers.models import CareerListing

from ..factories import make_career, make_onet_profile, onet_data
from .figured import titles_in
from .test_compare import row_of

OUTDOORS, INDOORS, SITTING, STANDING, WALKING = (
    *("4.C.2.a.1.c", "4.C.2.a.1.a", "4.C.2.d.1.a", "4.C.2.d.1.b", "4.C.2.d.1.d"),
)
CONTACT, HEIGHTS, HOURS, SCHEDULE = "4.C.1.a.4", "4.C.2.c.1.c", "4.C.3.d.8", "4.C.3.d.4"
STYLES = [
    ["1.C.5.c", "Integrity", 4.9],
    ["1.C.3.b", "Concern for Others", 4.8],
    ["1.C.5.b", "Attention to Detail", 4.7],
    ["1.C.5.a", "Dependability", 4.7],
    ["1.C.4.b", "Stress Tolerance", 4.6],
    ["1.C.7.a", "Innovation", 3.4],
]


def context(**ratings) -> list:
    """Of elements, by names of this module's constants."""
    found = {globals()[name]: rating for name, rating in ratings.items()}
    return sorted([element, f"Element {element}", rating, ""] for element, rating in found.items())


def said(topic: str, **parts) -> str:
    return next((line.text for line in lines_of(parts) if line.topic == topic), "")


def said_of(topic: str, **ratings) -> str:
    return said(topic, work_context=context(**ratings))


@pytest.mark.parametrize(
    ("topic", "ratings", "words"),
    [
        ("Place", {"OUTDOORS": 4, "INDOORS": 3.5}, "Mostly outdoors, in all weather."),
        ("Place", {"OUTDOORS": 4.2, "INDOORS": 3.6}, "Both outdoors and indoors."),
        ("Place", {"OUTDOORS": 4.2}, "Often outdoors, in all weather."),
        ("Place", {"OUTDOORS": 2.5, "INDOORS": 4}, "Indoors."),
        ("Place", {"OUTDOORS": 2.6, "INDOORS": 4}, "Mostly indoors."),
        ("Place", {"OUTDOORS": 3.9, "INDOORS": 3}, ""),
        ("Place", {"HEIGHTS": 2.99}, ""),
        ("Place", {"HEIGHTS": 3}, "Sometimes in high places."),
        ("Place", {"HEIGHTS": 4}, "Often in high places."),
        ("People", {"CONTACT": 4.5}, "You deal with other people nearly all the time."),
        ("People", {"CONTACT": 2}, "You have little to do with other people."),
        ("Hours", {"HOURS": 2.5}, "Usually more than 40 hours a week."),
        ("Hours", {"HOURS": 1.5}, "Usually fewer than 40 hours a week."),
        ("Hours", {"HOURS": 2, "SCHEDULE": 1.2}, "About 40 hours a week. The schedule is mostly regular."),
        ("Hours", {"SCHEDULE": 2}, "The schedule often changes."),
        ("Body", {"SITTING": 4}, "You sit most of the day."),
        ("Body", {"SITTING": 3.9}, ""),
        ("Body", {"STANDING": 4, "WALKING": 4}, "You stand and walk most of the day."),
        ("Body", {"STANDING": 4, "WALKING": 3}, "You stand most of the day."),
    ],
)
def test_a_rating_is_put_in_words_from_its_threshold_on(topic, ratings, words):
    assert said_of(topic, **ratings) == words


def test_how_much_there_is_to_lift_is_told_by_the_activities():
    activities = [["4.A.3.a.1", "Performing General Physical Activities", 4.0]]
    assert (
        said("Body", work_activities=activities) == "Physical work, such as lifting and climbing, is a big part of it."
    )


def test_personality_is_the_five_highest_styles_in_plain_words():
    assert said("Personality", work_styles=STYLES) == (
        "It helps to be honest, caring, careful with details, reliable and calm under stress."
    )


def test_a_style_that_hinders_does_not_help():
    styles = [["1.D.2.c", "Empathy", 2.75], ["1.D.1.d", "Tolerance for Ambiguity", -0.11]]
    assert said("Personality", work_styles=styles) == "It helps to be able to feel with others."


def test_what_is_not_important_is_not_named_and_what_nobody_knows_goes_by_its_own_name():
    abilities = [["1.A.9.z", "Time Travel", 4.0], ["1.A.4.a.1", "Near Vision", 3.0], ["1.A.3.b.1", "Stamina", 2.9]]
    assert said("Abilities", abilities=abilities) == "You need to be good at time travel and seeing things up close."


def test_no_topic_says_more_than_three_things():
    everything = [
        [one.element, "Element", 5.0, ""] for topic in TOPICS for rules in topic.choices for one in rules[0].ranges
    ]
    lines = lines_of({"work_context": everything})
    assert max(len(line.said) for line in lines) == 3


def test_rules_ask_for_elements_of_the_context_and_of_activities_alone():
    asked = {one.element for topic in TOPICS for rules in topic.choices for rule in rules for one in rule.ranges}
    asked |= {one.element for setting in SETTINGS for way in setting.ways for one in way}
    assert all(re.fullmatch(r"4\.(C\.[123]|A\.[1234])\.[a-e](\.\d)?(\.[a-l])?", element) for element in asked)
    assert {element for element in asked if element.startswith("4.A")} <= plain_elements.ACTIVITIES.keys()


def test_nothing_is_said_without_ratings():
    assert lines_of(onet_data()) == []
    assert settings_of(onet_data()) == []


@pytest.fixture
def career(db):
    return make_career(title="Roofer", slug="roofer", onet_code="47-2181.00")


@pytest.fixture
def released(career):
    return lambda **parts: make_onet_profile(code=career.onet_code, data=onet_data(**parts))


def test_a_profile_says_it_after_the_tasks_with_its_source_once(visitor, section_of, career, released):
    released(work_context=context(OUTDOORS=4.8, INDOORS=1.5, HEIGHTS=4.6), work_styles=STYLES)
    response = visitor.get(career.get_absolute_url())
    text = section_of(response, "work-life")
    assert "Place Mostly outdoors, in all weather. Often in high places." in text
    assert "Personality It helps to be honest" in text
    assert text.count("O*NET 29.3 Database, May 2025.") == 1
    page = response.content.decode()
    for key in ('id="{}"', 'href="#{}"'):
        assert page.index(key.format("tasks")) < page.index(key.format("work-life")) < page.index(key.format("titles"))


def test_what_decides_less_is_folded(visitor, career, released):
    released(work_styles=STYLES, work_activities=[["4.A.4.a.5", "Assisting and Caring for Others", 4.8]])
    page = visitor.get(career.get_absolute_url()).content.decode()
    section = page[page.index('id="work-life"') : page.index('id="titles"')]
    assert section.index("It helps to be") < section.index("<details") < section.index("caring for others")
    assert "<summary>Day to day</summary>" in section


def test_a_profile_without_ratings_has_no_such_section(visitor, career, released):
    released()
    assert "work-life" not in visitor.get(career.get_absolute_url()).content.decode()


def test_the_full_lists_have_every_rating_with_its_scale_and_answer(visitor, text_of, career, released):
    released(
        work_context=[
            ["4.C.2.a.1.c", "Outdoors, Exposed to All Weather Conditions", 4.8, "Every day"],
            ["4.C.3.d.8", "Duration of Typical Work Week", 2.1, "40 hours"],
        ],
        work_styles=[["1.D.2.c", "Empathy", 2.75], ["1.D.1.d", "Tolerance for Ambiguity", -0.11]],
        abilities=[["1.A.4.a.1", "Near Vision", 3.0]],
    )
    text = text_of(visitor.get(f"{career.get_absolute_url()}titles-and-technology/"))
    assert "Outdoors, Exposed to All Weather Conditions 4.8 of 5 Every day" in text
    assert "Duration of Typical Work Week 2.1 of 3 40 hours" in text
    assert "Empathy +2.8 of 3" in text
    assert "Tolerance for Ambiguity −0.1 of 3" in text
    assert "Near Vision 3.0 of 5" in text
    assert "Activities of the work" not in text


def test_a_comparison_has_setting_and_personality_where_a_column_has(visitor, career, released):
    make_career(title="Other", slug="other")
    address = "/careers/compare/?c=roofer&c=other"
    assert "Work setting" not in visitor.get(address).content.decode()
    released(work_context=context(OUTDOORS=4.8, STANDING=4.2), work_styles=STYLES)
    response = visitor.get(address)
    outdoors = "Often outdoors, in all weather. You stand most of the day."
    assert row_of(response, "Work setting") == [outdoors, "Not published"]
    assert row_of(response, "Personality")[0].startswith("It helps to be honest")
    assert outdoors in visitor.get("/careers/compare/careers.csv?c=roofer&c=other").content.decode()


@pytest.mark.parametrize(
    ("ratings", "codes"),
    [
        ({"OUTDOORS": 4}, ["outdoors"]),
        ({"OUTDOORS": 3.99, "INDOORS": 4}, []),
        ({"OUTDOORS": 2.5, "INDOORS": 4}, ["indoors"]),
        ({"SITTING": 4, "STANDING": 3.9, "WALKING": 3.9}, ["sitting"]),
        ({"STANDING": 4}, ["active"]),
        ({"WALKING": 4, "CONTACT": 4, "HEIGHTS": 3}, ["active", "with-people", "heights"]),
    ],
)
def test_settings_follow_from_ratings(ratings, codes):
    assert settings_of({"work_context": context(**ratings)}) == codes


def test_careers_are_filtered_by_their_setting(visitor, career, released):
    make_career(title="Other")
    released(work_context=context(OUTDOORS=4.8, HEIGHTS=3.2))
    assert CareerListing.objects.get(career=career).settings == "outdoors heights"
    assert titles_in(visitor.get("/careers/?setting=outdoors")) == ["Roofer"]
    assert titles_in(visitor.get("/careers/?setting=heights")) == ["Roofer"]
    assert titles_in(visitor.get("/careers/?setting=indoors")) == []
    assert "Work setting: Outdoors" in " ".join(visitor.get("/careers/?setting=outdoors").content.decode().split())


def test_the_filter_is_not_offered_where_no_public_career_has_a_setting(visitor, career, released):
    released(work_styles=STYLES)
    assert 'name="setting"' not in visitor.get("/careers/").content.decode()
    make_onet_profile(code="47-2182.00", data=onet_data(work_context=context(OUTDOORS=4.8)))
    draft = make_career(title="Draft", onet_code="47-2182.00", status="draft")
    assert 'name="setting"' not in visitor.get("/careers/").content.decode()
    draft.status = "published"
    draft.save()
    assert 'name="setting"' in visitor.get("/careers/").content.decode()


def test_every_setting_fits_the_column_together():
    column = CareerListing._meta.get_field("settings")
    assert len(" ".join(setting.code for setting in work_life.SETTINGS)) <= column.max_length

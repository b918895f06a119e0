"""What a career's page leads on to, and why."""

import pytest

from careers.browse import listing
from careers.models import Career, OnetProfile, Skill

from ..factories import make_career, make_field, make_onet_profile, onet_data
from .figured import make_figured


@pytest.fixture
def field(db):
    return make_field(title="Health")


@pytest.fixture
def career(field):
    return make_figured("Coder", field=field, onet_code="11-1000.00", skills=("Reading", "Coding", "Asking", "Typing"))


@pytest.fixture
def related(visitor, section_of, career):
    return lambda: section_of(visitor.get(career.get_absolute_url()), "related")


def released(*codes: str) -> None:
    others = [[code, "Title", "Primary-Short"] for code in codes]
    make_onet_profile(code="11-1000.00", data=onet_data(related=others, skills=[]))


def test_the_editors_choice_goes_before_the_releases_and_those_before_the_fields(related, career, field):
    make_career(title="Neighbour", field=field)
    make_career(title="Released", onet_code="11-2000.00")
    released("11-2000.00")
    assert "Released" in related()
    assert "Neighbour" not in related()
    career.related.add(make_career(title="Chosen"))
    text = related()
    assert text.index("Chosen") < text.index("Released")
    assert "Neighbour" not in text


def test_what_most_careers_need_is_no_reason_where_there_is_a_better_one(visitor, section_of, field):
    for number, skills in enumerate((["Speaking", "Welding"], ["Speaking", "Welding"], ["Speaking"])):
        code = f"11-300{number}.00"
        data = onet_data(related=[], knowledge=[], skills=[[name, 4.0, ""] for name in skills])
        make_onet_profile(code=code, data=data)
        make_career(title=f"Worker {number}", slug=f"worker-{number}", onet_code=code, field=field)
    text = section_of(visitor.get("/careers/worker-0/"), "related")
    assert "Both need: Welding" in text
    assert "Both need: Speaking" in text
    assert "Speaking, Welding" not in text


def test_the_releases_order_is_kept(related):
    for number in (3, 1, 2):
        make_career(title=f"Number {number}", onet_code=f"11-200{number}.00")
    released("11-2002.00", "11-2003.00", "11-9999.00", "11-2001.00")
    text = related()
    assert text.index("Number 2") < text.index("Number 3") < text.index("Number 1")


def test_of_the_field_those_with_most_skills_in_common_come_first(related, field):
    make_figured("A Nobody", field=field)
    make_figured("B One", field=field, skills=("Typing",))
    make_figured("C Two", field=field, skills=("Coding", "Lifting", "Reading"))
    text = related()
    assert text.index("C Two") < text.index("B One") < text.index("A Nobody")


def test_the_reason_names_up_to_three_shared_skills_in_this_careers_order(related, field):
    make_figured("Same", field=field, skills=("Typing", "Asking", "Coding", "Reading"))
    make_figured("Apart", field=field, skills=("Lifting",))
    text = related()
    assert "Both need: Reading, Coding, Asking" in text
    assert "typing" not in text
    assert "In the same field of work" in text


def test_a_career_of_another_field_with_nothing_in_common_says_who_named_it(related, career):
    make_career(title="Released", onet_code="11-2000.00")
    released("11-2000.00")
    assert "Listed as related by the O*NET 29.3 Database" in related()
    career.related.add(make_career(title="Chosen"))
    text = related()
    assert "Chosen by the editors" in text
    assert "Both need" not in text
    assert "same field" not in text


def test_skills_of_the_release_are_compared_too(visitor, section_of, field):
    for number in (1, 2):
        code = f"11-300{number}.00"
        make_onet_profile(code=code, data=onet_data(related=[], knowledge=[], skills=[["Active Listening", 4.0, ""]]))
        make_career(title=f"Listener {number}", slug=f"listener-{number}", onet_code=code, field=field)
    text = section_of(visitor.get("/careers/listener-1/"), "related")
    assert "Listener 2" in text
    assert "Both need: Active Listening" in text


def test_no_more_than_six_are_shown(related, field):
    for number in range(9):
        make_career(title=f"Neighbour {number}", field=field)
    assert related().count("Neighbour") == 6


def test_a_draft_is_never_related_and_nothing_is_to_itself(related, career, field):
    draft = make_career(title="Secret", field=field, status="draft", onet_code="11-2000.00")
    released("11-2000.00", "11-1000.00")
    career.related.add(draft, career)
    make_career(title="Neighbour", field=field)
    assert "Secret" not in related()
    assert "Coder" not in related()
    assert "Neighbour" in related()


def test_a_career_whose_facts_are_not_derived_yet_is_related_all_the_same(related, field):
    make_figured("Neighbour", field=field, skills=("Coding",)).listing.delete()
    assert "Neighbour" in related()
    listing.refresh()
    assert "Both need: Coding" in related()


def test_a_skill_that_is_taken_away_is_no_reason_any_more(related, career, field):
    make_figured("Neighbour", field=field, skills=("Coding",))
    assert "Both need: Coding" in related()
    Skill.objects.get(career=career, name="Coding").delete()
    assert "Both need" not in related()


def test_the_first_career_of_its_field_leads_to_all_careers(related):
    assert Career.objects.count() == 1
    assert "This is the first career in its field. See all careers" in related()


@pytest.fixture
def ward(db):
    """A nurse, and related careers by how much preparation they take; the release has those first that are far."""
    health, other = make_field(title="Wards"), make_field(title="Elsewhere")
    codes = {}
    for title, zone, education, field in (
        ("Nurse", 4, "bachelor", health),
        ("Surgeon", 5, "doctoral", health),
        ("Physician", 5, "doctoral", health),
        ("Aide", 2, "award", health),
        ("Manager", 4, "bachelor", other),
        ("Therapist", 3, "associate", health),
        ("Midwife", 5, "master", health),
    ):
        career = make_figured(title, slug=title.lower(), field=field, zone=zone, education=education)
        codes[title] = career.onet_code
    profile = OnetProfile.objects.get(code=codes["Nurse"])
    profile.data["related"] = [[code, title, "Primary-Short"] for title, code in codes.items() if title != "Nurse"]
    profile.save()
    return Career.objects.get(title="Nurse")


def order_of(text: str, *titles: str) -> list[str]:
    return sorted(titles, key=text.index)


def test_related_careers_begin_with_those_of_like_preparation_and_of_the_same_field(visitor, section_of, ward):
    text = section_of(visitor.get("/careers/nurse/"), "related")
    titles = ("Surgeon", "Physician", "Aide", "Manager", "Therapist", "Midwife")
    near = ["Therapist", "Midwife", "Manager"]
    assert order_of(text, *titles) == [*near, "Surgeon", "Physician", "Aide"]


def test_of_the_editors_choice_those_of_like_preparation_come_first_too(visitor, section_of, ward):
    ward.related.set(Career.objects.filter(title__in=["Surgeon", "Therapist", "Aide"]))
    text = section_of(visitor.get("/careers/nurse/"), "related")
    assert order_of(text, "Aide", "Surgeon", "Therapist", "Midwife") == ["Therapist", "Aide", "Surgeon", "Midwife"]


def test_where_many_are_near_there_is_room_for_where_one_may_get_in_time(visitor, section_of, ward):
    others = [["11-7777.00", "Far", "Primary-Short"]]
    make_onet_profile(code="11-7777.00", job_zone=1, data=onet_data(related=[]))
    make_career(title="Far", onet_code="11-7777.00", field=ward.field)
    for number in range(6):
        code = f"11-888{number}.00"
        make_onet_profile(code=code, job_zone=4, data=onet_data(related=[]))
        make_career(title=f"Near {number}", onet_code=code, field=ward.field)
        others.append([code, "Near", "Supplemental"])
    profile = OnetProfile.objects.get(code=ward.onet_code)
    profile.data["related"] = others
    profile.save()
    text = section_of(visitor.get("/careers/nurse/"), "related")
    near = ["Near 0", "Near 1", "Near 2", "Near 3"]
    assert order_of(text, *near, "Far", "Near 4") == [*near, "Far", "Near 4"]
    assert "Near 5" not in text

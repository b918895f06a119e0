"""What leads on from a career's page, by the education, license or apprenticeship that it takes."""

import re

import pytest
from django.core.exceptions import ValidationError

from careers.models import CareerCredential, Credential, NextStep, Organization

from ..factories import make_area, make_area_pay, make_career, make_occupation, make_outlook


@pytest.fixture
def career(db):
    NextStep.objects.all().delete()
    return make_career(occupation=make_occupation(code="29-2072"))


@pytest.fixture
def shown(visitor, section_of, career):
    return lambda area="": section_of(visitor.get(career.get_absolute_url(), {"area": area}), "education")


def make_step(title: str, **values) -> NextStep:
    step = NextStep(**{"title": title, "text": "What is there.", "url": "https://steps.example/"} | values)
    step.full_clean()
    step.save()
    return step


def test_a_page_without_a_step_has_no_heading_for_one(career, shown):
    assert "What to do next" not in shown()


def test_a_step_is_linked_with_what_the_reader_finds_there(visitor, career, shown):
    make_step("Find training", text="Schools near you.", url="https://training.example/")
    assert "What to do next Find training Schools near you." in shown()
    html = visitor.get(career.get_absolute_url()).content.decode()
    assert '<a href="https://training.example/" rel="noopener">Find training</a>' in html


@pytest.mark.parametrize(("education", "is_shown"), [("bachelor", True), ("award", False), ("", False)])
def test_a_step_for_levels_of_education_stands_on_careers_of_these_levels_alone(career, shown, education, is_shown):
    make_step("Compare colleges", education="associate bachelor")
    make_outlook(occupation=career.occupation, entry_education=education)
    assert ("Compare colleges" in shown()) == is_shown


def test_a_step_towards_a_license_stands_where_editors_say_that_one_is_needed(career, shown):
    make_step("Check the license rules", only_for="license")
    organization = Organization.objects.create(name="Board")
    certificate = Credential.objects.create(name="Certificate", organization=organization)
    CareerCredential.objects.create(career=career, credential=certificate)
    assert "Check the license rules" not in shown()
    license = Credential.objects.create(name="License", kind="license", organization=organization)
    CareerCredential.objects.create(career=career, credential=license, needed="most")
    assert "Check the license rules" in shown()


@pytest.mark.parametrize(("training", "is_shown"), [("Apprenticeship", True), ("None", False), ("", False)])
def test_an_apprenticeship_is_offered_where_the_projections_say_that_people_learn_so(career, shown, training, is_shown):
    make_step("Find an apprenticeship", only_for="apprenticeship")
    make_outlook(occupation=career.occupation, training=training)
    assert ("Find an apprenticeship" in shown()) == is_shown


def test_a_states_own_step_is_folded_away_until_pay_is_shown_for_the_state(career, shown):
    make_step("For everybody")
    make_step("Ohio's own", state="OH", order=2)
    make_area_pay(occupation=career.occupation, area=make_area(states="OH", title="Ohio"), annual_median=50_000)
    assert "In your state Ohio's own OH" in shown().replace("&#x27;", "'")
    here = shown("OH").replace("&#x27;", "'")
    assert here.index("Ohio's own") < here.index("For everybody")
    assert "In your state" not in here


@pytest.mark.parametrize(
    "values",
    [{"url": "http://plain.example/"}, {"url": "https://localhost/"}, {"education": "phd"}, {"state": "Ohio"}],
)
def test_what_no_reader_could_follow_is_refused(db, values):
    with pytest.raises(ValidationError):
        make_step("A step", **values)


def test_a_new_site_leads_on_to_the_services_of_the_government(demo, visitor, section_of):
    for slug, wanted, unwanted in (
        ("registered-nurse", ["collegescorecard.ed.gov", "find-licenses", "studentaid.gov"], ["apprenticeship"]),
        ("electrician", ["www.apprenticeship.gov", "find-local-training"], ["collegescorecard"]),
        ("medical-coding", ["find-local-training", "studentaid.gov"], ["find-licenses", "apprenticeship.gov"]),
    ):
        html = visitor.get(f"/careers/{slug}/").content.decode()
        links = html.partition('id="next"')[2].partition("</ul>")[0]
        assert [part for part in wanted if part not in links] == [], slug
        assert [part for part in unwanted if part in links] == [], slug


def test_staff_tick_levels_of_education(editor, db):
    values = {
        "title": "Find training",
        "text": "Near you.",
        "url": "https://training.example/",
        "only_for": "",
        "state": "",
    }
    response = editor.post("/admin/careers/nextstep/add/", values | {"education": ["award", "associate"]})
    assert response.status_code == 302
    step = NextStep.objects.get(url="https://training.example/")
    assert step.education == "award associate"
    form = editor.get(f"/admin/careers/nextstep/{step.pk}/change/").content.decode()
    assert len(re.findall(r"<input [^>]*\bchecked\b", form)) == 2

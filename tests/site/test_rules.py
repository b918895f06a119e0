"""What staff cannot have meant is refused, with words at the field; what stood there before a rule may stay."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from careers.models import Career, Credential, Field, NextStep, Occupation, Organization, Release, Source, Synonym
from schools.models import Featured, School
from signups.models import Answer, Expert, HelpLine, Question, Subscription

from ..factories import (
    make_career,
    make_expert,
    make_field,
    make_onet_profile,
    make_question,
    make_release,
    make_school,
)

pytestmark = pytest.mark.django_db
OURS = ["careers", "schools", "signups"]


def refusals(row: models.Model) -> dict[str, list[str]]:
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def new_career(**values) -> Career:
    values = {"title": "Beekeeper", "slug": "beekeeper", **values}
    return Career(field=Field.objects.first() or make_field(), **values)


def new_school(**values) -> School:
    return School(**{"name": "Harbor College", "city": "Salem", "state": "MA", **values})


def new_release(**values) -> Release:
    valid = {"data_set": "oews-national", "period": "May 2023", "as_of": date(2023, 5, 31), "title": "Survey"}
    source = {"publisher": "Bureau", "url": "https://data.example/", "licence": "Public domain", "state": "staged"}
    return Release(**{**valid, **source, **values})


def test_what_is_right_is_taken():
    make_career(title="Nurse", slug="nurse", onet_code="29-1141.00")
    rows = [
        new_career(onet_code="45-2093.00", reviewed_on=timezone.localdate()),
        new_school(unitid=166452, status="closed", closed_on=timezone.localdate(), url="http://harbor.example/"),
        new_release(
            period=f"{timezone.localdate():%Y}",
            as_of=timezone.localdate(),
            top_code_annual=239_200,
            top_code_hourly="115.00",
        ),
        Field(title="Bees", slug="bees", soc_groups="45 19"),
        Occupation(code="29-2071", title="Technicians", classification="2010 SOC"),
        Occupation(code="51-2028", title="Assemblers"),
        Occupation(code="00-0000", title="All occupations"),
    ]
    assert [refusals(row) for row in rows] == [{}] * len(rows)


@pytest.mark.parametrize(
    "title", ["MEDICAL coding", " Medical   Coding ", "Medical\u00a0Coding", "Medi\u200bcal Coding"]
)
def test_a_career_of_a_name_that_is_taken_is_refused(title):
    make_career(title="Medical Coding")
    assert refusals(new_career(title=title)) == {"title": ["Another career has this name already: Medical Coding."]}


@pytest.mark.parametrize("title", ["--", "   ", "\u200b", "!?"])
def test_a_name_without_a_letter_is_none(title):
    assert "title" in refusals(new_career(title=title))


def test_other_names_that_differ_only_by_case_or_spaces_are_refused():
    organization = Organization.objects.create(name="Board of Bees")
    Credential.objects.create(name="Bee License", organization=organization)
    Synonym.objects.create(term="gumshoe", means="private detective")
    make_field(title="Health Care")
    make_expert(name="Ada Byron")
    assert list(refusals(Field(title="HEALTH  care", slug="other"))) == ["title"]
    assert list(refusals(Expert(name="ADA BYRON", role="Another role."))) == ["name"]
    assert "means" in refusals(Synonym(term="GUMSHOE", means="Private  detective"))
    assert list(refusals(Organization(name="board of  bees"))) == ["name"]
    assert list(refusals(Credential(name="BEE license", organization=organization))) == ["name"]
    other = Organization.objects.create(name="League of Bees")
    assert refusals(Credential(name="BEE license", organization=other)) == {}


@pytest.mark.parametrize(
    "slug",
    ["a-to-z", "A-TO-Z", "a_to_z", "a-to--z", "compare", "Compare", "suggestions", "api", "admin", "preview", "ask"],
)
def test_an_address_that_is_another_page_is_refused(slug):
    assert refusals(new_career(slug=slug)) == {"slug": ["This address is another page."]}


def test_the_addresses_that_are_taken_come_from_the_url_configuration():
    from careers.models.rules import words_of_addresses

    assert {"a-to-z", "compare", "suggestions", "history", "api", "schools", "ask", "admin"} <= words_of_addresses()
    assert not any("<" in word or "/" in word for word in words_of_addresses())


@pytest.mark.parametrize("slug", ["Beekeeper", "bee_keeper", "-bee", "bee-", "bee--keeper"])
def test_an_address_is_written_in_one_way(slug):
    message = "Use small letters, digits and single hyphens, such as medical-coding."
    assert refusals(new_career(slug=slug)) == {"slug": [message]}
    assert refusals(Field(title="Bees", slug=slug)) == {"slug": [message]}


def test_an_address_that_looks_like_an_older_one_is_refused():
    make_career(slug="Bee_Keeper")
    assert refusals(new_career(slug="bee-keeper")) == {
        "slug": ["Another career has an address that looks the same: Bee_Keeper."]
    }


@pytest.mark.parametrize("code", ["99-9999.99", "29-9998.00", "00-0000.00", "29-2070.00", "29-0000.00"])
def test_an_onet_code_without_an_occupation_is_refused(code):
    assert list(refusals(new_career(onet_code=code))) == ["onet_code"]


def test_an_onet_code_must_be_one_of_the_live_release_where_there_is_one():
    assert refusals(new_career(onet_code="29-2072.77")) == {}
    make_onet_profile(release=make_release("onet", label="30.1", title="O*NET"), code="29-2072.00")
    assert "has no occupation 29-2072.77" in refusals(new_career(onet_code="29-2072.77"))["onet_code"][0]
    assert refusals(new_career(onet_code="29-2072.00")) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "99-9999"}, "code"),
        ({"code": "29-9998"}, "code"),
        ({"code": "99-9999", "classification": "2010 SOC"}, "code"),
        ({"code": "29-2072", "classification": "my own"}, "classification"),
    ],
)
def test_a_soc_code_that_no_edition_has_is_refused(values, field):
    assert list(refusals(Occupation(title="Nobody", **values))) == [field]


@pytest.mark.parametrize("day", [tomorrow(), date(2135, 1, 1), date(202, 5, 31)])
def test_a_day_that_was_not_is_refused_everywhere(day):
    question, expert = make_question(), make_expert()
    rows = {
        "reviewed_on": new_career(reviewed_on=day),
        "closed_on": new_school(status="closed", closed_on=day),
        "as_of": new_release(as_of=day),
        "answered_on": Answer(question=question, expert=expert, text="Yes.", answered_on=day),
    }
    for field, row in rows.items():
        assert list(refusals(row)) == [field]


def test_a_day_that_is_planned_for_a_year_far_away_is_refused():
    for day in (date(2135, 1, 1), date(202, 5, 31)):
        assert list(refusals(new_career(review_due_on=day))) == ["review_due_on"]
        assert list(refusals(Featured(school=make_school(), starts_on=day))) == ["starts_on"]
        assert list(refusals(Featured(school=make_school(), ends_on=day))) == ["ends_on"]
        pausing = Expert(name="Ada", role="Keeps bees", state="paused", paused_until=day)
        assert list(refusals(pausing)) == ["paused_until"]
    backwards = Featured(school=make_school(), starts_on=tomorrow(), ends_on=timezone.localdate())
    assert list(refusals(backwards)) == ["ends_on"]
    assert not refusals(new_career(review_due_on=tomorrow()))


def test_every_day_that_staff_write_is_asked_about():
    """A new field with a day needs a rule, and a case in the test above."""
    days = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in OURS and type(field) is models.DateField
    }
    # Nobody types the days of what the site itself did.
    made = {"careers.CareerChange.made_on", "careers.SharedLink.opened_on", "signups.ReviewReminder.sent_on"}
    made |= {"signups.SignupDay.day", "signups.LastDigest.day", "signups.Subscription.paused_until"}
    made |= {"signups.Question.promised_on", "signups.Question.reminded_for", "signups.Answer.checked_on"}
    made |= {"signups.Expert.verified_on", "careers.PageView.day"}
    assert days - made == {
        "careers.Career.review_due_on",
        "careers.Career.reviewed_on",
        "schools.Featured.ends_on",
        "schools.Featured.starts_on",
        "careers.Release.as_of",
        "schools.School.closed_on",
        "signups.Answer.answered_on",
        "signups.Expert.paused_until",
    }


@pytest.mark.parametrize(
    "address", ["ftp://files.example/", "ftps://files.example/", "javascript:alert(1)", "//x.example"]
)
def test_an_address_that_no_browser_opens_is_refused_everywhere(address):
    career, organization = make_career(), Organization.objects.create(name="Board of Bees")
    rows = [
        new_school(url=address),
        new_release(url=address),
        Organization(name="Other", url=address),
        Credential(name="License", organization=organization, url=address),
        Source(career=career, name="Book", url=address),
        NextStep(title="Look around", text="See what is there.", url=address),
        HelpLine(name="Bee Line", url=address),
    ]
    assert [list(refusals(row)) for row in rows] == [["url"]] * len(rows)
    with_address = {
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and any(isinstance(field, models.URLField) for field in model._meta.fields)
    }
    assert with_address == {type(row) for row in rows}


@pytest.mark.parametrize("state", ["ZZ", "oh", "O", "XX"])
def test_a_state_that_is_none_is_refused(state):
    assert list(refusals(new_school(state=state))) == ["state"]


def test_a_school_is_listed_once():
    make_school(name="Harbor College", city="Salem", state="MA")
    assert refusals(new_school(name="HARBOR  college", city="salem")) == {
        "name": ["This school is listed already: Harbor College (Salem, MA)."]
    }
    assert refusals(new_school(city="Boston")) == {}
    assert refusals(new_school(state="OH")) == {}


@pytest.mark.parametrize("number", [0, 7, 1_000_000, -5])
def test_a_unitid_has_six_digits(number):
    assert "unitid" in refusals(new_school(unitid=number))


@pytest.mark.parametrize("values", [{"top_code_annual": 0}, {"top_code_hourly": "-1"}, {"top_code_hourly": "0"}])
def test_a_top_code_is_an_amount(values):
    assert list(refusals(new_release(**values))) == list(values)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("29 45", "Careers of group 29 are put under Health already."),
        ("99", "The classification has no major group 99."),
        ("45 45", "Write each group once."),
    ],
)
def test_a_group_of_careers_goes_to_one_field(groups, message):
    make_field(title="Health", soc_groups="29 31")
    assert refusals(Field(title="Bees", slug="bees", soc_groups=groups)) == {"soc_groups": [message]}


def test_a_question_or_an_answer_of_marks_alone_is_refused():
    assert "text" in refusals(Question(text="\u200b ..."))
    assert "text" in refusals(Answer(question=make_question(), expert=make_expert(), text="..."))


def test_an_address_that_nobody_could_find_again_is_refused():
    said = refusals(Question(text="Is it hard?", email="ada@example.org\u200b"))["email"]
    assert "contains an invisible character. Type the address instead of pasting it." in said[0]


OLD = {"title": "Beekeeper", "slug": "Bee_Keeper", "onet_code": "99-9999.99", "reviewed_on": date(2035, 1, 1)}


def test_what_stood_there_before_a_rule_may_stay_until_it_is_touched():
    make_career(title="BEEKEEPER")
    career = make_career(**OLD)
    career.summary = "Keeps bees."
    assert refusals(career) == {}
    career.slug = "A-TO-Z"
    assert list(refusals(career)) == ["slug"]
    career.title, career.reviewed_on, career.onet_code = "beekeeper", date(2036, 1, 1), "99-9999.98"
    assert set(refusals(career)) == {"slug", "title", "reviewed_on", "onet_code"}


def test_an_older_release_without_a_year_can_be_edited():
    release = make_release(origin="own", publisher="Careerinfo", title="Pay of testers", period="last summer")
    release.note = "Asked of ten."
    release.full_clean()
    release.period = "this summer"
    with pytest.raises(ValidationError, match="Write which year the figures are of"):
        release.full_clean()


def test_an_older_school_twice_can_be_edited_but_not_moved_to_another_twin():
    make_school(name="Harbor College", city="Salem", state="MA")
    make_school(name="Harbor College", city="Boston", state="MA")
    twin = make_school(name="Harbor College", city="Salem", state="MA")
    twin.url = "https://harbor.example/"
    assert refusals(twin) == {}
    twin.city = "Boston"
    assert list(refusals(twin)) == ["name"]


@pytest.mark.parametrize("address", ["ada@example.org", "ADA@example.org"])
def test_an_address_that_is_signed_up_is_refused_in_words(address):
    Subscription.objects.create(email="ada@example.org")
    assert refusals(Subscription(email=address)) == {"email": ["This address is on the list already."]}


def constraints() -> list:
    return [
        pytest.param(model, constraint, id=constraint.name)
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for constraint in model._meta.constraints
    ]


@pytest.mark.parametrize(("model", "constraint"), constraints())
def test_what_the_database_keeps_is_said_in_words(model, constraint):
    plain_fields = isinstance(constraint, models.UniqueConstraint) and constraint.fields and not constraint.condition
    if plain_fields and constraint.violation_error_message == constraint.default_violation_error_message:
        # Django names the fields then.
        message = model().unique_error_message(model, constraint.fields).messages[0]
    else:
        message = constraint.get_violation_error_message()
    assert constraint.name not in message
    assert "_" not in message
    assert message.endswith(".")
    assert NON_FIELD_ERRORS not in message

"""What has the right form and cannot be meant: names that differ by a mark, addresses nobody can open."""

from datetime import date

import pytest
from django.db import models

from careers.models import Career, Credential, Field, IndustryPay, Organization, Pay, Skill, Source, Synonym, Task
from schools.models import Featured, School
from signups.models import Expert

from ..factories import make_career, make_expert, make_field, make_occupation, make_outlook, make_release, make_school
from .form_reader import form_values
from .test_rules import new_career, new_release, new_school, refusals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "title",
    [
        "Médical Coding & Billing",
        "Medical-Coding and Billing",
        "Medical Coding and Billing.",
        "«medical coding» & billing",
    ],
)
def test_a_name_that_differs_by_accents_or_punctuation_alone_is_taken(title):
    make_career(title="Medical Coding and Billing")
    message = "Another career has this name already: Medical Coding and Billing."
    assert refusals(new_career(title=title)) == {"title": [message]}


def test_other_names_are_held_to_the_same():
    organization = Organization.objects.create(name="Board of Bees")
    Credential.objects.create(name="Bee License", organization=organization)
    make_field(title="Health & Care")
    make_expert(name="Zoë O'Neil")
    make_school(name="St. Mary’s College", city="Lowell", state="MA")
    assert list(refusals(Organization(name="Board-of-Bees"))) == ["name"]
    assert list(refusals(Credential(name="Bee License.", organization=organization))) == ["name"]
    assert list(refusals(Field(title="Health and Care", slug="other"))) == ["title"]
    assert list(refusals(Expert(name="Zoe O’Neil", role="Nurse"))) == ["name"]
    assert list(refusals(new_school(name="St Marys College", city="Lowell"))) == ["name"]


@pytest.mark.parametrize(("first", "second"), [("C Developer", "C++ Developer"), ("C Developer", "C# Developer")])
def test_names_that_a_sign_tells_apart_are_two(first, second):
    make_career(title=first)
    assert refusals(new_career(title=second)) == {}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://ada:secret@board.example/", "Leave out the name and password"),
        ("https://localhost/", "Only your own computer"),
        ("http://127.0.0.1:8000/", "Only your own computer"),
        ("https://[::1]/", "Only your own computer"),
        ("https://192.168.1.10/", "Only your own computer"),
        ("https://board.example:99999/", "behind the colon"),
        ("https://board.example/\u200bpage", "invisible character"),
    ],
)
def test_an_address_that_readers_cannot_open_is_refused(address, words):
    career = make_career()
    for row in (new_school(url=address), Source(career=career, name="Book", url=address)):
        assert words in refusals(row)["url"][0]


def test_addresses_that_readers_can_open_are_taken():
    for address in ("https://board.example:8443/a?b=c#d", "HTTPS://Board.EXAMPLE", "https://bücher.example/straße"):
        assert refusals(new_school(url=address)) == {}


@pytest.mark.parametrize("code", ["00-0000", "29-0000", "29-2000", "15-1200"])
def test_a_group_of_many_occupations_is_no_careers_occupation(code):
    message = f"{code} Everybody is a group of many occupations. Choose one of them."
    assert refusals(new_career(occupation=make_occupation(code=code, title="Everybody"))) == {"occupation": [message]}


def test_an_onet_code_is_of_the_careers_occupation():
    other = make_occupation(code="13-2011", title="Accountants")
    assert refusals(new_career(onet_code="29-2072.01", occupation=other)) == {
        "onet_code": [
            "This is the code of an occupation within 29-2072, "
            "but the SOC occupation is 13-2011 Accountants. "
            "Correct one, or say that these figures are of a wider group."
        ]
    }
    own, broad = make_occupation(code="29-2072"), make_occupation(code="29-2070")
    combined = make_occupation(code="21-1018")
    older = make_occupation(code="29-2071", classification="2010 SOC")
    for code, occupation in [
        ("29-2072.01", own),
        ("29-2072.01", broad),
        ("21-1011.00", combined),
        ("29-2072.01", older),
    ]:
        assert refusals(new_career(onet_code=code, occupation=occupation)) == {}
    stored = make_career(onet_code="29-2072.01", occupation=other)
    stored.summary = "Codes what physicians wrote."
    assert refusals(stored) == {}
    stored.occupation = make_occupation(code="13-2031")
    assert list(refusals(stored)) == ["onet_code"]


@pytest.mark.parametrize(
    ("period", "day", "field"),
    [
        ("2023", date(2020, 1, 1), "as_of"),
        ("June 2023", date(2022, 12, 31), "as_of"),
        ("2022 to 2023", date(2019, 6, 30), "as_of"),
        ("May 1823", date(2023, 5, 31), "as_of"),
        ("---", date(2023, 5, 31), "period"),
        ("2024–24", date(2024, 12, 31), "period"),
        ("2024–14", date(2024, 12, 31), "period"),
    ],
)
def test_a_period_and_the_day_of_its_figures_agree(period, day, field):
    assert list(refusals(new_release(period=period, as_of=day))) == [field]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2022 to 2023", date(2022, 6, 30)),
        ("Summer 2019", date(2019, 8, 1)),
        ("Autumn", date(2019, 8, 1)),
        ("1998–08", date(1998, 12, 31)),
    ],
)
def test_periods_that_agree_with_their_day_are_taken(period, day):
    assert refusals(new_release(period=period, as_of=day)) == {}


def test_a_period_of_own_figures_is_written_as_the_publisher_writes_it():
    values = {"origin": "own", "publisher": "Bee Club", "note": "We asked."}
    release = new_release(period=" may  2023", **values)
    assert refusals(release) == {}
    assert release.period == "May 2023"
    assert "as_of" in refusals(new_release(period="MAY 2023", as_of=date(2023, 5, 30), **values))


@pytest.mark.parametrize("means", ["nurse", "NURSE", "Nurses", "nurse nurse"])
def test_a_synonym_does_not_mean_itself(means):
    assert list(refusals(Synonym(term="nurse", means=means))) == ["means"]
    assert refusals(Synonym(term="nurse", means="nurse practitioner")) == {}


def texts_of_marks() -> list[tuple[models.Model, str]]:
    career, field = make_career(), make_field()
    organization = Organization.objects.create(name="Board of Bees")
    return [
        (Career(title="Beekeeper", slug="beekeeper", field=field, summary="---"), "summary"),
        (Career(title="Beekeeper", slug="beekeeper", field=field, workers="..."), "workers"),
        (Career(title="Beekeeper", slug="beekeeper", field=field, education="\n-\n"), "education"),
        (Task(career=career, text="---"), "text"),
        (Skill(career=career, name="???"), "name"),
        (Source(career=career, name="---"), "name"),
        (Field(title="Bees", slug="bees", description="--"), "description"),
        (Credential(name="License", acronym="-", organization=organization), "acronym"),
        (new_school(name="---"), "name"),
        (new_school(city="..."), "city"),
        (new_release(title="---"), "title"),
        (new_release(licence="?"), "licence"),
        (new_release(origin="own", publisher="Bee Club", note="---"), "note"),
        (Expert(name="Ada", role="---"), "role"),
    ]


def test_a_text_without_a_letter_or_a_digit_is_refused_and_may_be_empty_where_it_may():
    for row, field in texts_of_marks():
        empty = ", or leave it empty" if row._meta.get_field(field).blank else ""
        assert refusals(row) == {field: [f"Write this in letters or figures{empty}."]}, field


def test_a_text_of_marks_that_stood_there_may_stay():
    career = make_career(workers="--")
    career.summary = "Keeps bees."
    assert refusals(career) == {}
    career.workers = "---"
    assert list(refusals(career)) == ["workers"]


def test_an_open_school_with_a_closing_day_is_told_so_at_the_day():
    assert refusals(new_school(closed_on=date(2020, 1, 1))) == {
        "closed_on": ["An open school has no closing day: set it to closed, or empty the day."]
    }
    closed = make_school(status="closed", closed_on=date(2020, 1, 1))
    closed.status = School.Status.OPEN
    assert list(refusals(closed)) == ["closed_on"]


def test_a_school_that_is_featured_already_is_refused_in_words(editor):
    school = make_school(featured=True)
    assert refusals(Featured(school=school)) == {"school": ["This school is featured already."]}


OWN = {"origin": "own", "publisher": "Bee Club", "state": "staged"}


def test_own_projections_are_of_the_years_of_their_release():
    release = make_release("projections", period="2024–34", as_of=date(2024, 12, 31), **OWN)
    outlook = make_outlook(release=release, occupation=make_occupation(), work_experience="None")
    assert refusals(outlook) == {}
    outlook.base_year, outlook.projected_year = 2019, 2029
    assert refusals(outlook) == {
        "base_year": ["This release is of 2024–34: write 2024, or choose another."],
        "projected_year": ["This release is of 2024–34: write 2034."],
    }
    outlook.base_year, outlook.projected_year, outlook.training = 2024, 2034, "---"
    assert list(refusals(outlook)) == ["training"]


@pytest.mark.parametrize(
    ("code", "is_one"), [("622", True), ("31 – 33", True), ("3250A1", True), ("abc", False), ("0", False)]
)
def test_an_industry_of_own_figures_has_a_code_of_industries(code, is_one):
    release = make_release("oews-industry", **OWN)
    row = IndustryPay(release=release, occupation=make_occupation(), industry="Bees", naics=code, annual_median=50_000)
    assert list(refusals(row)) == ([] if is_one else ["naics"])


@pytest.mark.parametrize("typed", ["60,000", "abc", "-5"])
def test_a_figure_that_cannot_be_read_is_not_called_missing_too(editor, typed, text_of):
    occupation, release = make_occupation(), make_release(**OWN)
    page = f"/admin/careers/occupation/{occupation.pk}/change/"
    row = {"pay_rows-TOTAL_FORMS": "1", "pay_rows-0-release": release.pk, "pay_rows-0-annual_median": typed}
    answer = editor.post(page, {**form_values(editor.get(page)), **row})
    assert answer.status_code == 200
    assert f'value="{typed}"' in answer.content.decode()
    assert "Give at least one figure" not in text_of(answer)
    assert not Pay.objects.exists()


def test_two_rows_of_one_release_are_refused_in_words(editor, text_of):
    occupation, release = make_occupation(), make_release(**OWN)
    page = f"/admin/careers/occupation/{occupation.pk}/change/"
    rows = {"pay_rows-TOTAL_FORMS": "2"}
    for number in (0, 1):
        rows |= {f"pay_rows-{number}-release": release.pk, f"pay_rows-{number}-annual_median": "50000"}
    answer = text_of(editor.post(page, {**form_values(editor.get(page)), **rows}))
    assert "Two of these rows have the same release. Change or delete one of them." in answer
    assert "This repeats a row above. Change or delete one of the two." in answer
    assert "duplicate" not in answer
    assert not Pay.objects.exists()

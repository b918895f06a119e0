"""Figures that are not of a career alone name those they are for wherever they stand, and are no structured data."""

import re
from datetime import date
from html import unescape

import pytest

from careers.figures.wording import everybody_in

from ..factories import (
    make_career,
    make_field,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
    onet_data,
)

WIDER = "for all testers and probers"
ROWS = [
    "Entry-level education",
    "Experience in a related job",
    "Training on the job",
    "Growth",
    "Openings per year",
    "Jobs",
]


@pytest.fixture
def career(db):
    return make_career(slug="tester", title="Tester", occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def group(db):
    return make_occupation(code="29-2070", title="Testers and Probers")


@pytest.fixture
def figures_for():
    """Pay and an outlook with everything, for an occupation."""

    def make(occupation, *, pay: bool = True, outlook: bool = True) -> None:
        if pay:
            make_pay(occupation=occupation, annual_p10=30_000, annual_median=47_000, annual_p90=80_000)
        if outlook:
            values = {"entry_education": "award", "work_experience": "None", "training": "Short"}
            make_outlook(occupation=occupation, openings=900, **values)

    return make


@pytest.fixture
def compared(visitor):
    """{name of a row: the words of its one cell}"""

    def rows() -> dict[str, str]:
        html = visitor.get("/careers/compare/", {"c": "tester"}).content.decode()
        found = re.findall(r'(?s)<th scope="row"><span>(.*?)</span></th><td[^>]*>(.*?)</td>', html)
        return {words(head.partition("<span")[0]): words(cell).replace("For ", "for ") for head, cell in found}

    return rows


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_comparison_marks_every_row_of_the_wider_group(career, group, figures_for, compared):
    figures_for(group)
    rows = compared()
    named = ["Median pay", "Pay, lowest to highest tenth", *ROWS]
    assert [name for name in named if WIDER not in rows[name]] == []


def test_it_marks_no_row_of_the_careers_own(career, group, figures_for, compared):
    figures_for(group)
    figures_for(career.occupation)
    assert "for all" not in str(compared())


def test_it_marks_just_those_rows_that_are_the_groups(career, group, figures_for, compared):
    figures_for(career.occupation, outlook=False)
    figures_for(group, pay=False)
    rows = compared()
    assert WIDER not in rows["Median pay"] + rows["Pay, lowest to highest tenth"]
    assert all(WIDER in rows[name] for name in ROWS)


def test_list_and_page_name_the_group_and_what_is_its(visitor, text_of, section_of, career, group, figures_for):
    figures_for(career.occupation, outlook=False)
    figures_for(group, pay=False)
    listed, response = text_of(visitor.get("/careers/")), visitor.get(career.get_absolute_url())
    page = text_of(response)
    assert f"Education, growth and jobs {WIDER}" in listed
    assert f"Pay {WIDER}" not in listed
    assert "Education and outlook are for all testers and probers." in page
    assert "Pay is for" not in page
    assert f"start in this work, {WIDER}." in section_of(response, "education")
    assert "Testers and Probers 10%" in section_of(response, "outlook")
    assert "This career 10%" not in section_of(response, "outlook")


def test_the_salary_of_a_wider_group_is_not_told_as_the_careers(visitor, section_of, career, group, figures_for):
    figures_for(group)
    salary = section_of(visitor.get(career.get_absolute_url()), "salary")
    assert "The median annual pay for all testers and probers is $47,000" in salary
    assert "pay for workers" not in salary


def test_where_both_are_the_groups_it_is_said_once(visitor, text_of, career, group, figures_for):
    figures_for(group)
    assert text_of(visitor.get("/careers/")).count(WIDER) == 1
    page = text_of(visitor.get(career.get_absolute_url()))
    assert page.count("are for all testers and probers.") == 1
    assert "Pay, education and outlook are for all testers and probers." in page


def test_figures_of_an_older_occupation_say_when_it_was_counted_so(visitor, text_of, career, compared):
    former = make_occupation(code="29-2071", title="Former Testers")
    career.occupation.predecessors.add(former)
    early = make_release(period="May 2008", as_of=date(2008, 5, 31))
    make_pay(release=early, occupation=former, annual_median=30_610)
    career.save()
    assert "for Former Testers, as counted in May 2008" in compared()["Median pay"]
    assert "Pay for Former Testers, as counted in May 2008" in text_of(visitor.get("/careers/"))
    assert "Pay is for Former Testers, as counted in May 2008." in text_of(visitor.get(career.get_absolute_url()))


@pytest.mark.parametrize(
    ("title", "everybody"),
    [
        ("Registered Nurses", "all registered nurses"),
        ("Managers, All Other", "all other managers"),
        ("All Physicians", "all physicians"),
        ("First-Line Supervisors of Farm Workers", "all first-line supervisors of farm workers"),
        ("English Language Teachers", "all English language teachers"),
        ("EKG Technicians (Hospital)", "all EKG technicians (hospital)"),
    ],
)
def test_a_group_is_named_as_people_say_it(title, everybody):
    assert everybody_in(title) == everybody


def test_a_row_of_a_ranking_tells_no_ones_education_as_a_groups(visitor, text_of, group, figures_for):
    figures_for(group, outlook=False)
    for code, education in (("29-2072", "award"), ("29-2071", "bachelor")):
        occupation = make_occupation(code=code)
        make_outlook(occupation=occupation, entry_education=education)
        make_career(title=f"Tester {education}", occupation=occupation)
    ranked = text_of(visitor.get("/rankings/highest-paying/"))
    assert (
        "Testers and Probers of which: Tester award ; Tester bachelor Education and growth differ between them"
        in ranked
    )


def test_the_home_page_shows_nobodys_pay_as_that_of_some_who_share_its_code(visitor, db):
    for number in (1, 2):
        field, nurses = make_field(), make_occupation()
        make_pay(occupation=nurses, annual_median=90_000 + number, employment=1_000)
        for suffix, title in (("01", "Acute Nurse"), ("00", "Nurse")):
            onet_code = f"{nurses.code}.{suffix}"
            make_career(title=f"{title} {number}", field=field, occupation=nurses, onet_code=onet_code)
    glance = words(visitor.get("/").content.decode().partition("What people earn a year")[2].partition("</table>")[0])
    assert "Nurse 1 $90,001" in glance
    assert "Acute" not in glance


@pytest.mark.parametrize("relation", ["wider", "shared", "older", "combined"])
@pytest.mark.parametrize("is_hourly", [False, True])
def test_pay_and_education_of_others_are_not_in_structured_data(visitor, described, career, group, relation, is_hourly):
    occupation = group
    if relation == "shared":
        career.onet_code, occupation = "29-2072.01", career.occupation
    elif relation == "older":
        occupation = make_occupation(code="29-2071", title="Former Testers")
        career.occupation.predecessors.add(occupation)
    elif relation == "combined":
        career.occupation, occupation = make_occupation(code="51-2022"), make_occupation(code="51-2028")
    career.save()
    make_pay(occupation=occupation, **({"hourly_median": "20.00"} if is_hourly else {"annual_median": 47_000}))
    make_outlook(occupation=occupation, entry_education="award")
    response = visitor.get(career.get_absolute_url())
    assert ("$20.00" if is_hourly else "$47,000") in response.content.decode()
    assert not {"estimatedSalary", "educationRequirements"} & described(response)["Occupation"].keys()


def test_a_careers_own_pay_stays_in_structured_data_beside_a_groups_outlook(visitor, described, career, group):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_outlook(occupation=group, entry_education="award")
    description = described(visitor.get(career.get_absolute_url()))["Occupation"]
    assert description["estimatedSalary"]["median"] == 50_250
    assert "educationRequirements" not in description


def test_the_three_answers_about_education_say_what_each_is(visitor, section_of, career, compared):
    make_outlook(occupation=career.occupation, entry_education="award")
    make_onet_profile(code="29-2072.00", data=onet_data())
    career.onet_code = "29-2072.00"
    career.save()
    address = f"{career.get_absolute_url()}titles-and-technology/"
    education = section_of(visitor.get(address), "preparation")
    for answer in (
        "entry-level education is what people typically need to start (source: Test publisher)",
        "the survey is what people in the job and experts told O*NET that the job needs",
        "the job zone is O*NET's sum of education, experience and training together",
        "Education that the job needs, by survey",
        "How much preparation it takes: job zone",
    ):
        assert answer in education
    response = visitor.get("/careers/compare/", {"c": "tester"}).content.decode()
    assert "Entry-level education typical for people who start" in words(response)
    assert "Preparation O*NET's job zone" in words(response)


@pytest.mark.parametrize("has_outlook", [True, False])
def test_one_answer_about_education_is_compared_with_none(visitor, section_of, career, has_outlook):
    if has_outlook:
        make_outlook(occupation=career.occupation, entry_education="award")
    assert "may differ" not in section_of(visitor.get(career.get_absolute_url()), "education")

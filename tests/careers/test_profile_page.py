import re

import pytest

from careers.models import CareerCredential, Credential, Organization, Skill, Source, Task, Title
from careers.models.career import Career

from ..factories import (
    make_career,
    make_field,
    make_industry_pay,
    make_occupation,
    make_outlook,
    make_pay,
    make_question,
    make_release,
    make_school,
)

HEADINGS = [
    "Career description",
    "Common work tasks",
    "Other job titles",
    "Education, training and experience",
    "Skills",
    "Salary",
    "Job outlook",
    "Ask an expert: real questions, expert answers",
    "Related careers",
    "Featured schools",
    "Sign up for email updates",
    "Sources",
]
EMPTY = {
    "description": "This description is still being written.",
    "tasks": "No work tasks are listed yet.",
    "titles": "No other job titles are listed yet.",
    "education": "Licensure and certification This part is still being written.",
    "skills": "No skills are listed yet.",
    "salary": "No pay figures are published for this career.",
    "outlook": "No projections are published for this career.",
    "questions": "Nobody has asked about this career yet.",
    "related": "This is the first career in its field.",
    "schools": "No schools are featured right now.",
}


def with_credential(career: Career, *, note: str = "", **values) -> None:
    organization = Organization.objects.create(
        name=values.pop("organization", "Board of Tests"),
        acronym=values.pop("organization_acronym", "BT"),
        url=values.pop("organization_url", ""),
    )
    credential = Credential.objects.create(**{"name": "Certified Tester", **values}, organization=organization)
    CareerCredential.objects.create(career=career, credential=credential, note=note)


def test_sections_stand_in_the_fixed_order(visitor, db):
    page = visitor.get(make_career().get_absolute_url()).content.decode()
    assert re.findall(r"<section[^>]*>\s*<h2>(.*?)</h2>", page) == HEADINGS


def test_the_contents_list_leads_to_sections_in_page_order(visitor, db):
    page = visitor.get(make_career().get_absolute_url()).content.decode()
    contents = re.findall(r'<li><a href="#([a-z]+)">', page)
    sections = re.findall(r'<section id="([a-z]+)"', page)
    assert len(contents) == 10
    assert contents == [section for section in sections if section in contents]


@pytest.mark.parametrize(("section", "words"), EMPTY.items())
def test_a_bare_career_says_what_is_missing(visitor, section_of, db, section, words):
    response = visitor.get(make_career().get_absolute_url())
    assert response.status_code == 200
    assert words in section_of(response, section)


def test_a_bare_career_shows_no_empty_list_or_paragraph(visitor, db):
    page = visitor.get(make_career().get_absolute_url()).content.decode()
    assert re.findall(r"<(ul|ol|dl|p|tbody)[^>]*>\s*</\1>", page) == []


def test_a_bare_career_has_no_empty_drawing_or_table(visitor, db):
    page = visitor.get(make_career().get_absolute_url()).content.decode()
    assert "<table" not in page
    assert "<svg" not in page


def test_an_occupation_without_figures_reads_like_none(visitor, section_of, db):
    response = visitor.get(make_career(occupation=make_occupation()).get_absolute_url())
    assert EMPTY["salary"] in section_of(response, "salary")
    assert EMPTY["outlook"] in section_of(response, "outlook")


def test_a_pay_row_without_any_figure_says_so(visitor, section_of, db):
    career = make_career(occupation=make_occupation())
    make_pay(occupation=career.occupation)
    response = visitor.get(career.get_absolute_url())
    assert response.status_code == 200
    salary = section_of(response, "salary")
    assert "The publisher released no pay figures for this occupation." in salary
    assert "Not published" not in salary
    assert "<table" not in response.content.decode()
    assert "<svg" not in response.content.decode()
    assert "<p></p>" not in response.content.decode()


def test_lists_keep_the_editors_order(visitor, section_of, db):
    career = make_career(workers="testers")
    for order, word in ((2, "second"), (1, "first"), (3, "third")):
        Task.objects.create(career=career, order=order, text=f"Do the {word} thing")
        Title.objects.create(career=career, order=order, name=f"The {word} title")
        Skill.objects.create(career=career, order=order, name=f"The {word} skill", text="Why")
    response = visitor.get(career.get_absolute_url())
    for section in ("tasks", "titles", "skills"):
        assert re.findall("first|second|third", section_of(response, section)) == ["first", "second", "third"]
    assert "Testers are also known by other titles, including:" in section_of(response, "titles")


def test_a_credential_names_its_awarding_organization_and_links_to_it(visitor, section_of, db):
    career = make_career()
    with_credential(career, acronym="CT", organization_url="https://board.example/", note="Asked for in Ohio")
    response = visitor.get(career.get_absolute_url())
    assert "Certified Tester (CT) Certification Awarded by Board of Tests (BT) Asked for in Ohio" in section_of(
        response, "education"
    )
    assert 'href="https://board.example/"' in response.content.decode()


def test_a_credentials_own_address_wins_and_a_missing_one_makes_no_link(visitor, db):
    own, none = make_career(), make_career()
    with_credential(own, url="https://board.example/ct/", organization_url="https://board.example/")
    with_credential(none, organization="Board without address")
    assert 'href="https://board.example/ct/"' in visitor.get(own.get_absolute_url()).content.decode()
    assert 'href=""' not in visitor.get(none.get_absolute_url()).content.decode()


def test_related_careers_are_the_editors_choice(visitor, section_of, db):
    field = make_field()
    career, chosen = make_career(field=field), make_career(title="Chosen career")
    make_career(field=field, title="Neighbour in the field")
    career.related.add(chosen)
    related = section_of(visitor.get(career.get_absolute_url()), "related")
    assert "Chosen career" in related
    assert "Neighbour in the field" not in related


def test_related_careers_come_from_the_field_when_nobody_chose(visitor, section_of, db):
    career = make_career()
    make_career(field=career.field, title="Neighbour in the field")
    related = section_of(visitor.get(career.get_absolute_url()), "related")
    assert "Neighbour in the field" in related
    assert career.title not in related


def test_an_answered_question_shows_with_its_expert(visitor, section_of, db):
    career = make_career()
    question = make_question(career=career, text="Do testers travel?", status="published", answers=("Seldom, I find.",))
    expert = question.answers.get().expert
    section = section_of(visitor.get(career.get_absolute_url()), "questions")
    assert "Do testers travel?" in section
    assert "Seldom, I find." in section
    assert expert.name in section
    assert expert.role in section
    assert "Sample, not a real person" not in section


def test_the_most_helpful_question_is_shown_two_more_are_named_and_the_others_are_a_link_away(visitor, section_of, db):
    career = make_career()
    for number, helpful in enumerate((0, 5, 2, 9)):
        make_question(career=career, text=f"Question {number}?", helpful=helpful, status="published", answers=("Yes.",))
    text = section_of(visitor.get(career.get_absolute_url()), "questions")
    assert "Question 0?" not in text
    assert text.index("Question 3?") < text.index("Question 1?") < text.index("Question 2?")
    assert text.count("Yes.") == 1
    assert "All answers" in text


def test_another_careers_question_does_not_show(visitor, db):
    make_question(career=make_career(), text="Is it loud there?", status="published", answers=("Yes.",))
    assert "Is it loud there?" not in visitor.get(make_career().get_absolute_url()).content.decode()


def everything_typed(typed) -> Career:
    career = make_career(
        **{name: typed(name) for name in ("title", "summary", "description", "education", "licensure", "outlook")},
        field=make_field(title=typed("field")),
        occupation=make_occupation(title=typed("occupation")),
        workers=typed("workers"),
    )
    Task.objects.create(career=career, text=typed("task"))
    Title.objects.create(career=career, name=typed("other title"))
    Skill.objects.create(career=career, name=typed("skill"), text=typed("why"))
    Source.objects.create(career=career, name=typed("source"))
    with_credential(
        career,
        name=typed("credential"),
        acronym="<i>C</i>",
        organization=typed("organization"),
        organization_acronym="<i>O</i>",
        note=typed("note"),
    )
    release = make_release(title=typed("release"), publisher=typed("publisher"), attribution=typed("attribution"))
    make_pay(occupation=career.occupation, release=release, annual_median=1)
    industries = make_release("oews-industry")
    make_industry_pay(occupation=career.occupation, release=industries, industry=typed("industry"), annual_median=1)
    make_outlook(
        occupation=career.occupation,
        entry_education="none",
        work_experience=typed("experience"),
        training=typed("training"),
    )
    question = make_question(career=career, text=typed("question"), status="published", answers=(typed("answer"),))
    expert = question.answers.get().expert
    expert.name, expert.role = typed("expert"), typed("role")
    expert.save()
    make_school(featured=True, name=typed("school"), city=typed("town"))
    return career


def test_text_typed_by_staff_is_shown_as_text_and_never_as_markup(visitor, db):
    words = []

    def typed(word: str) -> str:
        words.append(word)
        return f'"><i>{word}</i>'

    page = visitor.get(everything_typed(typed).get_absolute_url()).content.decode()
    assert len(words) > 25
    assert [word for word in words if f"&gt;&lt;i&gt;{word}&lt;/i&gt;" not in page] == []
    assert "<i>" not in page

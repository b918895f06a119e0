"""O*NET's text on a career's page: section by section the editors' own comes first, and the page says whose it is."""

import pytest
from django.template import Context, Template

from careers.models import Credential, Organization, Release, Skill, Task, Title
from careers.releases import lifecycle

from ..factories import make_career, make_onet_profile, make_release, onet_data

OURS = "Written by this site's editors"
THEIRS = "O*NET 29.3 Database, May 2025."
PARTS = "summary, description, tasks, job titles, preparation, skills, knowledge, technology, interests"


@pytest.fixture
def career(db):
    return make_career(onet_code="29-2072.00", workers="testers", summary="")


@pytest.fixture
def released(career):
    """Give the career's code a profile in the live release; parts of its data by keyword."""
    return lambda **parts: make_onet_profile(code=career.onet_code, data=onet_data(**parts))


@pytest.fixture
def shown(visitor, section_of, career):
    return lambda name: section_of(visitor.get(career.get_absolute_url()), name).replace("&#x27;", "'")


def test_a_career_without_words_of_its_own_shows_the_releases(visitor, text_of, shown, career, released):
    released()
    for section, words in {
        "description": "Do the work that the tests describe.",
        "tasks": "Read what others wrote. Sharpen pencils.",
        "titles": "Chief Tester Probing Clerk",
        "skills": "Reading Comprehension 4.1",
        "interests": "Conventional 6.5",
    }.items():
        assert words in shown(section)
    assert THEIRS in shown("skills")
    assert THEIRS in shown("interests")
    assert f"From the O*NET 29.3 Database: {PARTS}." in shown("sources")
    assert OURS not in text_of(visitor.get(career.get_absolute_url()))
    assert "Do what the first sentence says." in text_of(visitor.get(career.get_absolute_url()))


def write_description(career) -> None:
    career.description = "Our **own** words."
    career.save()


def write_skill(career) -> None:
    Skill.objects.create(career=career, name="Patience", text="It takes long.")


@pytest.mark.parametrize(
    ("section", "write", "ours", "theirs"),
    [
        ("description", write_description, "Our own words.", "Do the work that the tests describe."),
        ("tasks", lambda career: Task.objects.create(career=career, text="Our task"), "Our task", "Sharpen pencils"),
        ("titles", lambda career: Title.objects.create(career=career, name="Our title"), "Our title", "Chief Tester"),
        ("skills", write_skill, "Patience It takes long.", "Reading Comprehension"),
    ],
)
def test_what_editors_write_takes_the_place_of_that_section_alone(
    shown, career, released, section, write, ours, theirs
):
    released()
    sections = {"description", "tasks", "titles", "skills"}
    before = {name: shown(name) for name in sections}
    write(career)
    assert ours in shown(section)
    name = "job titles" if section == "titles" else section
    assert f"{OURS}: {name}." in shown("sources")
    assert name not in shown("sources").partition("From the O*NET 29.3 Database: ")[2].partition(".")[0].split(", ")
    assert theirs not in shown(section)
    assert {name: shown(name) for name in sections - {section}} == {name: before[name] for name in sections - {section}}


def test_knowledge_and_technology_stay_beside_the_editors_skills(shown, career, released):
    released()
    write_skill(career)
    skills = shown("skills")
    assert skills.index("Patience") < skills.index("Clerical 3.2") < skills.index("Testsuite")
    assert THEIRS in skills


def test_the_editors_summary_wins_over_the_first_sentence(visitor, text_of, career, released):
    released()
    career.summary = "Our sentence."
    career.save()
    text = text_of(visitor.get(career.get_absolute_url()))
    assert "Our sentence." in text
    assert "Do what the first sentence says." not in text


def test_lists_show_the_first_sentence_of_careers_without_a_summary(visitor, text_of, career):
    release = make_release("onet", state="staged")
    make_onet_profile(code=career.onet_code, release=release)
    lifecycle.approve([release], by="ada")
    for address in ("/careers/", career.field.get_absolute_url()):
        assert "Do what the first sentence says." in text_of(visitor.get(address))


@pytest.fixture
def listed(visitor, section_of, career):
    """The words of one section of the career's full lists."""
    address = f"{career.get_absolute_url()}titles-and-technology/"
    return lambda name: section_of(visitor.get(address), name).replace("&#x27;", "'")


def test_education_of_the_editors_stands_beside_the_releases(shown, listed, career, released):
    released()
    career.education = "Go to **school**."
    career.save()
    education = shown("education")
    assert "Go to school." in education
    assert "What workers and experts say it takes" in education
    assert "Bachelor's degree 40%" in listed("preparation")
    assert "Medium preparation needed" in listed("preparation")


def test_only_the_releases_sections_are_there_when_nobody_has_written_about_education(shown, career, released):
    released()
    education = shown("education")
    assert "still being written" not in education
    assert "Licensure and certification" not in education


def test_a_license_that_editors_entered_is_shown_with_the_releases_text(shown, career, released):
    released()
    nurses = Organization.objects.create(name="Board")
    career.careercredentials.create(credential=Credential.objects.create(name="License", organization=nurses))
    assert "Licensure and certification License" in shown("education")


def test_a_page_without_the_releases_text_does_not_say_whose_words_they_are(visitor, text_of, shown, career):
    write_description(career)
    text = text_of(visitor.get(career.get_absolute_url()))
    assert OURS not in text
    assert "O*NET 29" not in text
    assert "No work tasks are listed yet." in shown("tasks")
    assert "No skills are listed yet." in shown("skills")


@pytest.mark.parametrize("state", ["loading", "staged", "superseded", "replaced", "rolled-back"])
def test_only_the_live_releases_text_is_shown(visitor, text_of, career, state):
    make_onet_profile(code=career.onet_code, release=make_release("onet", state=state))
    assert "Sharpen pencils" not in text_of(visitor.get(career.get_absolute_url()))


def test_the_text_of_another_code_is_not_the_careers(visitor, text_of, career):
    make_onet_profile(code="29-2072.01")
    assert "Sharpen pencils" not in text_of(visitor.get(career.get_absolute_url()))


def test_many_tasks_and_titles_are_folded_and_the_full_lists_hold_them_all(visitor, text_of, shown, career, released):
    released(
        tasks=[[f"Task {n}.", "Core"] for n in range(11)],
        reported_titles=[f"Reported {n}" for n in range(10)],
        alternate_titles=[f"Alternate {n}" for n in range(90)],
        technology=[[f"Tool {n}", "Software", False, False] for n in range(15)],
    )
    assert "3 more work tasks" in shown("tasks")
    assert "Task 10." in shown("tasks")
    titles = shown("titles")
    assert "24 more titles Reported 6;" in titles
    assert "Alternate 20" not in titles
    assert "All 100 job titles and all technology" in titles
    assert "Tool 12" not in shown("skills")
    assert "All 15 kinds of technology" in shown("skills")
    response = visitor.get(f"{career.get_absolute_url()}titles-and-technology/")
    text = text_of(response)
    assert all(words in text for words in ("Reported 0", "Alternate 89", "Tool 14", "O*NET 29.3 Database"))


def test_few_titles_need_no_full_list(shown, released):
    released()
    assert "All " not in shown("titles")


def test_the_full_lists_are_only_there_with_a_releases_text_and_a_published_career(visitor, career, released):
    address = f"{career.get_absolute_url()}titles-and-technology/"
    assert visitor.get(address).status_code == 404
    released()
    assert visitor.get(address).status_code == 200
    career.status = "draft"
    career.save()
    assert visitor.get(address).status_code == 404


def test_the_full_lists_say_what_the_release_does_not_have(visitor, text_of, career, released):
    released(reported_titles=[], alternate_titles=[], technology=[])
    text = text_of(visitor.get(f"{career.get_absolute_url()}titles-and-technology/"))
    assert "No other job titles are listed." in text
    assert "No technology is listed." in text


def test_a_profile_with_nothing_but_a_description_opens(visitor, text_of, shown, career):
    make_onet_profile(code=career.onet_code, data={"description": "Only this."})
    page = visitor.get(career.get_absolute_url())
    assert page.status_code == 200
    assert "Only this." in text_of(page)
    assert '<section id="interests">' not in page.content.decode()
    assert '<a href="#interests">' not in page.content.decode()
    assert "None" not in shown("education")


def test_words_of_a_release_are_never_taken_for_html(visitor, career, released):
    released(description="<script>alert(1)</script>", reported_titles=["<i>Chief</i>"], tasks=[["<b>Run</b>", "Core"]])
    for address in (career.get_absolute_url(), f"{career.get_absolute_url()}titles-and-technology/"):
        html = visitor.get(address).content.decode()
        assert not [tag for tag in ("<script>alert", "<i>Chief", "<b>Run") if tag in html]


def test_shares_that_are_tiny_or_left_out_are_said_to_be(listed, released):
    released(education=[["High school diploma", 90.0], ["Doctoral degree", 0.4]])
    education = listed("preparation")
    assert "Doctoral degree under 1%" in education
    assert "Shares that the publisher advises not to show are left out." in education


def test_whole_shares_are_not_said_to_be_partial(listed, released):
    released()
    assert "left out" not in listed("preparation")


@pytest.fixture
def licensed(career):
    """A live release under a licence that asks to be named."""
    wording = "This page includes information from the O*NET 29.3 Database. Used under the CC BY 4.0 license <b>."
    release = make_release("onet", title="O*NET 29.3 Database", licence="CC BY 4.0", attribution=wording)
    return make_onet_profile(code=career.onet_code, release=release).release


LINKED = (
    'This page includes information from the <a href="https://data.example/" rel="noopener">O*NET 29.3 Database</a>. '
    'Used under the <a href="https://creativecommons.org/licenses/by/4.0/" rel="noopener">CC BY 4.0</a> '
    "license &lt;b&gt;."
)


def test_the_attribution_that_the_licence_asks_for_is_on_the_page_with_its_links(visitor, career, licensed):
    for page in (career.get_absolute_url(), f"{career.get_absolute_url()}titles-and-technology/", "/sources/"):
        assert LINKED in visitor.get(page).content.decode()


def test_other_pages_can_give_credit_in_one_line(licensed):
    page = Template("{% load figures %}{% onet_credit %}")
    assert LINKED in page.render(Context())
    Release.objects.update(state="rolled-back")
    assert "O*NET" not in page.render(Context())


def test_one_sentence_is_not_said_twice(visitor, text_of, shown, career, released):
    profile = released(description="Do what the first sentence says.")
    page = visitor.get(career.get_absolute_url())
    assert profile.summary == "Do what the first sentence says."
    assert text_of(page).count(profile.summary) == 1
    assert "Career description" not in text_of(page)
    assert "From the O*NET 29.3 Database: summary," in shown("sources")
    write_description(career)
    text = text_of(visitor.get(career.get_absolute_url()))
    assert "Career description Our own words." in text
    assert text.count("Career description") == 2


def test_related_careers_are_the_editors_and_then_the_releases_in_its_order(shown, career, released):
    same_field = make_career(title="Neighbour", field=career.field)
    make_career(title="Second Choice", onet_code="11-1021.00")
    make_career(title="First Choice", onet_code="11-1011.00")
    make_career(title="Unpublished", onet_code="11-1031.00", status="draft")
    assert "Neighbour" in shown("related")
    codes = ["11-1031.00", "11-1011.00", "11-9199.99", "11-1021.00"]
    released(related=[[code, "Title", "Primary-Short"] for code in codes])
    related = shown("related")
    assert related.index("First Choice") < related.index("Second Choice")
    assert "Unpublished" not in related
    assert "Neighbour" not in related
    career.related.add(same_field)
    related = shown("related")
    assert related.index("Neighbour") < related.index("First Choice")


def test_the_lead_is_said_once(visitor, career):
    description = "Weigh the evidence. Write down what it says."
    make_onet_profile(code=career.onet_code, summary="Weigh the evidence.", data=onet_data(description=description))
    page = visitor.get(career.get_absolute_url()).content.decode()
    body = page[page.index("<main") :]
    assert body.count("Weigh the evidence.") == 1
    assert body.count("Write down what it says.") == 1


def test_a_lead_that_lists_cut_short_is_whole_on_the_page(visitor, career):
    sentence = f"Weigh {'and sort ' * 30}the evidence of the U.S. courts."
    cut = f"{sentence[:150].rsplit(' ', 1)[0]}…"
    make_onet_profile(code=career.onet_code, summary=cut, data=onet_data(description=f"{sentence} Write it down."))
    page = visitor.get(career.get_absolute_url()).content.decode()
    body = page[page.index("<main") :]
    assert body.count(sentence) == 1
    assert body.count("Weigh and sort") == 1

"""My career plan as the server makes it: of an address and of what a form sends, and nothing of that is kept."""

import logging
import re

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import CareerCredential, Credential, Organization, PlanSection

from ..factories import make_career, make_occupation, make_outlook, make_pay, make_release

pytestmark = pytest.mark.django_db

QUIZ = {"quiz_R": "40", "quiz_I": "70", "quiz_A": "20", "quiz_S": "95", "quiz_E": "35", "quiz_C": "60"}
NOINDEX = '<meta name="robots" content="noindex">'


def address(*slugs: str) -> str:
    return "/plan/?" + "&".join(f"c={slug}" for slug in slugs)


@pytest.fixture
def stranger() -> Client:
    """A browser without a token or a cookie, whose errors are answers."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def careers():
    """Eight of them, "job-0" to "job-7"."""
    return [make_career(title=f"Job {number}", slug=f"job-{number}") for number in range(8)]


def chosen(response) -> list[str]:
    return re.findall(r'data-career="([^"]*)"', response.content.decode())


def field(response, name: str) -> str:
    """What stands in a field of the plan."""
    html = response.content.decode()
    found = re.search(rf'<textarea id="{name}"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    return (found or re.search(rf'<input (?:id="{name}" |type="hidden" )name="{name}"[^>]* value="([^"]*)"', html))[1]


def test_the_empty_plan_is_for_everybody_and_for_search_engines(stranger, text_of):
    response = stranger.get("/plan/")
    assert response.status_code == 200
    assert NOINDEX not in response.content.decode()
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert "Add a career" in text_of(response)


@pytest.mark.parametrize(
    ("method", "path"), [("get", address("job-1")), ("post", address("job-1")), ("post", "/plan/")]
)
def test_a_plan_that_holds_anything_is_neither_indexed_nor_kept_on_the_way(stranger, careers, method, path):
    response = getattr(stranger, method)(path)
    assert NOINDEX in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_the_careers_of_the_address_stand_there_once_in_its_order(stranger, careers):
    assert chosen(stranger.get(address("job-3", "job-1", "job-3"))) == ["job-3", "job-1"]


def test_six_careers_fit_and_who_asks_for_more_is_told(stranger, careers, text_of):
    six, seven = address(*(f"job-{n}" for n in range(6))), address(*(f"job-{n}" for n in range(7)))
    assert "These are the first 6" not in text_of(stranger.get(six))
    response = stranger.get(seven)
    assert chosen(response) == [f"job-{number}" for number in range(6)]
    assert "A plan holds 6 careers. These are the first 6." in text_of(response)


def test_a_career_that_is_not_here_is_named_and_the_others_stay(stranger, careers, text_of):
    make_career(slug="secret", status="draft")
    response = stranger.get(address("job-1", "beekeeper", "secret"))
    assert response.status_code == 200
    assert chosen(response) == ["job-1"]
    for name in ("beekeeper", "secret"):
        assert f"“ {name} ” is not on this site." in text_of(response)
        assert field(response, f"note.{name}") == ""


STRANGE = [
    "%00",
    "%F0%9F%90%9D",
    "%3Cscript%3E",
    "x" * 3000,
    "%C3%28",
    "%22%3E%3Cb%3E",
    "..%2F..",
    "-",
    "%E2%80%AE",
    "",
]


@pytest.mark.parametrize("slug", STRANGE)
def test_any_address_is_a_page(stranger, careers, slug):
    response = stranger.get(address("job-1", slug))
    assert response.status_code == 200
    assert chosen(response) == ["job-1"]
    html = response.content.decode()
    assert "<script>" not in html
    assert "\0" not in html
    assert '"><b>' not in html


def test_figures_stand_side_by_side_with_their_period_source_and_group(stranger, text_of):
    group = make_occupation(code="29-1210", title="All Physicians")
    own = make_occupation(code="29-1215", title="Family Physicians")
    pay = make_release(period="May 2031", title="Wages", publisher="Bureau")
    make_pay(release=pay, occupation=group, annual_p10=40_000, annual_median=98_760, annual_p90=150_000)
    make_outlook(
        release=make_release("projections", period="2031–41", title="Projections", publisher="Bureau"),
        occupation=own,
        entry_education="bachelor",
        training="Apprenticeship",
        openings=1_234,
    )
    make_career(title="Family doctor", slug="doctor", occupation=own)
    # A period is joined by signs that nobody sees, so that it stays on its line.
    text = text_of(stranger.get(address("doctor"))).replace("\u2060", "")
    for said in (
        "$98,760 a year",
        "$40,000 to $150,000",
        "For all physicians",
        "Bachelor's degree",
        "Apprenticeship",
        "1,234",
        "Wages , May 2031",
        "Projections , 2031–41",
    ):
        assert said in text, said


def test_credentials_that_lead_there_are_named_once(stranger, careers, text_of):
    for name in ("Board of Bees", "Guild of Bees"):
        credential = Credential.objects.create(
            name="Bee License", organization=Organization.objects.create(name=name), kind="license"
        )
        CareerCredential.objects.create(career=careers[1], credential=credential)
    assert text_of(stranger.get(address("job-1"))).count("Bee License") == 1


def test_the_quizs_result_comes_by_post_as_a_table_and_words(stranger, careers, text_of):
    response = stranger.post("/plan/", {**QUIZ, "c": ["job-2", "job-4"]})
    assert response.status_code == 200
    assert chosen(response) == ["job-2", "job-4"]
    text = text_of(response)
    assert "What you like most: helping people. After that: finding things out." in text
    scores = re.findall(r'<td data-from="quiz_(\w)">(\d+)</td>', response.content.decode())
    assert {f"quiz_{letter}": score for letter, score in scores} == QUIZ
    assert 'class="has-result"' in response.content.decode()


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([90, 90, 10, 20, 30, 40], "What you like most, equally: working with your hands and finding things out."),
        ([0, 80, 70, 70, 70, 1], "After that: making and designing, helping people and leading and selling."),
        ([50, 51, 59, 50, 50, 50], "You like all six kinds of work about the same"),
        ([0, 0, 0, 0, 0, 0], "You like all six kinds of work about the same"),
    ],
)
def test_ties_and_flat_answers_are_said(stranger, text_of, scores, words):
    assert words in text_of(stranger.post("/plan/", dict(zip(QUIZ, map(str, scores), strict=True))))


@pytest.mark.parametrize("score", ["101", "-1", "", "x", "9" * 400, "٣", "1.5", "²", "\0"])
def test_what_is_no_score_is_no_result(stranger, score):
    response = stranger.post("/plan/", {**QUIZ, "quiz_A": score})
    assert response.status_code == 200
    assert 'class="has-result"' not in response.content.decode()
    assert field(response, "quiz_R") == ""


def test_a_form_from_another_site_puts_nothing_into_the_plan(stranger, careers, text_of):
    sent = {**QUIZ, "my-name": "Mallory", "c": "job-2"}
    response = stranger.post(address("job-1"), sent, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    assert chosen(response) == ["job-1"]
    assert "Mallory" not in response.content.decode()
    assert 'class="has-result"' not in response.content.decode()


def test_without_scripts_what_was_typed_is_shown_again_while_careers_are_added_and_removed(stranger, careers):
    typed = {
        "my-name": "Ada", "note.job-1": "\nFirst line\r\n<b>&", "when.1": "2027-01-31", "done.1": "1", **QUIZ
    }  # fmt: skip
    response = stranger.post(address("job-1", "job-2"), {**typed, "c": "job-3", "remove": "job-2"})
    assert chosen(response) == ["job-1", "job-3"]
    assert 'action="/plan/?c=job-1&amp;c=job-3"' in response.content.decode()
    assert field(response, "my-name") == "Ada"
    assert field(response, "note.job-1") == "\nFirst line\n&lt;b&gt;&amp;"
    assert field(response, "when.1") == "2027-01-31"
    assert 'name="done.1" value="1" checked' in response.content.decode()
    assert field(response, "quiz_S") == "95"


def test_unknown_and_endless_fields_are_no_error(stranger, careers):
    sent = {
        **{f"x{number}": "y" for number in range(300)},
        "note.job-1": "long " * 10_000,
        "when.1": "yesterday",
        "c": ["job-1", "z" * 20_000, "\0"],
        "remove": ["", "nobody"],
        "q": "q" * 5_000,
        "bad name\n": "x",
        "quiz_words": "<b>mine</b>",
    }
    response = stranger.post("/plan/", sent)
    assert response.status_code == 200
    assert chosen(response) == ["job-1"]
    assert len(field(response, "note.job-1")) == 2_000
    assert field(response, "when.1") == ""
    assert field(response, "quiz_words") == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"\xff\xfe=%", "application/x-www-form-urlencoded"), (b"{", "application/json"), (b"--x", "multipart/form-data")],
)
def test_a_body_that_is_no_form_is_no_error_of_the_site(stranger, body, kind):
    assert stranger.generic("POST", "/plan/", body, content_type=kind).status_code in (200, 400)


def test_a_body_far_too_large_is_refused(stranger):
    assert stranger.post("/plan/", {"note.x": "y" * 2_000_000}).status_code in (400, 413)


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_nothing_of_it_is_stored_or_logged_and_no_cookie_set(stranger, careers, caplog):
    before = rows()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        response = stranger.post(
            address("job-1"), {**QUIZ, "note.job-1": "zebra finch", "q": "zebra", "my-name": "zebra"}
        )
    assert "zebra finch" in response.content.decode()
    assert rows() == before
    assert not LogEntry.objects.exists()
    assert not response.cookies
    assert not [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert "zebra finch" not in " ".join(query["sql"] for query in queries)
    caplog.handler.records = [record for record in caplog.records if record.name != "django.db.backends"]
    assert "zebra" not in " ".join(record.getMessage() for record in caplog.handler.records)


def test_the_number_of_queries_does_not_grow_with_the_careers(stranger, careers):
    for career in careers[:6]:
        credential = Credential.objects.create(
            name=f"License {career.pk}", organization=Organization.objects.create(name=f"Board {career.pk}")
        )
        CareerCredential.objects.create(career=career, credential=credential)
        career.occupation = make_occupation()
        career.save()
        make_pay(occupation=career.occupation)
        make_outlook(occupation=career.occupation)
    counts = []
    for number in (1, 6):
        with CaptureQueriesContext(connection) as queries:
            stranger.get(address(*(career.slug for career in careers[:number])))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_a_search_on_the_plan_offers_what_is_not_in_it_yet(stranger, careers):
    html = stranger.get(address("job-1") + "&q=job+2").content.decode()
    assert 'name="c" value="job-2"' in html
    assert 'name="c" value="job-1"' not in html


def test_profile_lists_and_comparison_lead_to_the_plan(stranger, careers):
    assert 'href="/plan/?c=job-1"' in stranger.get("/careers/job-1/").content.decode()
    assert 'href="/plan/?c=job-1"' in stranger.get("/careers/").content.decode()
    compared = stranger.get("/careers/compare/?c=job-2&c=job-1").content.decode()
    assert 'href="/plan/?c=job-2&amp;c=job-1"' in compared


def test_a_draft_in_preview_has_no_way_into_the_plan(editor):
    draft = make_career(slug="secret", status="draft")
    assert "/plan/?c=" not in editor.get(f"/preview/careers/{draft.pk}/").content.decode()


def headings(response) -> list[str]:
    return re.findall(r'<h2 id="part-\d+">([^<]+)</h2>', response.content.decode())


def test_a_new_site_begins_with_sections_that_can_be_used(stranger):
    assert headings(stranger.get("/plan/")) == [
        "About me",
        "What I like",
        "Careers I am looking at",
        "What I think of each",
        "Courses and credentials",
        "What I will do next",
        "Questions for my counselor",
        "We talked about this plan",
    ]


def test_staffs_headings_order_and_choice_of_sections_are_the_plans(stranger, text_of):
    PlanSection.objects.filter(kind="steps").update(heading="My Individual Action Steps", order=0, help_text="By May.")
    PlanSection.objects.filter(kind="notes").update(is_shown=False)
    PlanSection.objects.filter(kind="lines").update(is_shown=True, heading="Clubs")
    own = PlanSection.objects.create(kind="lines", heading="Service hours", order=99)
    response = stranger.post("/plan/", {f"lines.{own.pk}": "Twenty at the library"})
    found = headings(response)
    assert found[0] == "My Individual Action Steps"
    assert found[-1] == "Service hours"
    assert "Clubs" in found
    assert "What I think of each" not in found
    assert "By May." in text_of(response)
    assert field(response, f"lines.{own.pk}") == "Twenty at the library"


def test_a_plan_without_any_section_still_opens(stranger, careers):
    PlanSection.objects.all().delete()
    assert chosen(stranger.get(address("job-1"))) == ["job-1"]

"""The quiz's pages: answers go along in forms, nothing is kept, and whatever is posted gets a clear answer."""

import logging
import re
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Career, OnetProfile
from careers.quiz.statements import NAMES, OWN

from ...factories import make_career, make_onet_profile
from .sheets import ADDRESS, answers_of, fields_in, press, titles_in

HELPER = answers_of(S=90, I=70, R=30, C=40)
NOINDEX = '<meta name="robots" content="noindex">'


def ask(visitor, path: str = ADDRESS, **values):
    return visitor.post(path, values)


@pytest.fixture
def result(visitor, demo):
    return ask(visitor, **HELPER)


def test_the_start_offers_both_ways(visitor, demo, text_of):
    response = visitor.get(ADDRESS)
    text = text_of(response)
    assert "Start the quiz" in text
    assert "All on one page" in text
    for promise in ("About three minutes", "No account and no cookie", "not a test", "14 and older", "turned down"):
        assert promise in text
    assert NOINDEX not in response.content.decode()


def test_answers_in_an_address_are_not_looked_at(visitor, demo):
    assert visitor.get(ADDRESS, HELPER).content == visitor.get(ADDRESS).content


def test_one_activity_a_step_to_the_result(visitor, demo, text_of):
    response = ask(visitor, go="step")
    for number, name in enumerate(NAMES, 1):
        html = response.content.decode()
        assert f"{number} of 30" in text_of(response)
        assert OWN[name[0]][int(name[1:]) - 1].replace("'", "&#x27;") in html
        assert re.findall(r'type="radio" name="(\w+)"', html) == [name] * 3
        assert NOINDEX in html
        response = press(visitor, response, **{name: HELPER[name], "go": "next"})
    assert "You like helping people most, then finding things out." in text_of(response)
    assert titles_in(response)[0] == "Registered Nurse"


def test_going_back_keeps_every_answer(visitor, demo):
    response = ask(visitor, go="step")
    for name in NAMES[:3]:
        response = press(visitor, response, **{name: "like", "go": "next"})
    for _ in range(2):
        response = press(visitor, response, go="back")
    assert fields_in(response.content.decode()) == {"I1": ["like"], "R1": ["like"], "A1": ["like"], "at": ["I1"]}
    response = press(visitor, response, go="next")
    assert fields_in(response.content.decode())["at"] == "A1"


def test_from_one_way_to_the_other_and_from_the_result_back_the_answers_go_along(visitor, result):
    for go, also in (("all", {}), ("result", {}), ("step", {}), ("all", {})):
        result = press(visitor, result, go=go, **also)
        kept = fields_in(result.content.decode())
        assert {name: kept[name] for name in NAMES} == HELPER, go


def test_skipped_activities_are_asked_when_one_goes_on(visitor, demo, text_of):
    some = {name: value for name, value in HELPER.items() if name not in ("A2", "C4")}
    response = ask(visitor, **some)
    assert "You answered 28 of 30" in text_of(response)
    assert "Answer the other 2" in text_of(response)
    assert 'name="at" value="A2"' in press(visitor, response, go="step").content.decode()


def test_each_career_has_its_reason_pay_and_education(result, text_of):
    text = text_of(result)
    assert len(titles_in(result)) == 12
    assert "You like helping people and finding things out." in text
    assert "$93,600 a year" in text
    assert "Bachelor's degree" in text


def test_the_drawing_has_its_numbers_as_a_table(result):
    html = result.content.decode()
    drawing = re.search(r'(?s)<figure aria-hidden="true">.*?</figure>', html)[0]
    table = re.search(r'(?s)<table class="six">.*?</table>', html)[0]
    assert re.findall(r"<tspan[^>]*>(\d+)<", drawing) == re.findall(r"<td>(\d+)</td>", table)
    assert re.findall(r"<td>(\d+)</td>", table) == ["30", "70", "0", "90", "0", "40"]


def test_more_careers_on_request(visitor, result):
    more = press(visitor, result, further="1")
    assert titles_in(more)[:12] == titles_in(result)
    assert len(titles_in(more)) > 12


def test_not_this_removes_a_career_until_it_is_put_back(visitor, result):
    without = press(visitor, result, refuse="registered-nurse")
    assert "Registered Nurse" not in titles_in(without)
    again = press(visitor, without, refuse="dental-hygienist")
    assert not {"Registered Nurse", "Dental Hygienist"} & set(titles_in(again))
    back = press(visitor, again, undo="registered-nurse")
    assert "Registered Nurse" in titles_in(back)
    assert "Dental Hygienist" not in titles_in(back)


def test_more_like_this_stays_in_the_list_and_moves_it(visitor, result, text_of):
    moved = press(visitor, result, like="medical-coding")
    assert titles_in(moved).index("Medical Coding") < titles_in(result).index("Medical Coding")
    assert "More like: Undo: more like Medical Coding" in text_of(moved)
    assert titles_in(press(visitor, moved, undo="medical-coding")) == titles_in(result)


def test_only_careers_with_the_preparation_that_is_wanted(visitor, result):
    found = titles_in(ask(visitor, **HELPER, zone="3"))
    zones = dict(OnetProfile.objects.values_list("code", "job_zone"))
    assert found
    assert {zones[Career.objects.get(title=title).onet_code] for title in found} == {3}
    assert "Registered Nurse" not in found


def test_close_matches_in_the_order_of_their_openings(visitor, result):
    found = titles_in(ask(visitor, **HELPER, order="openings"))
    openings = dict(Career.objects.values_list("title", "listing__openings"))
    assert [openings[title] for title in found] == sorted((openings[title] for title in found), reverse=True)
    assert set(found) < set(titles_in(result))
    assert found[0] == "Registered Nurse"
    assert "Software Developer" not in found


def test_a_flat_sheet_names_no_careers_and_says_what_to_do(visitor, demo, text_of):
    for value in ("dislike", "like", "unsure"):
        response = ask(visitor, **dict.fromkeys(NAMES, value))
        assert response.status_code == 200
        assert titles_in(response) == []
        assert "What you can do now" in text_of(response)
        assert "/fields/health-care/" in response.content.decode()


def test_nothing_answered_leads_to_the_start(visitor, demo, text_of):
    response = ask(visitor)
    assert response.status_code == 200
    assert "You have not answered anything yet." in text_of(response)
    assert titles_in(response) == []


def test_without_any_scores_it_says_so(visitor, db, text_of):
    make_career(title="Unknown")
    assert "no interest scores of careers yet" in text_of(ask(visitor, **HELPER))


def test_the_strongest_lead_to_lists(result):
    assert '<a href="/careers/?interest=S">See all careers for helping people</a>' in result.content.decode()


def test_the_result_is_in_no_cache_and_no_search_engine(result):
    assert result["Cache-Control"] == "no-store"
    assert NOINDEX in result.content.decode()


@pytest.mark.parametrize("go", ["step", "all", "result"])
def test_no_cookie_and_nothing_of_the_answers_in_an_address(visitor, demo, go):
    response = ask(visitor, **HELPER, go=go, like="medical-coding")
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    addresses = re.findall(r'(?:href|action|formaction|src)="([^"]*)"', response.content.decode())
    assert not [one for one in addresses if "like" in one or re.search(r"[?&][RIASEC]\d", one)]


def test_nothing_is_stored_or_logged(visitor, demo, caplog):
    caplog.set_level(logging.DEBUG)
    models = [model for model in apps.get_models() if model._meta.managed]
    before = {model: model._base_manager.count() for model in models}
    with CaptureQueriesContext(connection) as queries:
        response = ask(visitor, **HELPER, go="all")
        press(visitor, response, go="result", like="medical-coding", refuse="actor")
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert {model: model._base_manager.count() for model in models} == before
    assert not [
        record for record in caplog.records if record.name != "django.db.backends" and "dislike" in record.getMessage()
    ]


BAD = {
    "an answer that is none": {"R1": "love"},
    "an unknown page": {"go": "admin"},
    "an unknown activity": {"go": "next", "at": "Z9"},
    "a zone that is none": {"zone": "17"},
    "an order that is none": {"order": "luck"},
    "a number that is none": {"shown": "-1"},
    "a number that is too long": {"shown": "9" * 60},
    "other digits": {"shown": "\u0663"},
    "a wrong slug": {"like": "no-such-career"},
    "a slug with NUL": {"refuse": "a\x00b"},
    "a long slug": {"like": "x" * 5_000},
    "markup": {"R1": "<script>alert(1)</script>", "zone": '"><b>'},
    "signs that turn text around": {"zone": "\u202e3"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_and_left_out(visitor, demo, bad, text_of):
    response = ask(visitor, **HELPER | bad)
    assert response.status_code == 400
    assert "Something in the form was not right" in text_of(response)
    html = response.content.decode()
    assert "\x00" not in html
    assert "\u202e" not in html
    assert "<script>alert" not in html
    assert len(html) < 60_000


def test_unknown_fields_are_passed_over(visitor, demo):
    response = ask(visitor, **HELPER, note="my name", R6="like")
    assert response.status_code == 200
    assert "my name" not in response.content.decode()


def as_browsers_do(fields: dict) -> tuple[str, str]:
    """The body and its kind, which is a third as long as that of a form with files."""
    return urlencode(fields, doseq=True), "application/x-www-form-urlencoded"


def test_far_too_many_fields_are_refused_in_words(visitor, demo):
    visitor.raise_request_exception = False
    others = {f"x{number}": "1" for number in range(10_000)}
    response = visitor.post(ADDRESS, *as_browsers_do({**HELPER, **others}))
    assert response.status_code == 400
    assert b"<h1>" in response.content


def test_many_values_of_one_field_are_cut(visitor, demo):
    response = visitor.post(
        ADDRESS, *as_browsers_do({**HELPER, "refused": [f"career-{number}" for number in range(4_000)]})
    )
    assert response.status_code == 400
    assert len(response.content) < 60_000


def test_a_body_that_is_no_form_is_an_empty_one(visitor, demo):
    response = visitor.post(ADDRESS, b"\xff\x00{}", content_type="application/json")
    assert response.status_code == 200


def test_other_methods_are_refused(visitor, db):
    assert visitor.put(ADDRESS).status_code == 405
    assert visitor.head(ADDRESS).status_code == 200


def test_a_result_shows_sixty_careers_at_most_and_costs_as_many_queries_as_one_of_twelve(visitor, demo):
    def queries(*, careers: int, **more) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(titles_in(ask(visitor, **HELPER, **more))) == careers
        return len(captured)

    few = queries(careers=12)
    field = Career.objects.first().field
    for number in range(60):
        career = make_career(title=f"Career {number}", field=field, onet_code=f"11-{number + 5000}.00")
        scores = [["Social", 6.5], ["Investigative", 5.0 - number / 50]]
        scores += [[name, 1.5] for name in ("Realistic", "Artistic", "Enterprising", "Conventional")]
        make_onet_profile(code=career.onet_code, data={"interests": scores})
    assert queries(careers=60, shown="999", like="actor", refuse="plumber") <= few <= 12


def test_the_plan_gets_the_scores_and_the_liked_careers_by_post(visitor, result):
    html = press(visitor, result, like="medical-coding").content.decode()
    form = re.search(r'(?s)<form method="post" action="/plan/">.*?</form>', html)
    if form is None:
        pytest.skip("There is no plan to post it to.")
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    assert fields == {
        "quiz_R": "30", "quiz_I": "70", "quiz_A": "0", "quiz_S": "90", "quiz_E": "0", "quiz_C": "40",
        "c": "medical-coding",
    }  # fmt: skip

"""Whoever sends too much is told to wait, on a page or as JSON, and loses nothing that was typed."""

import pytest
from django.db import connection
from django.utils import timezone

from signups import tallies
from signups.models import SignupRequest

from ..factories import make_answer, make_question

SCHOOL, ELSEWHERE = "203.0.113.9", "198.51.100.7"
IN_DANGER = "I want to kill myself"
PLAIN = ("/", "/careers/", "/schools/", "/questions/", "/quiz/", "/updates/", "/careers/a-to-z/", "/healthz")


@pytest.fixture(autouse=True)
def few(settings):
    """By network 10 searches, 20 suggestions, 5 questions that are near, 1 request of the API and 1 form a minute."""
    settings.SEARCHES_PER_MINUTE, settings.WEB_CONCURRENCY = 10, 1


@pytest.fixture
def get(visitor, db):
    return lambda path, network=SCHOOL, **headers: visitor.get(path, REMOTE_ADDR=network, headers=headers)


@pytest.fixture
def post(visitor, db):
    return lambda path, values, network=SCHOOL, **headers: visitor.post(
        path, values, REMOTE_ADDR=network, headers=headers
    )


@pytest.mark.parametrize(
    "path",
    ["/careers/?q=nurse", "/careers/?education=bachelors", "/schools/?q=a", "/questions/?q=a", "/careers/compare/?c=a"],
)
def test_too_many_searches_are_told_when_to_come_back(path, get, text_of):
    assert [get(path).status_code == 429 for _ in range(12)] == [False] * 10 + [True] * 2
    refused = get(path)
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "no-store" in refused["Cache-Control"]
    assert f"Try it again in {refused['Retry-After']} seconds." in text_of(refused)
    assert f'<a href="{path.replace("&", "&amp;")}">Try again</a>' in refused.content.decode()
    assert "frame-ancestors 'none'" in refused["Content-Security-Policy"]
    # Others, and pages that are the same for everybody, are not held up.
    assert get(path, ELSEWHERE).status_code != 429
    assert {get(plain).status_code for plain in PLAIN} == {200}


@pytest.mark.parametrize(
    ("path", "most"), [("/api/careers/?q=a", 1), ("/careers/suggestions/?q=a", 20), ("/ask/near.json?q=a", 5)]
)
def test_programs_are_told_in_json(path, most, get):
    assert [get(path).status_code for _ in range(most + 2)] == [200] * most + [429] * 2
    refused = get(path)
    assert refused["Content-Type"] == "application/json"
    assert f"Try again in {refused['Retry-After']} seconds." in refused.json()["error"]
    assert get(path, ELSEWHERE).status_code == 200
    # Somebody who searches meanwhile has a limit apart.
    assert get("/careers/?q=a").status_code == 200


def test_all_networks_together_have_a_limit_too(get):
    statuses = [get("/api/careers/?q=a", f"203.0.113.{number}").status_code for number in range(8)]
    assert statuses == [200] * 5 + [429] * 3


def test_a_household_of_version_6_is_one_network(get):
    assert get("/api/careers/", "2001:db8:1:2::5").status_code == 200
    assert get("/api/careers/", "2001:db8:1:2:ffff::6").status_code == 429
    assert get("/api/careers/", "2001:db8:1:3::5").status_code == 200


def test_a_proxy_that_says_nothing_makes_nobody_share_a_limit(get, settings):
    settings.HTTPS, settings.FORWARDED_ALLOW_IPS = True, SCHOOL
    statuses = [get("/api/careers/", **{"X-Forwarded-Proto": "https"}).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2


def test_a_form_that_has_to_wait_keeps_what_was_typed(post, opened, text_of):
    words = {"email": 'student@"<example>.org', "note": "Bees,\nand wasps"}
    values = {**words, "topics": ["newsletter", "other"], "opened": opened()}
    assert [post("/updates/?career=nurse", values).status_code for _ in range(2)] == [422, 429]
    refused = post("/updates/?career=nurse", values)
    assert 0 < int(refused["Retry-After"]) <= 60
    html = refused.content.decode()
    assert '<form method="post" action="/updates/?career=nurse">' in html
    assert '<input type="hidden" name="email" value="student@&quot;&lt;example&gt;.org">' in html
    assert html.count('<input type="hidden" name="topics"') == 2
    assert "what you sent is kept in this page" in text_of(refused)
    assert "<blockquote><p>Bees,<br>and wasps</p></blockquote>" in html
    assert SignupRequest.objects.count() == 0
    assert post("/updates/", values, ELSEWHERE).status_code == 422


@pytest.mark.parametrize(
    ("values", "headers"),
    [
        ({"email": "zebrafinch@example.org"}, {"Sec-Fetch-Site": "cross-site"}),
        ({"email": "zebrafinch@example.org"}, {"Origin": "https://elsewhere.example"}),
        ({"email": "zebrafinch@example.org", "password1": "zebrafinch"}, {}),
    ],
)
def test_what_another_site_sent_and_passwords_stand_behind_no_button_of_ours(values, headers, post, text_of):
    post("/updates/", {})
    refused = post("/updates/", values, **headers)
    assert refused.status_code == 429
    assert "zebrafinch" not in refused.content.decode()
    assert "Send it again" not in refused.content.decode()
    assert f"Go back, and send it again in {refused['Retry-After']} seconds." in text_of(refused)


@pytest.mark.parametrize(
    "headers", [{"Cookie": "sessionid=made-up"}, {"Cookie": "xsessionid"}, {"Authorization": "Basic eDp4"}]
)
def test_pages_that_the_cache_does_not_answer_are_limited_too(headers, get, text_of):
    assert [get("/quiz/", **headers).status_code for _ in range(11)] == [200] * 10 + [429]
    assert "this page has to wait" in text_of(get("/about/", **headers))


@pytest.mark.parametrize("path", ["/quiz/", "/plan/", "/ask/"])
def test_pages_that_only_answer_count_as_searches(path, post):
    assert [post(path, {"text": "How long?"}).status_code == 429 for _ in range(12)] == [False] * 10 + [True] * 2


def test_whoever_is_in_danger_does_not_wait_and_it_is_no_way_around(post):
    for _ in range(11):
        post("/ask/", {"text": "How long?"})
    assert post("/ask/", {"text": "How long?"}).status_code == 429
    assert post("/ask/", {"text": IN_DANGER}).status_code == 422
    assert [post("/updates/", {"text": IN_DANGER}).status_code for _ in range(2)] == [422, 429]


def test_whoever_is_tired_of_mail_never_waits(post):
    statuses = {post("/updates/unsubscribe/a:b:c/", {"List-Unsubscribe": "One-Click"}).status_code for _ in range(20)}
    assert statuses == {404}


def test_staff_are_not_held_up(admin_client, few):
    statuses = {admin_client.get("/admin/careers/career/?q=a").status_code for _ in range(12)}
    assert statuses == {200}


def test_one_page_is_good_for_so_many_forms_and_the_next_has_a_new_time(post, opened, settings, text_of, monkeypatch):
    settings.SEARCHES_PER_MINUTE = 100_000
    question = make_question(status="published", published_at=timezone.now())
    make_answer(question=question)
    monkeypatch.setattr("signups.guard.ONE_PAGE", tallies.Limit("few", (tallies.limits.Window(3, 60),)))
    values = {"helpful": "maybe", "opened": opened()}
    path = f"/questions/{question.pk}/helpful/"
    answers = [post(path, values, f"203.0.113.{number}") for number in range(5)]
    assert ["This form was sent very often." in text_of(one) for one in answers] == [False] * 3 + [True] * 2
    assert values["opened"] not in answers[-1].content.decode()


def test_nothing_is_asked_of_the_database_for_whoever_has_to_wait(get, django_assert_max_num_queries):
    for _ in range(12):
        get("/careers/?q=nurse")
    with django_assert_max_num_queries(0, connection=connection):
        assert get("/careers/?q=nurse").status_code == 429

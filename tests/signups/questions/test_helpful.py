""" "Was this helpful?" below an answer: votes that are counted in whole and hard to stuff, and notes to staff."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signups import personal_data
from signups.limits import Limit, Window
from signups.models import AnswerFeedback, HelpLine, Question
from signups.questions.public import feedback

from ...factories import make_answer, make_question
from ..conftest import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    question = make_question(status="published", published_at=timezone.now(), text="How do bees find home?")
    make_answer(question=question)
    return question


@pytest.fixture
def vote(visitor, opened, question):
    """Presses one of the two buttons."""

    def press(answer: str = "yes", *, network: str = "203.0.113.9", headers: dict | None = None, **values):
        form = {"helpful": answer, "opened": opened(), **values}
        return visitor.post(f"/questions/{question.pk}/helpful/", form, REMOTE_ADDR=network, headers=headers or {})

    return press


@pytest.fixture
def note(visitor, vote, opened):
    """Votes, and sends a note with it."""

    def send(text: str, answer: str = "no", *, page: str = "", **values):
        page = page or vote(answer).url
        [seal] = re.findall(r'name="vote" value="([^"]+)"', visitor.get(page).content.decode())
        return visitor.post(page, {"vote": unescape(seal), "text": text, "opened": opened(), **values})

    return send


def counts(question: Question) -> tuple[int, int]:
    question.refresh_from_db()
    return question.helpful, question.not_helpful


def test_the_two_buttons_are_a_form_of_their_own(question):
    html = Template('{% include "signups/includes/helpful.html" %}').render(Context({"question": question}))
    assert f'action="/questions/{question.pk}/helpful/" method="post"' in html
    assert re.findall(r'<button name="helpful" value="(\w+)">', html) == ["yes", "no"]
    assert 'name="opened"' in html
    assert "<script" not in html


def test_a_vote_is_counted_and_thanked_for(vote, question, visitor, text_of):
    response = vote("yes")
    assert response.status_code == 302
    assert "Good to know that it helped" in text_of(visitor.get(response.url))
    assert "Sorry" in text_of(visitor.get(vote("no", network="203.0.113.10").url))
    assert counts(question) == (1, 1)
    assert not visitor.cookies


def test_who_presses_at_once_need_not_wait(vote, question, opened):
    assert vote("yes", opened=opened(0)).status_code == 302
    assert counts(question) == (1, 0)


def test_votes_are_added_up_by_the_database(vote):
    with CaptureQueriesContext(connection) as queries:
        vote("yes")
    assert [
        one["sql"] for one in queries if re.search(r'"helpful" = \("signups_question"\."helpful" \+ 1\)', one["sql"])
    ]


def test_a_program_votes_once_a_day_and_a_class_five_times(vote, question):
    assert [vote().status_code for _ in range(3)] == [302, 429, 429]
    assert [vote(network="203.0.113.10", headers=BROWSER).status_code for _ in range(7)] == [302] * 5 + [429] * 2
    assert counts(question) == (6, 0)


def test_who_voted_already_is_told_so(vote, text_of):
    vote()
    response = vote()
    assert "already counted" in text_of(response)
    assert 0 < int(response["Retry-After"]) <= 86_400


def test_the_same_network_may_vote_about_another_question(vote, visitor, opened):
    vote()
    other = make_question(status="published", published_at=timezone.now(), answers=("Yes.",))
    path = f"/questions/{other.pk}/helpful/"
    assert visitor.post(path, {"helpful": "yes", "opened": opened()}, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_many_networks_cannot_stuff_a_question(vote, question, text_of, monkeypatch):
    monkeypatch.setattr(feedback, "OF_QUESTION", Limit("few", (Window(3, 3_600),)))
    answers = [vote(network=f"203.0.113.{number}") for number in range(1, 6)]
    assert [one.status_code for one in answers] == [302] * 3 + [429] * 2
    assert "try again later" in text_of(answers[-1])
    assert 0 < int(answers[-1]["Retry-After"]) <= 3_600
    assert counts(question) == (3, 0)


def test_who_came_when_it_was_full_may_come_again(vote, monkeypatch):
    monkeypatch.setattr(feedback, "OF_QUESTION", Limit("full", (Window(1, 3_600),)))
    vote(network="203.0.113.1")
    assert vote(network="203.0.113.2").status_code == 429
    monkeypatch.setattr(feedback, "OF_QUESTION", Limit("room again", (Window(1, 3_600),)))
    assert vote(network="203.0.113.2").status_code == 302


@pytest.mark.parametrize(
    ("values", "headers", "status"),
    [
        ({"helpful": "maybe"}, {}, 422),
        ({"helpful": ""}, {}, 422),
        ({"website": "https://spam.example"}, {}, 422),
        ({"opened": "forged"}, {}, 422),
        ({}, {"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_a_form_that_is_not_the_pages_counts_nothing_and_shows_the_buttons(vote, question, values, headers, status):
    response = vote(headers=headers, **values)
    assert response.status_code == status
    assert b'role="alert"' in response.content
    assert response.content.count(b'<button name="helpful"') == 2
    assert counts(question) == (0, 0)


@pytest.mark.parametrize("values", [{"status": "accepted"}, {"status": "private"}, {"status": "published"}])
def test_only_what_visitors_can_read_is_voted_about(visitor, opened, values):
    hidden = make_question(published_at=timezone.now(), **values)
    path = f"/questions/{hidden.pk}/helpful/"
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, {"helpful": "yes", "opened": opened()}).status_code == 404
    assert counts(hidden) == (0, 0)


def test_the_page_by_its_address_alone_asks(visitor, question, text_of):
    response = visitor.get(f"/questions/{question.pk}/helpful/?vote=forged")
    assert response.status_code == 200
    assert "How do bees find home?" in text_of(response)
    assert "Was this helpful? Yes No" in text_of(response)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_note_reaches_staff_with_the_vote(note, question, text_of, answer):
    response = note("The pay is out of date.", answer)
    assert response.status_code == 200
    assert "Our staff will read it" in text_of(response)
    [kept] = AnswerFeedback.objects.all()
    assert (kept.question, kept.text, kept.is_helpful) == (question, "The pay is out of date.", answer == "yes")


def test_a_note_that_holds_something_personal_is_refused_and_kept_in_the_field(note, text_of):
    response = note("Ask me <b>more</b>: ada@example.org")
    html = response.content.decode()
    assert response.status_code == 422
    assert "This has an email address in it" in text_of(response)
    assert "<mark><bdi>ada@example.org</bdi>" in html
    assert re.search(r"<textarea[^>]*>\s*Ask me &lt;b&gt;more&lt;/b&gt;: ada@example.org</textarea>", html)
    assert not AnswerFeedback.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write a note, or leave this page"),
        ("\u200b \u2800", "Write a note, or leave this page"),
        ("...", "Write a note, or leave this page"),
        ("so " * 101 + "x", "304 characters long. Please shorten it to 300"),
    ],
)
def test_a_note_that_cannot_be_kept_is_said_why(note, text_of, text, says):
    response = note(text)
    assert response.status_code == 422
    assert says in text_of(response)
    assert not AnswerFeedback.objects.exists()


def test_a_vote_has_one_note(vote, note, text_of):
    page = vote("no").url
    note("The first.", page=page)
    assert "kept only the first" in text_of(note("The second.", page=page))
    assert [one.text for one in AnswerFeedback.objects.all()] == ["The first."]


def test_nobody_writes_without_a_vote(visitor, vote, opened, text_of, question):
    other = make_question(status="published", published_at=timezone.now(), answers=("Yes.",))
    seal = feedback.Vote(other.pk, True, "key").seal
    for values in ({}, {"vote": ""}, {"vote": "forged"}, {"vote": seal}):
        path = f"/questions/{question.pk}/helpful/"
        response = visitor.post(path, {"text": "Bees are <i>nice</i>.", "opened": opened(), **values})
        assert response.status_code == 422
        # What was typed is still there to be copied, where a page had a field for it.
        assert ("Bees are <i>nice</i>." in text_of(response)) == bool(values)
    assert not AnswerFeedback.objects.exists()


def test_a_page_that_was_open_for_a_day_asks_to_vote_again(clock, vote, visitor, opened, text_of):
    page = vote("no").url
    with clock.later(86_500):
        assert "Was this helpful?" in text_of(visitor.get(page))


def test_a_note_of_somebody_in_danger_brings_help_lines(note, text_of):
    HelpLine.objects.all().delete()
    HelpLine.objects.create(name="Bee Line", phone="555 0100")
    assert "Bee Line 555 0100" in text_of(note("I want to die anyway"))


def test_where_there_are_none_it_brings_the_emergency_number(note, text_of):
    HelpLine.objects.all().delete()
    assert "emergency number" in text_of(note("I want to die anyway"))


def test_the_pages_are_kept_nowhere_and_found_by_no_search_engine(vote, visitor):
    for response in (vote(), visitor.get(vote(network="203.0.113.10").url)):
        assert "no-store" in response["Cache-Control"]
    assert b'<meta name="robots" content="noindex">' in visitor.get(vote(network="203.0.113.11").url).content


def test_notes_go_after_ninety_days(question):
    for days in (89, 91):
        when = timezone.now() - timedelta(days=days)
        AnswerFeedback.objects.create(question=question, is_helpful=True, text=f"{days} days", created_at=when)
    personal_data.expire()
    assert [one.text for one in AnswerFeedback.objects.all()] == ["89 days"]

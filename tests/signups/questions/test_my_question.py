"""What askers read of their question, and what they do with it, by a link that opens nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from signups.models import Delivery, HelpLine, Question, Wording
from signups.questions.own import actions as own
from signups.questions.urgent import alerts as urgent

from ...factories import make_answer, make_career, make_expert, make_school, make_staff
from ..conftest import BROWSER
from .askers import BACKGROUND, WORDED, WORDS, make_asked, path_of, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def do(visitor, opened):
    def send(question: Question, what: str, **values):
        headers = values.pop("headers", BROWSER)
        return visitor.post(path_of(question), {"do": what, "opened": opened(), **values}, headers=headers)

    return send


@pytest.fixture
def page(visitor, text_of):
    return lambda question: text_of(visitor.get(path_of(question)))


def day(days: int) -> str:
    return date_format(timezone.localdate() + timedelta(days=days))


def test_the_page_is_the_askers_alone(visitor):
    question = make_asked()
    response = visitor.get(path_of(question))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies
    path = path_of(question)
    assert visitor.get(f"/ask/mine/{question.pk}/").status_code == 404
    assert visitor.get(path[:-3] + "/").status_code == 404
    # Who has it now is somebody else.
    Question.objects.update(email="other@example.org")
    assert visitor.get(path).status_code == 410
    Question.objects.update(email="")
    assert visitor.get(path).status_code == 410


def test_each_step_has_its_day_or_the_day_it_is_promised_for(page, settings):
    settings.QUESTION_ANSWER_DAYS = 10
    question = make_asked("received", promised_on=timezone.localdate() + timedelta(days=2))
    text = page(question)
    assert f"Address confirmed {day(-5)}" in text
    assert f"Read by our team By {day(2)} With an expert Not yet Answered By {day(12)} Published Not yet" in text
    step(question, "accept", days_ago=3)
    step(question, "assign", days_ago=2)
    Question.objects.update(status="assigned", expert=make_expert(), promised_on=timezone.localdate())
    assert f"Read by our team {day(-3)} With an expert {day(-2)} Answered By {day(0)}" in page(question)
    make_answer(question=question, status="submitted", text="Secret until it is published.")
    text = page(question)
    assert text.count("An answer is written, and we look through it.") == 1
    assert "Secret" not in text


def test_a_promise_that_was_not_kept_is_said(page):
    text = page(make_asked("accepted", promised_on=timezone.localdate() - timedelta(days=1)))
    assert f"Promised for {day(-1)}: we are late" in text
    assert "It takes longer than we promised, and we are sorry." in text


def test_the_public_wording_stands_beside_their_own_with_each_reason(page):
    question = make_asked("accepted")
    Wording.objects.create(question=question, text="First try", reason="Shorter", settled_at=timezone.now())
    Wording.objects.create(question=question, text=WORDED, reason="Clearer")
    text = page(question)
    assert f"As we worded it {WORDED}" in text
    assert f"As you asked it {WORDS} {BACKGROUND}" in text
    assert f"{day(0)} : Shorter “First try” {day(0)} : Clearer" in text
    assert "Your question as you wrote it" in page(make_asked(text=WORDS, background=BACKGROUND))


def test_a_private_answer_is_there_in_full_with_who_gave_it(page, visitor):
    expert = make_expert(
        name="Grace Hopper",
        credential="RN",
        organization="Riverside",
        in_work_since=2004,
        school=make_school(name="Claflin"),
        verified_on=timezone.localdate(),
        verified_as="Moderator",
    )
    question = make_asked("private", is_private=True)
    make_answer(question=question, short="Yes.", text="**Many** do.", sources="BLS https://www.bls.gov/", expert=expert)
    text = page(question)
    for said in (
        "Yes. Many do.",
        "BLS",
        "Grace Hopper",
        "RN, checked by",
        "Riverside",
        "Works for Claflin",
        "since 2004",
    ):
        assert said in text
    assert "for you alone" in text
    assert "Published" not in text
    assert visitor.get(question.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("unconfirmed", "press the button"),
        ("declined", "We cannot take your question. Ask a doctor."),
        ("spam", "We cannot take your question."),
        ("withdrawn", "You withdrew your question."),
        ("closed", "We found nobody to answer"),
        ("merged", "You will get that answer as soon as there is one."),
    ],
)
def test_how_it_ended_is_said_kindly(page, status, says):
    values = {"declined": {"declined_because": "Ask a doctor."}}
    if status == "merged":
        values["merged"] = {"merged_into": make_asked("accepted")}
    assert says in page(make_asked(status, **values.get(status, {})))


def test_one_like_another_leads_to_its_answer(visitor):
    other = make_asked("published", email="b@example.org", text="Is it hard?")
    make_answer(question=other)
    html = visitor.get(path_of(make_asked("merged", merged_into=other))).content.decode()
    assert f'href="{other.get_absolute_url()}"' in html
    other.career = make_career(status="draft")
    other.save()
    question = Question.objects.get(status="merged")
    assert other.get_absolute_url() not in visitor.get(path_of(question)).content.decode()


def test_agreeing_settles_what_was_seen_and_nothing_newer(do, page):
    question = make_asked("accepted")
    seen = Wording.objects.create(question=question, text=WORDED, reason="Clearer")
    newer = Wording.objects.create(question=question, text=WORDED, reason="Clearer still")
    assert do(question, "agree", wording=seen.pk).status_code == 302
    assert list(question.wordings.filter(settled_at=None)) == [newer]
    assert "I agree to this wording" in page(question)
    do(question, "agree", wording=newer.pk)
    assert "I agree to this wording" not in page(question)


def test_a_wording_of_their_own_waits_for_a_moderator(do, page):
    question = make_asked("assigned")
    for text in ("Is fear of needles a hindrance?", "Does fear of needles stop me?"):
        assert do(question, "change", text=text, background="").status_code == 302
    question.refresh_from_db()
    assert question.text == WORDED
    [wording] = question.wordings.filter(is_askers=True)
    assert (wording.text, wording.settled_at) == ("Does fear of needles stop me?", None)
    assert "What you would like it to say Does fear of needles stop me?" in page(question)


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "Enter your question."), ("?!", "in words"), ("Why? " * 80, "shorten it to 300"), ("\u202e", "Enter your")],
)
def test_a_wording_that_is_none_is_refused_and_kept_in_the_form(do, text_of, text, says):
    question = make_asked()
    response = do(question, "change", text=text, background="Kept as it was typed.")
    assert response.status_code == 422
    assert says in text_of(response)
    assert "Kept as it was typed." in response.content.decode()
    assert "\u202e" not in response.content.decode()
    assert not Wording.objects.exists()


def test_it_goes_from_the_site_by_their_wish_and_may_come_back(do, visitor):
    question = make_asked("published")
    make_answer(question=question)
    assert visitor.get(question.get_absolute_url()).status_code == 200
    assert do(question, "private").status_code == 302
    assert visitor.get(question.get_absolute_url()).status_code == 410
    question.refresh_from_db()
    assert (question.status, question.is_private) == ("private", True)
    # A moderator publishes it again.
    assert do(question, "public").status_code == 302
    question.refresh_from_db()
    assert (question.status, question.is_private) == ("private", False)


def test_an_urgent_one_is_not_published_by_the_askers_word_alone(do, visitor):
    question = make_asked("accepted", is_urgent=True, is_private=True)
    assert 'value="public"' not in visitor.get(path_of(question)).content.decode()
    assert do(question, "public").status_code == 409
    question.refresh_from_db()
    assert question.is_private


def test_withdrawing_is_asked_about_first(do, visitor):
    question = make_asked("published")
    make_answer(question=question)
    response = do(question, "withdraw")
    assert response.status_code == 422
    assert "Check this box first" in response.content.decode()
    assert do(question, "withdraw", sure="on").status_code == 302
    question.refresh_from_db()
    assert (question.status, question.steps.get().name) == ("withdrawn", "withdraw")
    assert visitor.get(question.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("what", ["agree", "change", "private", "public", "withdraw", "nonsense", ""])
def test_nothing_moves_a_question_that_has_ended(do, what):
    question = make_asked("declined")
    before = Question.objects.values().get()
    response = do(question, what, text="Other words for it", sure="on")
    assert response.status_code == 409
    assert "Your question has moved on meanwhile." in response.content.decode()
    assert Question.objects.values().get() == before
    assert not Wording.objects.exists()


def test_a_step_that_somebody_else_took_meanwhile_is_told(do, monkeypatch):
    question = make_asked("published")
    make_answer(question=question)

    def taken_off(*args, **kwargs):
        Question.objects.update(status="accepted")
        return take(*args, **kwargs)

    take = own.take
    monkeypatch.setattr(own, "take", taken_off)
    assert do(question, "private").status_code == 409
    question.refresh_from_db()
    assert (question.status, question.is_private) == ("accepted", False)


def test_what_scans_mail_does_nothing(do):
    question = make_asked()
    assert do(question, "withdraw", sure="on", headers={}).status_code == 422
    assert do(question, "withdraw", sure="on", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Question.objects.get().status == "received"


def test_a_script_is_shown_as_it_was_typed(visitor):
    evil = "<script>alert(1)</script> is what?"
    question = make_asked("private", text=evil, asked_background=evil)
    make_answer(question=question, short=evil, sources=f"{evil} javascript:alert(1)")
    html = visitor.get(path_of(question)).content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_many_steps_and_answers_cost_no_query_more(visitor):
    question = make_asked("published")

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            visitor.get(path_of(question))
        return len(counted)

    make_answer(question=question)
    visitor.get(path_of(question))
    few = queries()
    for number in range(5):
        make_answer(question=question, expert=make_expert(school=make_school()))
        Wording.objects.create(question=question, text=f"Wording {number}")
        step(question, "assign", days_ago=number)
    assert queries() == few


def test_it_goes_from_the_site_though_it_was_published_a_moment_ago(visitor):
    question = make_asked("assigned")
    stale = Question.objects.get(pk=question.pk)
    make_answer(question=question)
    Question.objects.update(status="published", published_at=timezone.now())
    own.keep_private(stale)
    question.refresh_from_db()
    assert (question.status, question.is_private, stale.status) == ("private", True, "private")


def test_changes_without_end_have_to_wait(do, text_of):
    question = make_asked()
    for number in range(10):
        assert do(question, ("private", "public")[number % 2]).status_code == 302
    refused = do(question, "change", text="Does a fear of needles pass?")
    assert (refused.status_code, "Retry-After" in refused) == (429, True)
    assert "Does a fear of needles pass?" in text_of(refused)
    assert not Wording.objects.exists()
    assert do(question, "withdraw", sure="on").status_code == 302


@pytest.mark.parametrize("status", ["assigned", "published"])
def test_words_of_danger_in_a_new_wording_are_told_at_once(do, page, status):
    make_staff(username="ada", email="ada@example.org", is_superuser=True)
    HelpLine.objects.all().delete()
    HelpLine.objects.create(name="Somebody Listens", phone="555 0100")
    question = make_asked(status)
    make_answer(question=question, status="published" if status == "published" else "draft")
    assert "Somebody Listens" not in page(question)
    do(question, "change", text="What if I want to die?", background="")
    question.refresh_from_db()
    assert (question.is_urgent, question.is_private) == (True, True)
    assert not Question.objects.published()
    assert "Somebody Listens" in page(question)
    delivery = Delivery.objects.get(mailing__kind="question-urgent")
    assert f"/{question.pk}/review/" in urgent.words(delivery).context["link"]

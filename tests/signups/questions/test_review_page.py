"""What moderators see of a question, and how they word, merge, decline and assign it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signups.models import DeclineReason, Question, Wording
from signups.questions.review.pages import address_of

from ...factories import make_answer, make_career, make_expert, make_question
from .conftest import review_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return make_question(
        text="Is the work hard?", asked_text="I am Ann. Is the work hard?", email="ann@example.org", asker="parent"
    )


def test_a_question_that_is_not_confirmed_is_nowhere(moderator, text_of):
    question = make_question(status="unconfirmed", text="Is it a secret?")
    moderator.claim(question)
    assert moderator.open(question).status_code == 404
    for page in ("", "?q=secret", "?queue=new", "?status=unconfirmed", "?queue=overdue"):
        assert "Is it a secret?" not in text_of(moderator.client.get(f"/admin/signups/question/{page}"))
    assert "new question" not in text_of(moderator.client.get("/admin/"))
    question.refresh_from_db()
    assert question.claimed_by is None


def test_the_page_shows_both_wordings_and_no_address(question, moderator, text_of):
    page = moderator.open(question)
    text = text_of(page)
    assert "The public wording Is the work hard?" in text
    assert "In the asker's own words I am Ann (a name) . Is the work hard?" in text
    assert "A parent on" in text
    assert "Not yet: the address is not confirmed" in text
    assert "ann@example.org" not in page.content.decode()


def test_what_strangers_write_is_shown_as_they_wrote_it(moderator):
    evil = "<script>alert(1)</script> [x](javascript:alert(1))"
    question = make_question(
        text=evil, background=evil, asked_text=f"{evil}.", asked_background=evil, status="published"
    )
    make_answer(question=question, short=evil, text=evil, sources=f"{evil} javascript:alert(2)")
    moderator.claim(question)
    for page in (moderator.open(question), moderator.client.get("/admin/signups/question/")):
        html = page.content.decode()
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html


def test_a_page_of_many_rows_costs_as_many_queries_as_one_of_few(moderator):
    question = make_question(status="assigned")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert moderator.open(question).status_code == 200
        return len(found)

    make_answer(question=question, status="submitted")
    few = queries()
    for number in range(5):
        answer = make_answer(question=question, status="submitted")
        answer.facts.create(kind="pay", career=make_career())
        Wording.objects.create(question=question, text=f"Words {number}")
    assert queries() <= few + 3


def test_a_new_wording_is_public_and_its_reason_is_kept_and_told(question, moderator, told, text_of):
    response = moderator.take("word", question, text="Is it hard work?", background="", reason="Your name is out.")
    assert response.status_code == 302
    assert (question.text, question.asked_text) == ("Is it hard work?", "I am Ann. Is the work hard?")
    wording = question.wordings.get()
    assert (wording.text, wording.reason, wording.made_by) == ("Is it hard work?", "Your name is out.", moderator.user)
    assert told == [("asker", question.pk, "reworded")]
    assert "Your name is out." in text_of(moderator.open(question))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "", "reason": "x"}, "Enter the question."),
        ({"text": "Is it hard work?", "reason": ""}, "Tell the asker why."),
        ({"text": "?" * 20, "reason": "Shorter"}, "Write this in words."),
        ({"text": "Why? " * 80, "reason": "Longer"}, "This is 399 characters long. Please shorten it to 300."),
        ({"text": "Is the work hard?", "reason": "Same"}, "This is how it is worded already."),
    ],
)
def test_a_wording_that_will_not_do_is_refused_beside_what_was_typed(typed, said, question, moderator, told, text_of):
    response = moderator.take("word", question, **typed)
    assert response.status_code == 422
    assert said in text_of(response)
    assert typed["reason"] in response.content.decode()
    assert not question.wordings.exists()
    assert not told


def test_what_the_asker_wants_instead_is_taken_by_one_button(question, moderator, told, text_of):
    wish = Wording.objects.create(question=question, text="How hard is it?", background="At night.", is_askers=True)
    assert "What the asker wants instead" in text_of(moderator.open(question))
    moderator.take("take-asked", question)
    wish.refresh_from_db()
    assert (question.text, question.background) == ("How hard is it?", "At night.")
    assert wish.settled_at
    assert "What the asker wants instead" not in text_of(moderator.open(question))


def test_keeping_the_wording_against_the_askers_wish_is_told_with_its_reason(question, moderator, told):
    wish = Wording.objects.create(question=question, text="I am Ann. How hard is it?", is_askers=True)
    kept = {"text": question.text, "background": "", "reason": "Your name would be public."}
    assert moderator.take("word", question, **kept).status_code == 302
    wish.refresh_from_db()
    assert wish.settled_at
    assert told == [("asker", question.pk, "reworded")]


def test_a_reason_to_decline_is_chosen_and_can_be_changed_before_it_is_sent(question, moderator, told):
    reason = DeclineReason.objects.create(name="Too far", text="We do not know that country.")
    moderator.claim(question)
    html = moderator.open(question, reason=reason.pk).content.decode()
    assert "We do not know that country." in html
    assert f'<option value="{reason.pk}" selected>' in html
    moderator.take("decline", question, text="We do not know that country, sorry.")
    assert (question.status, question.declined_because) == ("declined", "We do not know that country, sorry.")
    assert told == [("asker", question.pk, "declined")]
    moderator.take("reopen", question)
    assert (question.status, question.declined_because) == ("received", "")


def test_a_question_is_not_declined_without_a_word(question, moderator, told, text_of):
    response = moderator.take("decline", question, text=" ")
    assert response.status_code == 422
    assert "Choose a reason above, or write one." in text_of(response)
    assert question.status == "received"


def test_after_a_refusal_its_other_forms_still_lead_to_the_page(question, moderator):
    DeclineReason.objects.create(name="Too far", text="We do not know that country.")
    html = moderator.take("decline", question, text=" ").content.decode()
    led_to = re.findall(r'<form class="(\w+)" method="get" action="([^"#]*)', html)
    assert led_to == [("reasons", address_of(question.pk)), ("search", address_of(question.pk))]


@pytest.mark.parametrize("step", ["claim", "release-claim", "decline"])
def test_whoever_comes_from_signing_in_again_is_led_to_the_page(step, question, moderator):
    response = moderator.client.get(review_step(question.pk, step), follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, address_of(question.pk))
    question.refresh_from_db()
    assert (question.status, question.claimed_by) == ("received", None)


def test_askers_of_the_same_question_are_told_when_it_is_declined(question, moderator, told):
    same = make_question(text="Hard work?")
    moderator.take("merge", same, into=question.pk)
    moderator.take("decline", question, text="Sorry.")
    same.refresh_from_db()
    assert (same.status, same.declined_because) == ("declined", "Sorry.")
    assert ("asker", same.pk, "declined") in told


def test_a_question_is_merged_with_one_that_was_looked_for(question, moderator, told, text_of):
    other = make_question(text="Is beekeeping hard?", status="published", answers=("Yes.",))
    moderator.claim(question)
    assert "Is beekeeping hard?" in text_of(moderator.open(question, q="beekeeping"))
    assert "No other question has these words." in text_of(moderator.open(question, q="astronaut"))
    assert moderator.take("merge", question, into=f"#{other.pk}").status_code == 302
    assert (question.status, question.merged_into) == ("merged", other)
    assert told == [("asker", question.pk, "merged")]


def test_an_address_of_a_question_names_it_too(question, moderator, told):
    other = make_question(status="published", answers=("Yes.",))
    moderator.take("merge", question, into=f"https://careers.example{other.get_absolute_url()}")
    assert question.merged_into == other


def test_chains_and_the_question_itself_are_refused_in_words(question, moderator, told, text_of):
    first, second = make_question(), make_question()
    moderator.take("merge", second, into=first.pk)
    hidden = make_question(status="unconfirmed")
    alone = make_question(status="private")
    cases = {
        question.pk: "This is the number of the question itself.",
        second.pk: f"That one is itself the same as question {first.pk}.",
        hidden.pk: "There is no question with this number.",
        999_999: "There is no question with this number.",
        make_question(status="declined").pk: "Nobody else will read an answer to that one.",
        alone.pk: "Nobody else will read an answer to that one.",
        "the other": "Enter a number, such as 12",
    }
    for into, said in cases.items():
        response = moderator.take("merge", question, into=into)
        assert response.status_code == 422
        assert said in text_of(response)
    chain = moderator.take("merge", first, into=question.pk)
    assert f"Askers of question {second.pk} wait for this one." in text_of(chain)
    assert question.status == first.status == "received"


def test_experts_of_the_career_come_first_and_those_who_pause_not_at_all(moderator, told):
    career = make_career(title="Beekeeper")
    make_expert(name="Anybody")
    make_expert(name="Of the field").fields.add(career.field)
    keeper = make_expert(name="Of the career")
    keeper.careers.add(career)
    make_expert(name="Pausing", state="paused")
    gone = make_expert(name="Gone", state="left")
    question = make_question(career=career)
    moderator.claim(question)
    html = moderator.open(question).content.decode().partition('id="assign"')[2].partition("</select>")[0]
    assert "Pausing" not in html
    assert "Gone" not in html
    places = [html.index(name) for name in ("Of the career", "Of the field", "Anybody")]
    assert places == sorted(places)
    assert moderator.take("assign", question, expert=gone.pk).status_code == 422
    moderator.take("assign", question, expert=keeper.pk)
    assert (question.status, question.expert) == ("assigned", keeper)
    assert told == [("expert", question.pk, "assigned")]
    assert question.promised_on > timezone.localdate()


def test_a_question_is_handed_over_and_another_expert_asked(moderator, told):
    first, second = make_expert(), make_expert()
    question = make_question(status="assigned", expert=first)
    moderator.take("hand-over", question, expert=second.pk)
    assert question.expert == second
    published = make_question(status="published", answers=("Yes.",))
    moderator.take("ask-another", published, expert=first.pk)
    assert (published.status, published.expert) == ("published", first)
    # Whoever had published an answer is waited for no more.
    assert told == [("expert", question.pk, what) for what in ("elsewhere", "assigned")] + [
        ("expert", published.pk, "assigned")
    ]
    assert published.promised_on == timezone.localdate() + timedelta(days=settings.QUESTION_ANSWER_DAYS)


def test_samples_are_given_nothing_and_of_experts_without_an_account_the_page_says_what_to_do(moderator, text_of):
    make_expert(name="Sam", is_sample=True)
    expert = make_expert(name="Ada")
    question = make_question(status="accepted")
    moderator.claim(question)
    text = text_of(moderator.open(question))
    assert "Ada, Does the work - no account: write the answer down for them" in text
    assert "Sam, " not in text
    moderator.take("assign", question, expert=expert.pk)
    assert "Ada has no account: write the answer down for them." in text_of(moderator.open(question))


def test_an_answer_that_is_left_on_a_question_without_an_expert_is_named(moderator, text_of):
    question = make_question(status="accepted")
    make_answer(question=question, expert=make_expert(name="Ada"), status="submitted")
    assert "Give the question to Ada again" in text_of(moderator.open(question))


def test_what_the_asker_keeps_private_is_not_made_public(moderator, text_of):
    question = make_question(status="private", is_private=True, answers=("Yes.",))
    moderator.claim(question)
    assert "make-public" not in moderator.open(question).content.decode()
    assert moderator.take("make-public", question, is_sure="on").status_code == 409
    assert (question.status, question.is_private) == ("private", True)


def test_an_urgent_question_is_made_public_only_by_somebody_who_is_sure(moderator, text_of):
    question = make_question(status="private", is_private=True, is_urgent=True, answers=("Yes.",))
    refused = moderator.take("make-public", question)
    assert refused.status_code == 422
    assert "This was an urgent question. Confirm that everybody may read it." in text_of(refused)
    assert question.status == "private"
    moderator.take("make-public", question, is_sure="on")
    assert (question.status, question.is_private) == ("published", False)


def test_what_is_marked_urgent_is_for_the_asker_alone_until_somebody_says_otherwise(question, moderator):
    moderator.take("urgent", question)
    assert (question.is_urgent, question.is_private) == (True, True)
    moderator.take("not-urgent", question)
    assert (question.is_urgent, question.is_private) == (False, True)
    moderator.take("urgent", question)
    moderator.take("not-urgent", question, may_be_public="on")
    assert (question.is_urgent, question.is_private) == (False, False)


def test_the_next_new_question_is_one_press_away_urgent_ones_first(question, moderator, other):
    make_question(text="Is it new?", created_at=timezone.now() - timedelta(days=1))
    urgent = make_question(text="Is it urgent?", is_urgent=True)
    assert (
        f'href="/admin/signups/question/{urgent.pk}/review/">Next new one' in moderator.open(question).content.decode()
    )
    other.claim(urgent)
    assert f"/{urgent.pk}/review/" not in moderator.open(question).content.decode().partition("Next new one")[0][-60:]

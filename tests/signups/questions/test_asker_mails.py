"""The mails that askers get: each only while what it tells is so."""

import pytest
from django.utils import timezone

from signups.mail import outbox
from signups.mail.kinds import NotWanted
from signups.models import Question, Wording
from signups.questions.telling import tell_asker

from ...factories import make_answer, make_career, make_expert
from ..conftest import written
from .askers import ADDRESS, WORDED, make_asked

pytestmark = pytest.mark.django_db


def mail(question: Question, what: str):
    queued = outbox.queue_for_one(f"question-{what}", email=question.email, data={"question": question.pk})
    return written(queued)


def test_the_mail_of_the_answer_has_it_in_short_and_leads_to_its_page():
    question = make_asked("published")
    make_answer(question=question, short="Most get used to it.", expert=make_expert(name="Grace Hopper"))
    sent = mail(question, "answered")
    for part in (sent.text, sent.html):
        assert "Most get used to it." in part
        assert "Grace Hopper" in part
        assert question.get_absolute_url() in part
        assert "/ask/mine/" in part


def test_an_answer_for_the_asker_alone_is_on_no_other_page():
    question = make_asked("private", is_private=True)
    make_answer(question=question, short="Most get used to it.")
    sent = mail(question, "answered")
    assert "for you alone" in sent.text
    assert "/questions/" not in sent.text + sent.html


def test_who_asked_the_same_gets_the_answer_too():
    other = make_asked("published", email="b@example.org", text="Is it hard to draw blood?")
    make_answer(question=other, short="Not after a week.")
    merged = make_asked("merged", merged_into=other)
    for what in ("merged", "answered"):
        sent = mail(merged, what)
        assert "Not after a week." in sent.text
        assert other.get_absolute_url() in sent.html


def test_what_is_the_same_and_not_answered_or_answered_privately_shows_nothing_of_others():
    other = make_asked("private", email="b@example.org", text="A private matter", is_private=True)
    make_answer(question=other, short="A private answer")
    merged = make_asked("merged", merged_into=other)
    sent = mail(merged, "merged")
    assert "private" not in sent.text.lower()
    with pytest.raises(NotWanted):
        mail(merged, "answered")


def test_a_page_that_nobody_can_open_is_not_named():
    question = make_asked("published", career=make_career(status="draft"))
    make_answer(question=question)
    assert "/questions/" not in mail(question, "answered").text


def test_a_new_wording_and_its_reason_are_told_until_the_asker_has_seen_it():
    question = make_asked("accepted")
    wording = Wording.objects.create(question=question, text=WORDED, reason="So that others find it.")
    sent = mail(question, "reworded")
    assert WORDED in sent.text
    assert "Why: So that others find it." in sent.html
    wording.settled_at = timezone.now()
    wording.save()
    with pytest.raises(NotWanted):
        mail(question, "reworded")


def test_a_new_background_is_told_with_the_wording():
    question = make_asked("accepted", asked_background="I faint.")
    wording = Wording.objects.create(question=question, text=WORDED, background="Blood makes me faint.")
    for part in ("text", "html"):
        assert "Blood makes me faint." in getattr(mail(question, "reworded"), part)
    Wording.objects.filter(pk=wording.pk).update(background="")
    assert "Without the background." in mail(question, "reworded").text
    Wording.objects.filter(pk=wording.pk).update(background="I faint.")
    assert "background" not in mail(question, "reworded").text
    Wording.objects.create(question=question, text=WORDED, background="Blood makes me faint.")
    assert "Blood makes me faint." in mail(question, "reworded").text


def test_the_mail_to_confirm_asks_for_one_thing_once():
    text = mail(make_asked("unconfirmed", confirmed_at=None), "confirm").text
    assert text.lower().count("open ") == 1
    assert text.count("press the button") == 1


def test_why_it_is_declined_is_told_in_the_words_of_staff():
    sent = mail(make_asked("declined", declined_because="We answer about work.\n\nA doctor can help."), "declined")
    assert "We answer about work." in sent.text
    assert "<p>A doctor can help.</p>" in sent.html


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("confirm", "received"),
        ("reworded", "accepted"),
        ("answered", "accepted"),
        ("answered", "published"),
        ("answered", "merged"),
        ("declined", "received"),
        ("merged", "received"),
        ("closed", "received"),
        ("closed", "withdrawn"),
    ],
)
def test_what_is_no_longer_so_is_not_told(what, status):
    with pytest.raises(NotWanted):
        mail(make_asked(status), what)


@pytest.mark.parametrize("change", [{"email": ""}, {"email": "other@example.org"}, {"confirmed_at": None}])
def test_nothing_goes_to_an_address_that_is_not_or_no_longer_the_askers(change):
    question = make_asked("closed")
    queued = outbox.queue_for_one("question-closed", email=ADDRESS, data={"question": question.pk})
    assert "We are sorry." in written(queued).text
    Question.objects.update(**change)
    with pytest.raises(NotWanted):
        written(queued)


def test_an_asker_is_told_only_where_they_have_confirmed(work):
    tell_asker(make_asked("closed", confirmed_at=None), "closed")
    tell_asker(make_asked("closed", email=""), "closed")
    tell_asker(make_asked("closed"), "closed")
    assert [delivery.email for delivery in outbox.Delivery.objects.all()] == [ADDRESS]

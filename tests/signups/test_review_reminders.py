"""Whoever reviews careers is reminded by mail, at most once a week, of what is due."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from signups import review_reminders
from signups.models import Delivery, ReviewReminder

from ..factories import make_career, make_site_words, make_staff
from ..mailing import deliver

pytestmark = pytest.mark.django_db


def run() -> str:
    """What the command says; the mail is sent."""
    output = StringIO()
    call_command("send_review_reminders", stdout=output)
    deliver()
    return output.getvalue()


def days_ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def days_pass(days: int) -> None:
    for row in ReviewReminder.objects.exclude(sent_on=None):
        ReviewReminder.objects.filter(pk=row.pk).update(sent_on=row.sent_on - timedelta(days=days))


def test_each_reviewer_gets_one_mail_a_week_with_what_is_due_and_its_links():
    ada, grace = make_staff(email="ada@example.org"), make_staff(email="grace@example.org")
    late = make_career(title="Actor & Mime", reviewer=ada, review_due_on=days_ago(9))
    make_career(title="Baker", reviewer=ada, review_due_on=days_ago(0))
    make_career(title="Carver", reviewer=ada, review_due_on=days_ago(-1))
    make_career(title="Diver", reviewer=ada, review_due_on=days_ago(9), status="draft")
    make_career(title="Editor", reviewer=ada, review_due_on=days_ago(9), reviewed_on=days_ago(1))
    make_career(title="Farmer", reviewer=grace, review_due_on=days_ago(1))
    make_career(title="Guard", review_due_on=days_ago(1))
    assert run() == "Reminders on their way: 2.\n"
    [first, second] = mail.outbox
    assert [first.to, second.to] == [["ada@example.org"], ["grace@example.org"]]
    assert first.subject == "Careers to review on Careerinfo"
    assert first.body.index("Actor & Mime") < first.body.index("Baker")
    assert "9 days ago" in first.body
    for words in (first.body, first.alternatives[0].content):
        assert f"/admin/careers/career/{late.pk}/change/" in words
        assert "/admin/careers/career/?review=mine" in words
        assert not [title for title in ("Carver", "Diver", "Editor", "Farmer", "Guard") if title in words]
    assert run() == "Reminders on their way: 0.\n"
    days_pass(6)
    assert run() == "Reminders on their way: 0.\n"
    days_pass(1)
    assert run() == "Reminders on their way: 2.\n"


def test_who_has_no_address_or_may_not_edit_careers_is_sent_nothing():
    make_career(reviewer=make_staff(email=""), review_due_on=days_ago(1))
    reader = get_user_model().objects.create_user("reader", email="reader@example.org", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_career"))
    make_career(reviewer=reader, review_due_on=days_ago(1))
    make_career(reviewer=make_staff(email="gone@example.org", is_active=False), review_due_on=days_ago(1))
    assert run() == "Reminders on their way: 0.\nReviewers without an email address: 1.\n"
    assert mail.outbox == []


def test_a_mail_that_could_not_be_sent_is_tried_again_and_holds_up_no_other(monkeypatch, caplog):
    ada = make_staff(email="ada@example.org")
    make_career(reviewer=ada, review_due_on=days_ago(1))
    make_career(reviewer=make_staff(email="grace@example.org"), review_due_on=days_ago(1))
    words = review_reminders._words

    def fail_at_one(person, careers):
        if person == ada:
            raise ValueError("Invalid address ada@example.org")
        return words(person, careers)

    with monkeypatch.context() as broken:
        broken.setattr(review_reminders, "_words", fail_at_one)
        assert run() == "Reminders on their way: 2.\n"
    assert [message.to for message in mail.outbox] == [["grace@example.org"]]
    assert "could not be written (ValueError" in caplog.text
    assert "ada@example.org" not in caplog.text
    Delivery.objects.update(due_at=timezone.now())
    assert run() == "Reminders on their way: 0.\n"
    assert mail.outbox[1].to == ["ada@example.org"]


def test_a_mail_that_was_refused_is_told_and_the_next_one_is_a_week_later(monkeypatch):
    make_career(reviewer=make_staff(email="ada@example.org"), review_due_on=days_ago(1))
    with monkeypatch.context() as broken:
        broken.setattr(mail.backends.locmem.EmailBackend, "send_messages", lambda *_: int("ada@example.org"))
        run()
    refused = "Reviewers whose last reminder the mail server refused: 1.\n"
    assert run() == f"Reminders on their way: 0.\n{refused}"
    days_pass(7)
    assert run() == f"Reminders on their way: 1.\n{refused}"
    assert run() == "Reminders on their way: 0.\n"
    assert len(mail.outbox) == 1


def test_what_was_reviewed_before_the_mail_went_is_not_asked_for(monkeypatch):
    career = make_career(reviewer=make_staff(email="ada@example.org"), review_due_on=days_ago(1))
    call_command("send_review_reminders", stdout=StringIO())
    type(career).objects.update(review_due_on=days_ago(-1))
    deliver()
    assert mail.outbox == []
    # What falls due tomorrow is not for next week.
    type(career).objects.update(review_due_on=days_ago(0))
    assert run() == "Reminders on their way: 1.\n"
    assert len(mail.outbox) == 1


def test_a_mail_names_the_site_as_its_pages_do():
    make_site_words(name="Paths of Ohio")
    make_career(reviewer=make_staff(email="ada@example.org"), review_due_on=days_ago(1))
    run()
    [message] = mail.outbox
    assert message.subject == "Careers to review on Paths of Ohio"
    for words in (message.body, message.alternatives[0].content):
        assert "Paths of Ohio" in words
        assert "Careerinfo" not in words


def test_a_long_list_is_cut_short():
    ada = make_staff(email="ada@example.org")
    for number in range(23):
        make_career(title=f"Career of {number}", reviewer=ada, review_due_on=days_ago(1))
    run()
    [message] = mail.outbox
    assert message.body.count("/change/") == 20
    assert "And 3 more." in message.body

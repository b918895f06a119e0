"""Whoever reviews careers is reminded by mail, at most once a week, of what is due."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from signups.models import ReviewReminder

from ..factories import make_career, make_site_words, make_staff

pytestmark = pytest.mark.django_db


def run() -> str:
    output = StringIO()
    call_command("send_review_reminders", stdout=output)
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
    assert run() == "Reminders sent: 2.\n"
    [first, second] = mail.outbox
    assert [first.to, second.to] == [["ada@example.org"], ["grace@example.org"]]
    assert first.subject == "Careers to review on Careerinfo"
    assert first.body.index("Actor & Mime") < first.body.index("Baker")
    assert "for 9 days" in first.body
    for words in (first.body, first.alternatives[0].content):
        assert f"/admin/careers/career/{late.pk}/change/" in words
        assert "/admin/careers/career/?review=mine" in words
        assert not [title for title in ("Carver", "Diver", "Editor", "Farmer", "Guard") if title in words]
    assert run() == "Reminders sent: 0.\n"
    days_pass(6)
    assert run() == "Reminders sent: 0.\n"
    days_pass(1)
    assert run() == "Reminders sent: 2.\n"


def test_who_has_no_address_or_may_not_edit_careers_is_sent_nothing():
    make_career(reviewer=make_staff(email=""), review_due_on=days_ago(1))
    reader = get_user_model().objects.create_user("reader", email="reader@example.org", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_career"))
    make_career(reviewer=reader, review_due_on=days_ago(1))
    make_career(reviewer=make_staff(email="gone@example.org", is_active=False), review_due_on=days_ago(1))
    assert run() == "Reminders sent: 0.\nReviewers without an email address: 1.\n"
    assert mail.outbox == []


def test_a_mail_that_could_not_be_sent_is_tried_again_and_holds_up_no_other(monkeypatch):
    make_career(reviewer=make_staff(email="ada@example.org"), review_due_on=days_ago(1))
    make_career(reviewer=make_staff(email="grace@example.org"), review_due_on=days_ago(1))
    send = mail.EmailMultiAlternatives.send

    def refuse_one(message, *args, **kwargs):
        if message.to == ["ada@example.org"]:
            raise TimeoutError
        return send(message, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMultiAlternatives, "send", refuse_one)
        with pytest.raises(CommandError, match=r"could not be sent: 1\. .* the next run tries again"):
            run()
    assert [message.to for message in mail.outbox] == [["grace@example.org"]]
    assert run() == "Reminders sent: 1.\n"
    assert mail.outbox[1].to == ["ada@example.org"]


def test_whatever_goes_wrong_with_one_mail_the_others_go_out_and_it_is_tried_again(monkeypatch, caplog):
    make_career(reviewer=make_staff(email="ada@example.org"), review_due_on=days_ago(1))
    make_career(reviewer=make_staff(email="grace@example.org"), review_due_on=days_ago(1))
    send = mail.EmailMultiAlternatives.send

    def fail_at_one(message, *args, **kwargs):
        if message.to == ["ada@example.org"]:
            raise ValueError("Invalid address ada@example.org")
        return send(message, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMultiAlternatives, "send", fail_at_one)
        with pytest.raises(CommandError, match=r"could not be sent: 1\."):
            run()
    assert [message.to for message in mail.outbox] == [["grace@example.org"]]
    assert "could not be sent: ValueError" in caplog.text
    assert "ada@example.org" not in caplog.text
    assert run() == "Reminders sent: 1.\n"


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

"""What a newsletter says, to whom, when it goes out, and what becomes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careers.links import places
from careers.models import CheckedLink, Field, Version
from signups.mail import kinds
from signups.mail.kinds import NotWanted
from signups.models import Delivery, Mailing, Newsletter
from signups.newsletters import check, mail, sending

from ..factories import make_career, make_field, make_newsletter, make_staff, make_subscriber
from ..site.form_reader import form_values

pytestmark = pytest.mark.django_db


def page(newsletter: Newsletter | None, name: str, *args) -> str:
    return reverse(f"admin:signups_newsletter_{name}", args=[newsletter.pk, *args] if newsletter else [])


def queued(newsletter: Newsletter, **values) -> Newsletter:
    due_at = values.pop("due_at", timezone.now())
    return sending.queue(newsletter.pk, seen=sending.seen_as(newsletter), due_at=due_at, by=make_staff())


def said_to(newsletter: Newsletter, subscription) -> str:
    """What the worker sends, or why it does not."""
    delivery = Delivery(mailing=Mailing.objects.get(newsletter=newsletter), subscription=subscription)
    try:
        return kinds.get("newsletter").words(delivery).context["text"]
    except NotWanted as why:
        return f"Not wanted: {why}"


# Writing it.


def test_an_editor_writes_one_and_each_save_is_a_version(editor):
    values = {**form_values(editor.get(page(None, "add"))), "subject": "May", "slug": "may", "text": "**Bees**"}
    assert editor.post(page(None, "add"), values).status_code == 302
    newsletter = Newsletter.objects.get()
    change = page(newsletter, "change")
    editor.post(change, {**form_values(editor.get(change)), "text": "**Wasps**"})
    newsletter.refresh_from_db()
    assert newsletter.text == "**Wasps**"
    assert Version.objects.of("signups.newsletter", newsletter.pk).count() == 2


def test_two_editors_do_not_overwrite_each_other(editor, text_of):
    newsletter = make_newsletter(text="One.")
    change = page(newsletter, "change")
    first, second = form_values(editor.get(change)), form_values(editor.get(change))
    editor.post(change, {**first, "text": "First."})
    answer = editor.post(change, {**second, "text": "Second."})
    assert "Somebody else changed this too" in text_of(answer)
    newsletter.refresh_from_db()
    assert newsletter.text == "First."


def test_the_form_shows_the_mail_and_a_script_or_a_button_what_is_not_saved_yet(editor, text_of):
    newsletter = make_newsletter(text="# Stored")
    assert "<pre" in editor.get(page(newsletter, "change")).content.decode()
    typed = {"subject": "Typed", "text": "# Heading\n\n[Read](/careers/) <script>"}
    shown = editor.post(page(None, "preview"), typed, headers={"Accept": "application/json"}).json()
    assert "<h2>Heading</h2>" in shown["html"]
    assert 'href="http://127.0.0.1:8000/careers/"' in shown["html"]
    assert "<script>" not in shown["html"]
    assert "Read (http://127.0.0.1:8000/careers/)" in shown["text"]
    beside = editor.post(page(None, "preview"), typed)
    assert "Typed" in text_of(beside)
    policy = beside["Content-Security-Policy"]
    assert "sha256-" in policy
    assert "unsafe-" not in policy
    # It would be refused.
    assert " style=" not in shown["html"]
    newsletter.refresh_from_db()
    assert newsletter.text == "# Stored"


def test_a_test_goes_to_whoever_asks_and_to_nobody_else(editor, text_of):
    newsletter = make_newsletter(subject="May")
    make_subscriber()
    ada = make_staff(email="ada@example.org")
    editor.force_login(ada)
    editor.post(page(newsletter, "test"))
    delivery = Delivery.objects.get()
    assert (delivery.email, delivery.subscription) == ("ada@example.org", None)
    assert kinds.get(delivery.mailing.kind).words(delivery).subject == "Test: May"
    editor.force_login(make_staff())
    assert "Your account has no email address." in text_of(editor.post(page(newsletter, "test"), follow=True))
    assert Delivery.objects.count() == 1


# To whom.


def test_it_goes_to_those_who_asked_for_it_and_confirmed():
    reader = make_subscriber()
    make_subscriber(topics=("answers",))
    make_subscriber(status="pending")
    make_subscriber(paused_until=timezone.localdate() + timedelta(days=3))
    assert list(mail.audience(None)) == [reader]


def test_one_for_a_field_of_work_goes_to_its_followers_even_where_it_is_deleted_meanwhile():
    bees = make_field()
    follower, _ = make_subscriber(field=bees), make_subscriber()
    make_subscriber(topics=(), field=bees)
    newsletter = queued(make_newsletter(field=bees))
    assert list(mail.recipients(newsletter.mailing)) == [follower]
    # Whatever takes it out: staff's pages do not delete the field of one that waits.
    Newsletter.objects.update(field=None)
    Field.objects.all().delete()
    assert not mail.recipients(Mailing.objects.get()).exists()
    assert said_to(newsletter, follower) == "Not wanted: They no longer follow the field of work"


def test_whoever_ended_or_paused_it_before_it_goes_out_does_not_get_it():
    newsletter, reader = queued(make_newsletter(text="Bees.")), make_subscriber()
    assert said_to(newsletter, reader) == "Bees."
    reader.paused_until = timezone.localdate() + timedelta(days=1)
    assert said_to(newsletter, reader) == "Not wanted: Paused"
    reader.paused_until = None
    reader.topics.all().delete()
    assert said_to(newsletter, reader) == "Not wanted: They no longer get the newsletter"
    reader.status = "unsubscribed"
    assert said_to(newsletter, reader) == "Not wanted: No longer subscribed"
    Mailing.objects.update(state="stopped")
    assert said_to(newsletter, make_subscriber()) == "Not wanted: The newsletter was stopped"


# When.


def test_it_is_scheduled_in_the_sites_time_zone_after_a_page_that_says_how_many_get_it(editor, text_of, settings):
    settings.TIME_ZONE = "America/New_York"
    newsletter = make_newsletter()
    make_subscriber()
    asked = editor.get(page(newsletter, "send"))
    assert "1 person gets it as things stand now" in text_of(asked)
    assert "America/New_York" in text_of(asked)
    year = timezone.localdate().year + 1
    when = {"when": "later", "at_0": f"{year}-07-01", "at_1": "09:30"}
    assert editor.post(page(newsletter, "send"), {**form_values(asked), **when}).status_code == 302
    newsletter.refresh_from_db()
    assert newsletter.state == "queued"
    assert newsletter.mailing.due_at.isoformat() == f"{year}-07-01T13:30:00+00:00"


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ({"when": "later"}, "Choose a day and a time."),
        ({"when": "later", "at_0": "2020-01-01", "at_1": "09:30"}, "This has gone by already."),
        ({"when": "later", "at_0": "2999-01-01", "at_1": "09:30"}, "Check the year."),
        ({"when": ""}, "Choose when."),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(when, message, editor, text_of):
    newsletter = make_newsletter()
    answer = editor.post(page(newsletter, "send"), {"seen": sending.seen_as(newsletter), **when})
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert not Mailing.objects.exists()


def test_what_somebody_changed_or_queued_meanwhile_is_not_sent(editor, text_of):
    newsletter = make_newsletter()
    sent = {**form_values(editor.get(page(newsletter, "send"))), "when": "now"}
    Newsletter.objects.update(text="Wasps.")
    assert "It was changed since you opened this page." in text_of(
        editor.post(page(newsletter, "send"), sent, follow=True)
    )
    with pytest.raises(sending.NotDone):
        sending.queue(newsletter.pk, seen=sent["seen"], due_at=timezone.now(), by=None)
    assert not Mailing.objects.exists()
    newsletter.refresh_from_db()
    queued(newsletter)
    with pytest.raises(sending.NotDone):
        queued(newsletter)
    assert Mailing.objects.count() == 1


def test_once_queued_it_is_not_edited_and_what_was_typed_is_shown(editor, text_of):
    newsletter = make_newsletter(text="Bees.")
    typed = {**form_values(editor.get(page(newsletter, "change"))), "text": "Typed for an hour."}
    queued(newsletter)
    answer = editor.post(page(newsletter, "change"), typed)
    assert answer.status_code == 409
    assert "Typed for an hour." in text_of(answer)
    newsletter.refresh_from_db()
    assert newsletter.text == "Bees."
    assert 'name="_save"' not in editor.get(page(newsletter, "change")).content.decode()
    editor.post(page(newsletter, "delete"), {"post": "yes"})
    assert Newsletter.objects.exists()


def test_an_earlier_version_of_a_queued_one_does_not_come_back(editor, text_of):
    newsletter = make_newsletter(text="Bees.")
    change = page(newsletter, "change")
    editor.post(change, {**form_values(editor.get(change)), "text": "Wasps."})
    newsletter.refresh_from_db()
    queued(newsletter)
    old = reverse("admin:signups_newsletter_version", args=[newsletter.pk, 1])
    editor.post(old, form_values(editor.get(old)))
    newsletter.refresh_from_db()
    assert newsletter.text == "Wasps."


# What stands against it.


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write the text: there is none yet."),
        ("[x](careers/)", "This link leads nowhere from a mail: careers/."),
        ("[x](/nowhere/)", "We have no page at /nowhere/"),
        ("[x](/careers/beekeeper/)", "We have no page at /careers/beekeeper/"),
        ("[x](/rankings/nowhere/)", "We have no page at /rankings/nowhere/"),
        ("[x](/updates/archive/nowhere/)", "We have no page at /updates/archive/nowhere/"),
        ("[x](/updates/confirm/abc/)", "We have no page at /updates/confirm/abc/"),
        ("[x](/admin/)", "We have no page at /admin/"),
        ("[x](javascript:alert)", "This link leads nowhere from a mail: javascript:alert."),
        ("![A bee](https://example.org/bee.png)", "Mails have no pictures: take out the one named “A bee”"),
        ("[x](http://127.0.0.1:8000/nowhere/)", "We have no page at http://127.0.0.1:8000/nowhere/"),
    ],
)
def test_what_would_be_wrong_in_every_mailbox_is_settled_first(text, says, editor, text_of):
    make_career(slug="beekeeper", status="draft")
    newsletter = make_newsletter(text=text)
    asked = editor.get(page(newsletter, "send"))
    assert says in text_of(asked)
    sent = {"when": "now", "seen": sending.seen_as(newsletter)}
    editor.post(page(newsletter, "send"), sent)
    assert not Mailing.objects.exists()


def test_what_is_worth_a_look_is_sent_anyway_where_staff_say_so(editor, text_of):
    CheckedLink.objects.create(url="https://gone.example/", state="broken", says="There is no such page (404).")
    make_subscriber()
    newsletter = make_newsletter(text="[x](https://gone.example/) [y](/careers/) [z](mailto:a@example.org)")
    assert [found.is_error for found in check.findings_of(newsletter)] == [False]
    sent = {**form_values(editor.get(page(newsletter, "send"))), "when": "now"}
    answer = editor.post(page(newsletter, "send"), sent)
    assert answer.status_code == 422
    assert "say that it goes out anyway" in text_of(answer)
    assert editor.post(page(newsletter, "send"), {**sent, "anyway": "on"}).status_code == 302
    assert Mailing.objects.exists()


def test_links_are_looked_at_while_they_can_be_mended():
    make_newsletter(text="[x](https://draft.example/)")
    make_newsletter(text="[x](https://sent.example/)", state="done")
    assert {"https://draft.example/"} == {one for one in places.linked() if one.endswith(".example/")}


# What becomes of it.


def test_one_that_nobody_got_yet_becomes_a_draft_again(editor):
    newsletter = queued(make_newsletter(), due_at=timezone.now() + timedelta(days=1))
    editor.post(page(newsletter, "decide", "take-back"))
    newsletter.refresh_from_db()
    assert (newsletter.state, Mailing.objects.get().state) == ("draft", "stopped")
    # The mailing that was stopped sends nothing, even if the newsletter is sent later.
    delivery = Delivery(mailing=Mailing.objects.get(), subscription=make_subscriber())
    with pytest.raises(NotWanted):
        kinds.get("newsletter").words(delivery)


def test_stopping_cancels_what_was_not_sent_and_counts_stay(editor, text_of):
    newsletter = make_newsletter(state="sending")
    for state in ("sent", "queued", "queued"):
        Delivery.objects.create(mailing=newsletter.mailing, subscription=make_subscriber(), state=state)
    editor.post(page(newsletter, "decide", "take-back"))
    assert Mailing.objects.get().state == "sending"
    assert "Stop sending?" in text_of(editor.get(page(newsletter, "decide", "stop")))
    assert Mailing.objects.get().state == "sending"
    editor.post(page(newsletter, "decide", "stop"))
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["cancelled", "cancelled", "sent"]
    newsletter.refresh_from_db()
    assert newsletter.state == "stopped"


def test_a_copy_begins_with_the_same_words(editor):
    newsletter = make_newsletter(slug="may", text="Bees.", state="done")
    editor.post(page(newsletter, "decide", "copy"))
    copied = Newsletter.objects.get(slug="may-2")
    assert (copied.text, copied.state) == ("Bees.", "draft")
    assert Version.objects.of("signups.newsletter", copied.pk).exists()

"""Staff's pages of subscribers: looked at, unsubscribed on request, exported, brought along as a list, counted."""

import csv
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from signups.address_hash import hash_of
from signups.mail import standing
from signups.models import AddressTrouble, Delivery, Mailing, SignupDay, Subscription, Topic
from signups.subscribers import growth, lists
from signups.updates import forgotten

from ..factories import make_career, make_subscriber

pytestmark = pytest.mark.django_db
LIST = "/admin/signups/subscription/"


def page(subscription: Subscription, name: str = "change") -> str:
    return reverse(f"admin:signups_subscription_{name}", args=[subscription.pk])


def test_nobody_is_confirmed_by_hand(editor):
    waiting = make_subscriber(status="pending")
    assert 'name="_save"' not in editor.get(page(waiting)).content.decode()
    editor.post(page(waiting), {"email": waiting.email, "status": "confirmed", "_save": "Save"})
    assert editor.post(f"{LIST}add/", {"email": "new@example.org", "status": "confirmed"}).status_code == 403
    assert list(Subscription.objects.values_list("status", flat=True)) == ["pending"]


def test_a_persons_page_has_what_they_asked_for_and_each_mail_with_its_reason(editor, text_of):
    reader = make_subscriber(topics=("newsletter", "answers"))
    Topic.objects.create(subscription=reader, kind="career", career=make_career(title="Beekeeper"))
    mailing = Mailing.objects.create(kind="newsletter", state="done")
    Delivery.objects.create(mailing=mailing, subscription=reader, state="failed", reason="550 no such mailbox")
    text = text_of(editor.get(page(reader)))
    for words in ("Confirmed", "The newsletter", "Beekeeper, not confirmed yet", "Refused 550 no such mailbox"):
        assert words in text


def test_whoever_asks_by_phone_is_unsubscribed_with_a_note(editor, text_of):
    reader = make_subscriber()
    refused = editor.post(page(reader, "unsubscribe"), {"note": ""})
    assert refused.status_code == 422
    assert "Write how they asked for it." in text_of(refused)
    assert "Leave out email addresses" in text_of(editor.post(page(reader, "unsubscribe"), {"note": "ada@example.org"}))
    done = editor.post(page(reader, "unsubscribe"), {"note": "By phone, on May 3"}, follow=True)
    assert f"No more mail goes to {reader.email}." in text_of(done)
    reader.refresh_from_db()
    assert reader.status == "unsubscribed"
    assert not reader.topics.exists()
    assert "Unsubscribed by hand: By phone, on May 3" in text_of(editor.get(page(reader)))
    assert "They have unsubscribed already." in text_of(editor.get(page(reader, "unsubscribe"), follow=True))


def test_staff_see_whom_they_delete_and_no_list_brings_them_back(editor, text_of):
    finn, ada = make_subscriber(email="finn@example.org"), make_subscriber(email="ada@example.org")
    asked = text_of(editor.get(page(finn, "delete")))
    assert "Delete finn@example.org , and all that they asked for?" in asked
    assert "finn@example.org : Confirmed The newsletter" in asked
    assert "No list that you import brings the address back: only its owner can sign up again." in asked
    assert f"Signup {finn.pk}" not in asked
    editor.post(page(finn, "delete"), {"post": "yes"})
    several = {"action": "delete_selected", "_selected_action": [ada.pk]}
    asked = text_of(editor.post(LIST, several))
    assert "ada@example.org : Confirmed The newsletter" in asked
    assert "only its owner can sign up again" in asked
    editor.post(LIST, {**several, "post": "yes"})
    assert not Subscription.objects.exists()
    assert "example.org" not in str(list(LogEntry.objects.values()))
    said = bring(editor, text_of, "finn@example.org\nada@example.org")
    assert "Had the address erased: left alone 2" in said
    assert not Subscription.objects.exists()


def test_no_more_mail_waits_for_somebody_whom_staff_deleted(editor):
    reader = make_subscriber()
    mailing = Mailing.objects.create(kind="newsletter", state="sending")
    Delivery.objects.create(mailing=mailing, subscription=reader)
    editor.post(page(reader, "delete"), {"post": "yes"})
    assert list(Delivery.objects.values_list("state", "subscription")) == [("withheld", None)]


BLOCKED = [
    ("permanent", "550 5.1.1 no such mailbox", "No mail goes there. The address has taken no mail since"),
    ("complaint", "", "No updates go there. Its owner reported an earlier mail as spam. A link that they ask for"),
]


@pytest.mark.parametrize(("kind", "said", "words"), BLOCKED, ids=["bounce", "complaint"])
def test_a_persons_page_says_why_no_mail_goes_there_and_staff_let_it_go_again(kind, said, words, editor, text_of):
    reader = make_subscriber()
    assert "Nothing came back, and nothing was reported as spam." in text_of(editor.get(page(reader)))
    AddressTrouble.objects.create(
        kind=kind, address_hash=hash_of(reader.email), said=said, at=timezone.now() + timedelta(seconds=1)
    )
    text = text_of(editor.get(page(reader)))
    assert words in text
    assert f"UTC {AddressTrouble.Kind(kind).label} {said or 'Nothing'}" in text
    assert "What came back and what was reported is then forgotten." in text_of(editor.get(page(reader, "let_mail_go")))
    assert AddressTrouble.objects.exists()
    done = text_of(editor.post(page(reader, "let_mail_go"), follow=True))
    assert "may go again" in done
    assert "Nothing came back, and nothing was reported as spam." in done
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.get_change_message()) == (f"Signup {reader.pk}", "Let mail go again.")
    again = editor.post(page(reader, "let_mail_go"), follow=True)
    assert "Nothing stops mail to this address." in text_of(again)
    assert LogEntry.objects.count() == 1


def test_mail_that_came_back_once_stops_nothing_and_is_shown(editor, text_of):
    reader = make_subscriber()
    standing.note("soft", reader.email, said="452 4.2.2 mailbox of ada@example.org full")
    text = text_of(editor.get(page(reader)))
    assert "Mail may go there, although not all of it got through." in text
    assert "452 4.2.2 mailbox of" in text
    assert "Let mail go again" not in text


def test_the_file_for_spreadsheets_has_no_formulas_and_the_log_says_who_took_it(editor):
    make_subscriber(email="=cmd|x@example.org")
    make_subscriber(email="ada@example.org", status="pending")
    career = make_career(title="=HYPERLINK(1)")
    Topic.objects.create(
        subscription=Subscription.objects.first(), kind="career", career=career, confirmed_at=timezone.now()
    )
    response = editor.post(f"{LIST}export/", {"status": ""})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heads, *lines = csv.reader(text.splitlines())
    assert heads[0] == "Email address"
    assert len(lines) == 2
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    entry = LogEntry.objects.get()
    assert entry.change_message == "Exported 2 subscribers."
    assert "attachment" in response["Content-Disposition"]
    confirmed = b"".join(editor.post(f"{LIST}export/", {"status": "confirmed"}).streaming_content).decode()
    assert "ada@example.org" not in confirmed


# Lists.


NO_TEXT = "This is not a text file. In your spreadsheet, save it as CSV."


def sent_as(text: str | bytes) -> dict:
    return {"pasted": text} if isinstance(text, str) else {"file": SimpleUploadedFile("list.csv", text)}


def bring(editor, text_of, text: str | bytes) -> str:
    return text_of(editor.post(f"{LIST}import/", sent_as(text)))


def test_each_address_of_a_list_only_waits_to_be_asked(editor, text_of):
    said = bring(editor, text_of, "Name,Email\nAda,ada@example.org\n\nGrace Hopper <grace@example.org>;x\n")
    assert "2 addresses will be asked to confirm" in said
    assert "1 Name,Email There is no email address in this line" in said
    found = Subscription.objects.values_list("email", "status", "source", "confirmed_at")
    assert sorted(found) == [
        ("ada@example.org", "pending", "list", None),
        ("grace@example.org", "pending", "list", None),
    ]
    assert set(Topic.objects.values_list("kind", "confirmed_at")) == {("newsletter", None)}
    assert not Delivery.objects.exists()
    assert "ada@example.org" not in LogEntry.objects.get().change_message


def test_whoever_is_known_has_unsubscribed_or_was_erased_is_left_alone(editor, text_of):
    make_subscriber(email="known@example.org")
    make_subscriber(email="gone@example.org", status="unsubscribed", topics=())
    make_subscriber(email="waits@example.org", status="pending", topics=("answers",))
    forgotten.remember_erased("erased@example.org")
    before = list(Subscription.objects.order_by("pk").values())
    addresses = ["KNOWN@example.org", "gone@example.org", "waits@example.org", "erased@example.org"]
    said = bring(
        editor, text_of, "\n".join([*addresses, "two@example.org two@example.org", "x@y", "new@", "KNOWN@example.org"])
    )
    assert "0 addresses will be asked to confirm" in said
    for words in (
        "1 KNOWN@example.org On the list already",
        "2 gone@example.org Has unsubscribed: left alone",
        "3 waits@example.org Waits for confirmation already",
        "4 erased@example.org Had the address erased: left alone",
        "5 two@example.org two@example.org There is more than one address in this line",
        "6 x@y This is not an email address",
        "7 new@ There is no email address in this line",
        "8 KNOWN@example.org Stands in the list before",
    ):
        assert words in said
    assert list(Subscription.objects.order_by("pk").values()) == before
    assert Topic.objects.filter(subscription__email="waits@example.org").count() == 1


def test_whoever_reported_spam_or_takes_no_mail_is_not_asked(editor, text_of):
    standing.note("complaint", "angry@example.org")
    standing.note("permanent", "angry@example.org")
    standing.note("permanent", "closed@example.org")
    standing.note("soft", "full@example.org")
    said = bring(editor, text_of, "Angry@example.org\nclosed@example.org\nfull@example.org")
    assert "1 Angry@example.org Reported our mail as spam: left alone" in said
    assert "2 closed@example.org Mail to it came back: left alone" in said
    assert list(Subscription.objects.values_list("email", flat=True)) == ["full@example.org"]


def test_whoever_reports_spam_before_a_list_is_asked_is_not_asked():
    lists.take("angry@example.org\nada@example.org")
    standing.note("complaint", "angry@example.org")
    lists.ask_listed()
    assert list(Subscription.objects.values_list("email", flat=True)) == ["ada@example.org"]
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "addresses"),
    [
        ("ada@example.org\r\ngrace@example.org".encode("utf-16"), 2),
        (b"\xef\xbb\xbfada@example.org", 1),
        ("Zoë,ada@example.org".encode("cp1252"), 1),
        ("Hradišť,ada@example.org".encode("cp1250"), 1),
    ],
)
def test_files_of_spreadsheets_are_read_however_they_are_saved(content, addresses, editor, text_of):
    bring(editor, text_of, content)
    assert Subscription.objects.count() == addresses


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Choose a file, or write addresses below."),
        (b"PK\x03\x04\x00\x00", NO_TEXT),
        # Pictures: one with no zero in it, and one that has what looks like an address.
        (b"\xff\xd8\xff\xe1Exif \xdb\x81\x8d", NO_TEXT),
        (b"\xff\xd8\xff\xe1\x02\x07 a@\xdb", NO_TEXT),
        ("a@example.org\n" * (lists.MOST + 1), "Bring 5,000 at once at most."),
    ],
)
def test_what_is_no_list_is_refused_in_words(text, says, editor, text_of):
    refused = editor.post(f"{LIST}import/", sent_as(text))
    assert refused.status_code == 422
    assert says in text_of(refused)
    assert not Subscription.objects.exists()


def test_a_list_is_asked_by_the_same_mail_slowly_once_and_never_reminded(settings):
    from signups.updates import confirming

    settings.SIGNUPS_PER_HOUR = 4
    lists.take("\n".join(f"reader{number}@example.org" for number in range(5)))
    for _ in range(2):
        lists.ask_listed()
    asked = Subscription.objects.exclude(asked_to_confirm_at=None)
    assert (asked.count(), Delivery.objects.filter(mailing__kind="confirmation").count()) == (2, 2)
    asked.update(asked_to_confirm_at=timezone.now() - timedelta(days=3))
    confirming.remind()
    assert Delivery.objects.count() == 2
    # Of lists there is no rate.
    assert not SignupDay.objects.exists()


# How many come and go.


def test_weeks_count_signups_confirmations_and_who_left(editor, text_of):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    SignupDay.objects.create(day=monday - timedelta(days=1), asked=3, confirmed=1)
    SignupDay.objects.create(day=monday - timedelta(days=7), asked=5, confirmed=5)
    make_subscriber(status="unsubscribed", unsubscribed_at=timezone.now())
    make_subscriber()
    *_, last, this = growth.lately().weeks
    assert (last.asked, last.confirmed, last.rate, last.left) == (8, 6, 75, 0)
    assert (this.asked, this.rate, this.left) == (0, None, 1)
    text = text_of(editor.get(f"{LIST}growth/"))
    assert "1 person gets mail from us today." in text
    assert "8 6 75% so far 0" in text
    assert "They stay counted when an address is deleted." in text


def test_a_drawing_stands_on_its_line():
    SignupDay.objects.create(day=timezone.localdate(), asked=4, confirmed=1)
    asked, confirmed, left = growth.lately().bars[-1]
    assert (asked.y, asked.height) == ("0.00%", "100.00%")
    assert (confirmed.y, confirmed.height, left.height) == ("75.00%", "25.00%", "0.00%")


def test_nobody_yet_is_said(editor, text_of):
    assert "Nobody has signed up yet." in text_of(editor.get(LIST))
    assert "Nobody has signed up or left in the last 26 weeks." in text_of(editor.get(f"{LIST}growth/"))

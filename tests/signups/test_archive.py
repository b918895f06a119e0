"""The archive of newsletters: what everybody may read, and what not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from signups.models import Delivery, Mailing
from signups.newsletters import sending

from ..factories import make_newsletter

pytestmark = pytest.mark.django_db
ARCHIVE, FEED = "/updates/archive/", "/updates/archive/feed/"


def test_where_people_sign_up_past_newsletters_are_linked_once_there_are_some(visitor):
    assert ARCHIVE not in visitor.get("/updates/").content.decode()
    make_newsletter(slug="may", in_archive=True)
    assert ARCHIVE in visitor.get("/updates/").content.decode()


def test_an_empty_archive_says_so(visitor, text_of):
    assert "No newsletters to read here yet." in text_of(visitor.get(ARCHIVE))
    assert visitor.get(FEED).status_code == 200


def test_what_staff_put_there_is_read_in_the_list_on_its_page_in_the_feed_and_the_sitemap(visitor, text_of):
    make_newsletter(slug="may", subject="Bees & more", text="**Bees** [fly](/careers/).", in_archive=True)
    assert "Bees & more" in text_of(visitor.get(ARCHIVE))
    assert FEED in visitor.get(ARCHIVE).content.decode().partition("</head>")[0]
    page = visitor.get(f"{ARCHIVE}may/")
    assert "<strong>Bees</strong>" in page.content.decode()
    assert FEED in page.content.decode().partition("</head>")[0]
    feed = visitor.get(FEED)
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "http://127.0.0.1:8000/updates/archive/may/" in feed.content.decode()
    assert "http://127.0.0.1:8000/careers/" in feed.content.decode()
    assert f"{ARCHIVE}may/" in visitor.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("state", ["", "queued", "sending", "done", "stopped"])
def test_nobody_reads_one_that_is_not_in_the_archive(state, visitor):
    make_newsletter(slug="may", subject="Secret", state=state)
    assert visitor.get(f"{ARCHIVE}may/").status_code == 404
    for address in (ARCHIVE, FEED, "/sitemap.xml"):
        assert "may/" not in visitor.get(address).content.decode()
        assert "Secret" not in visitor.get(address).content.decode()


@pytest.mark.parametrize(("state", "is_there"), [("", False), ("queued", False), ("sending", False), ("done", True)])
def test_only_one_that_was_sent_is_put_there_and_it_is_taken_out_again(state, is_there, editor, visitor):
    newsletter = make_newsletter(slug="may", state=state)
    if state:
        Delivery.objects.create(mailing=newsletter.mailing, state="sent")

    def decide(what: str) -> int:
        editor.post(reverse("admin:signups_newsletter_decide", args=[newsletter.pk, what]))
        return visitor.get(f"{ARCHIVE}may/").status_code

    assert decide("publish") == (200 if is_there else 404)
    assert decide("take-out") == 404


@pytest.mark.parametrize("outcome", ["withheld", "cancelled", "unknown"])
def test_one_that_nobody_got_is_not_put_there(outcome, editor, visitor, text_of):
    newsletter = make_newsletter(slug="may", state="stopped")
    Delivery.objects.create(mailing=newsletter.mailing, state=outcome)
    publish = reverse("admin:signups_newsletter_decide", args=[newsletter.pk, "publish"])
    change = reverse("admin:signups_newsletter_change", args=[newsletter.pk])
    assert "Put it into the archive" not in text_of(editor.get(change))
    editor.post(publish)
    with pytest.raises(sending.NotDone):
        sending.publish(newsletter.pk)
    assert visitor.get(f"{ARCHIVE}may/").status_code == 404


def test_the_archive_says_when_it_was_sent_and_not_when_it_was_due(editor, visitor, text_of):
    newsletter, sent = make_newsletter(slug="may", state="stopped"), timezone.now() - timedelta(days=9)
    Mailing.objects.update(due_at=sent + timedelta(days=400))
    for days in (0, 1):
        Delivery.objects.create(mailing=newsletter.mailing, state="sent", decided_at=sent + timedelta(days=days))
    editor.post(reverse("admin:signups_newsletter_decide", args=[newsletter.pk, "publish"]))
    says = f"Sent on {date_format(timezone.localtime(sent))}"
    assert says in text_of(visitor.get(f"{ARCHIVE}may/"))
    assert says in text_of(visitor.get(ARCHIVE))


def test_a_long_archive_has_pages(visitor, text_of):
    for _ in range(21):
        make_newsletter(in_archive=True)
    assert "Page 1 of 2" in text_of(visitor.get(ARCHIVE))
    assert 'content="noindex"' in visitor.get(f"{ARCHIVE}?page=2").content.decode()


def test_the_list_of_newsletters_has_first_sentences_and_no_cells_of_tables(visitor, text_of):
    text = "## Pay\n\nMay is in.\n\n| Career | Pay |\n| --- | --- |\n| Beekeeper | $1 |\n\nMore follows."
    make_newsletter(text=text, in_archive=True)
    shown = text_of(visitor.get(ARCHIVE))
    assert "May is in. More follows." in shown
    assert "Beekeeper" not in shown

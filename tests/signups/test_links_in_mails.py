"""What links in mails open: nothing changes by looking, each does one thing, and one that is spoilt is explained."""

import re
from urllib.parse import quote

import pytest
from django.core import signing
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from signups.models import AddressChange, Delivery, SignupRequest, Subscription, Topic
from signups.updates import changing_address, links

from .conftest import ADDRESS, BROWSER

pytestmark = pytest.mark.django_db

PURPOSES = {
    "confirm": links.CONFIRM,
    "topics": links.TOPICS,
    "unsubscribe": links.UNSUBSCRIBE,
    "mine": links.MINE,
    "new-address": links.NEW_ADDRESS,
}


@pytest.fixture
def row():
    """Somebody who has confirmed the newsletter, is asked about answers, and changes their address."""
    row = Subscription.objects.create(email=ADDRESS, status="confirmed", confirmed_at=timezone.now())
    Topic.objects.create(subscription=row, kind="newsletter", confirmed_at=timezone.now())
    Topic.objects.create(subscription=row, kind="answers")
    changing_address.ask_for(row, "new@example.org")
    return row


def opened_by(purpose: str, row: Subscription) -> Subscription | AddressChange:
    return row.address_change if purpose == "new-address" else row


@pytest.fixture(params=PURPOSES)
def purpose(request) -> str:
    return request.param


@pytest.fixture
def path(purpose, row) -> str:
    return links.address(PURPOSES[purpose], opened_by(purpose, row))


def everything() -> list:
    kept = (Subscription, Topic, AddressChange, SignupRequest, Delivery)
    return [list(model.objects.order_by("pk").values()) for model in kept]


def test_looking_changes_nothing_and_is_told_to_nobody(path, visitor):
    before = everything()
    for look in (visitor.get, visitor.head):
        response = look(path)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert '<meta name="robots" content="noindex">' in visitor.get(path).content.decode()
    assert everything() == before


def test_what_scans_mail_and_sends_the_forms_of_a_page_changes_nothing(path, press):
    before = everything()
    for seconds in (0, 3, 10):
        press(path, headers={}, seconds=seconds)
    assert everything() == before


SPOILT = {
    "cut": lambda token: token[:-4],
    "altered": lambda token: ("a" if token[0] != "a" else "b") + token[1:],
    "longer": lambda token: f"{token}x",
    "of another site": lambda token: signing.Signer(key="other").sign("1"),
    "bytes": lambda token: "%ff%fe%00",
    "letters": lambda token: "é" * 900,
    "marks": lambda token: quote("'\"><script>"),
    "parts": lambda token: "::",
    "JSON": lambda token: quote('{"pk": 1}'),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_link_that_is_spoilt_is_explained(how, purpose, path, visitor, text_of):
    before = everything()
    start, token = path.rstrip("/").rsplit("/", 1)
    spoilt = f"{start}/{SPOILT[how](token)}/"
    for response in (visitor.get(spoilt), visitor.post(spoilt, {"List-Unsubscribe": "One-Click"})):
        assert response.status_code == 404
        assert "This link does not work" in text_of(response)
        assert response["Referrer-Policy"] == "no-referrer"
    assert everything() == before


def test_a_link_does_what_it_is_for_and_nothing_else(purpose, path, row, visitor, text_of):
    before = everything()
    token = path.rstrip("/").rsplit("/", 1)[1]
    others = {links.address(other, row).rstrip("/").rsplit("/", 1)[0] for other in PURPOSES.values()}
    others.remove(path.rstrip("/").rsplit("/", 1)[0])
    for other in others:
        for response in (visitor.get(f"{other}/{token}/"), visitor.post(f"{other}/{token}/")):
            assert response.status_code == 404
    assert visitor.get(f"/updates/mine/{token}/my-data.json").status_code == (200 if purpose == "mine" else 404)
    assert everything() == before


def test_a_link_has_its_time(clock, purpose, path, visitor, text_of):
    seconds = PURPOSES[purpose].seconds
    with clock.later((seconds or 10 * 365 * 86_400) - 5):
        assert visitor.get(path).status_code == 200
    if seconds:
        with clock.later(seconds + 5):
            for response in (visitor.get(path), visitor.post(path)):
                assert response.status_code == 410
                assert "This link has expired" in text_of(response)


def test_the_link_to_everything_expires_within_the_hour():
    assert links.MINE.seconds <= 3_600


def test_a_link_of_an_erased_person_says_so(path, visitor, text_of):
    call_command("personal_data", "erase", ADDRESS, verbosity=0)
    for response in (visitor.get(path), visitor.post(path, {"List-Unsubscribe": "One-Click"})):
        assert response.status_code == 410
        assert "This link no longer works" in text_of(response)


def test_one_click_unsubscribes_without_any_guard(row, visitor, text_of):
    path = links.address(links.UNSUBSCRIBE, row)
    response = visitor.post(path, {"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"})
    assert response.status_code == 200
    assert "You are unsubscribed" in text_of(response)
    row.refresh_from_db()
    assert (row.status, row.topics.count()) == ("unsubscribed", 0)
    assert row.unsubscribed_at
    again = visitor.post(path, {"List-Unsubscribe": "One-Click"})
    assert again.status_code == 200


def test_the_button_of_the_page_unsubscribes_at_once_in_a_browser_of_today(row, press):
    press(links.address(links.UNSUBSCRIBE, row), seconds=0)
    row.refresh_from_db()
    assert row.status == "unsubscribed"


def test_the_button_of_the_page_unsubscribes_an_older_browser_by_a_second_press(row, press):
    path = links.address(links.UNSUBSCRIBE, row)
    again = press(path, seconds=0, headers={})
    press(path, seconds=0, headers={}, html=again.content.decode())
    row.refresh_from_db()
    assert row.status == "unsubscribed"


def test_the_footers_link_changes_topics_and_shows_nothing_else(row, visitor, opened, text_of):
    path = links.address(links.TOPICS, row)
    page = visitor.get(path)
    assert ADDRESS not in page.content.decode()
    response = visitor.post(path, {"of_site": ["newsletter", "answers"], "opened": opened()}, headers=BROWSER)
    assert response.url == f"{path}?saved=topics"
    assert "Your topics are saved." in text_of(visitor.get(response.url))
    assert [topic.kind for topic in row.topics.confirmed()] == ["newsletter", "answers"]
    # What the page does not offer is not done.
    form = {"of_site": ["answers"], "kept": ["x", "99999"], "how_often": "daily", "opened": opened()}
    visitor.post(path, form, headers=BROWSER)
    row.refresh_from_db()
    assert ([topic.kind for topic in row.topics.all()], row.how_often) == (["answers"], "weekly")
    visitor.post(path, {"opened": opened()}, headers=BROWSER)
    row.refresh_from_db()
    assert row.status == "unsubscribed"
    assert "You are unsubscribed" in text_of(visitor.get(path))


def test_a_form_of_a_page_that_says_nowhere_where_it_is_comes_from_it(row, visitor, opened):
    path = links.address(links.TOPICS, row)
    form = {"of_site": ["answers"], "opened": opened()}
    assert visitor.post(path, form, headers={"Origin": "null", **BROWSER}).status_code == 302
    assert visitor.post(path, form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_older_browser_saves_topics_by_a_second_press(row, visitor, opened, clock, text_of):
    path = links.address(links.TOPICS, row)
    again = visitor.post(path, {"of_site": ["answers"], "opened": opened()}, headers={"Origin": "null"})
    assert again.status_code == 422
    assert "press the button once more" in text_of(again)
    assert [topic.kind for topic in row.topics.confirmed()] == ["newsletter"]
    assert 'name="of_site" value="answers" checked' in again.content.decode()
    stamp = re.search(r'name="opened" value="([^"]+)"', again.content.decode())[1]
    with clock.later(3):
        visitor.post(path, {"of_site": ["answers"], "opened": stamp}, headers={"Origin": "null"})
    assert [topic.kind for topic in row.topics.confirmed()] == ["answers"]


def test_a_link_opens_nothing_once_the_row_is_at_another_address(purpose, path, row, visitor, text_of):
    Subscription.objects.filter(pk=row.pk).update(email="other@example.org", normal_email="other@example.org")
    AddressChange.objects.update(email="another@example.org")
    before = everything()
    for response in (visitor.get(path), visitor.post(path, {"List-Unsubscribe": "One-Click"})):
        assert response.status_code == 410
        assert "moved to another address" in text_of(response)
    assert visitor.get(f"{path}my-data.json").status_code in (404, 410)
    assert everything() == before


def test_a_link_whose_number_was_given_out_again_opens_nothing_of_the_next_person(row, visitor):
    path, pk = links.address(links.CONFIRM, row), row.pk
    row.delete()
    Subscription.objects.create(pk=pk, email="bob@example.org")
    assert visitor.get(path).status_code == 410


def test_links_outlive_a_new_key_of_the_site(purpose, path, visitor, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("goes", ["erased", "moved"])
def test_whoever_goes_while_their_page_is_answered_is_told_so(goes, row, visitor, press, monkeypatch, opened):
    paths = {name: links.address(PURPOSES[name], opened_by(name, row)) for name in PURPOSES}
    answers = []
    for name in ("confirm", "unsubscribe", "topics", "mine", "new-address"):
        html = visitor.get(paths[name]).content.decode()
        with transaction.atomic():
            found = links._row

            def go(*args, found=found):
                kept = found(*args)
                if goes == "erased":
                    Subscription.objects.filter(pk=row.pk).delete()
                else:
                    AddressChange.objects.all().delete()
                    Subscription.objects.filter(pk=row.pk).update(email="other@example.org")
                return kept

            monkeypatch.setattr(links, "_row", go)
            if name in ("topics", "mine"):
                form = {"of_site": ["answers"], "opened": opened(), "do": "again"}
                answers.append(visitor.post(paths[name], form, headers=BROWSER).status_code)
            else:
                answers.append(press(paths[name], html=html).status_code)
            monkeypatch.setattr(links, "_row", found)
            transaction.set_rollback(True)
    assert answers == [410] * 5

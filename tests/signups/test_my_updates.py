"""The page with everything: by a link that is asked for, and of use to nobody but the address's owner."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from signups.models import Subscription
from signups.updates import changing_address, links
from signups.updates.forgotten import was_erased

from ..factories import make_career, make_question
from .conftest import ADDRESS, BROWSER

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def row(subscribed) -> Subscription:
    make_career(title="Beekeeper", slug="beekeeper")
    return subscribed(ADDRESS, "career:beekeeper", "newsletter")


@pytest.fixture
def ask(visitor, opened, work):
    def once(email: str = ADDRESS):
        response = visitor.post("/updates/mine/", {"email": email, "opened": opened()})
        assert response.url == "/updates/mine/sent/"
        return work()

    return once


@pytest.fixture
def path(row, ask) -> str:
    [mail] = ask()
    return mail.path


@pytest.fixture
def do(path, visitor, opened):
    def send(what: str, **values):
        return visitor.post(path, {"do": what, "opened": opened(), **values}, headers=BROWSER)

    return send


def test_a_link_is_mailed_to_a_subscriber_and_to_nobody_else(row, ask):
    [mail] = ask(ADDRESS.upper())
    assert (mail.kind, mail.to) == ("updates-link", ADDRESS)
    assert mail.path.startswith("/updates/mine/")
    assert "It works for 60 minutes." in mail.text
    assert ask("nobody@example.org") == []
    assert [len(ask()) for _ in range(3)] == [1, 1, 0]


def test_who_never_confirmed_is_asked_to_once_a_day(sign_up, ask):
    Subscription.objects.create(email=ADDRESS)
    assert [mail.kind for mail in ask()] == ["confirmation"]
    assert ask() == []


def test_topics_are_kept_dropped_and_added(row, do, visitor, path, text_of):
    assert ADDRESS in text_of(visitor.get(path))
    beekeeper = row.topics.get(kind="career")
    response = do("topics", kept=[beekeeper.pk], of_site=["answers"])
    assert response.url == f"{path}?saved=topics"
    assert "Your topics are saved." in text_of(visitor.get(response.url))
    assert {topic.kind for topic in row.topics.confirmed()} == {"career", "answers"}


def test_what_was_confirmed_since_the_page_was_opened_stays(row, do, visitor, path):
    page = visitor.get(path).content.decode()
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    assert len(shown) == row.topics.count()
    row.topics.create(kind="answers", confirmed_at=timezone.now())
    do("topics", shown=shown, kept=[row.topics.get(kind="career").pk])
    assert {topic.kind for topic in row.topics.confirmed()} == {"career", "answers"}


def test_topics_of_somebody_else_cannot_be_kept(row, do, subscribed):
    other = subscribed("other@example.org")
    do("topics", kept=[other.topics.get().pk], of_site=["newsletter"])
    assert [topic.kind for topic in row.topics.all()] == ["newsletter"]
    assert other.topics.count() == 1


def test_how_often_and_a_pause(row, do, visitor, path):
    do("when", how_often="monthly", pause="30")
    row.refresh_from_db()
    until = timezone.localdate() + timedelta(days=30)
    assert (row.how_often, row.paused_until) == ("monthly", until)
    assert not Subscription.objects.listening().exists()
    # Saving something else leaves the pause as it is.
    do("when", how_often="daily", pause="as-now")
    row.refresh_from_db()
    assert (row.how_often, row.paused_until) == ("daily", until)
    do("when", how_often="daily", pause="")
    assert Subscription.objects.listening().exists()
    for wrong in ({"how_often": "hourly"}, {"how_often": "daily", "pause": "9999999"}, {}):
        assert do("when", **wrong).status_code == 422


def test_the_address_is_changed_once_its_new_owner_says_so(row, do, work, press, text_of, visitor):
    do("address", email=NEW)
    [mail] = work()
    assert (mail.kind, mail.to) == ("new-address", NEW)
    assert ADDRESS not in mail.text + mail.html + mail.subject
    row.refresh_from_db()
    assert row.email == ADDRESS
    assert press(mail.path, headers={}).status_code == 422
    assert press(mail.path, seconds=1).status_code == 422
    row.refresh_from_db()
    assert row.email == ADDRESS
    assert "Your new address is confirmed" in text_of(press(mail.path))
    row.refresh_from_db()
    assert (row.email, row.normal_email, row.topics.count()) == (NEW, NEW, 2)
    assert visitor.get(mail.path).status_code == 410


def test_a_new_address_that_is_subscribed_becomes_one_with_the_old(row, do, work, press, subscribed):
    other = subscribed(NEW, "answers", "newsletter")
    before = do("address", email="free@example.org")
    assert do("address", email=NEW).serialize_headers() == before.serialize_headers()
    [mail] = work()
    assert mail.to == NEW
    press(mail.path)
    assert list(Subscription.objects.values_list("pk", "email")) == [(other.pk, NEW)]
    assert {topic.kind for topic in other.topics.confirmed()} == {"career", "newsletter", "answers"}


UNITED = {
    # What the row was, what the one at the new address was, and what is left there.
    "of a pause there is none at the new address": ({"paused_until": "2999-01-01"}, {}, ("confirmed", False)),
    "at the new address they paused": ({}, {"paused_until": "2999-01-01"}, ("confirmed", True)),
    "they had unsubscribed at the old one": ({"status": "unsubscribed"}, {}, ("confirmed", False)),
    "they had unsubscribed at the new one": ({}, {"status": "unsubscribed"}, ("confirmed", False)),
    "they never confirmed at the new one": ({}, {"status": "pending"}, ("confirmed", False)),
    "they had unsubscribed at both": ({"status": "unsubscribed"}, {"status": "unsubscribed"}, ("unsubscribed", False)),
}


@pytest.mark.parametrize("case", UNITED)
def test_what_goes_on_at_a_new_address_that_was_known(case, row, subscribed, visitor):
    was, was_there, left = UNITED[case]
    other = subscribed(NEW, "answers")
    footer = links.address(links.UNSUBSCRIBE, other)
    for one, values in ((row, was), (other, was_there)):
        Subscription.objects.filter(pk=one.pk).update(**values)
    changing_address.ask_for(row, NEW)
    changing_address.change(row.address_change)
    [kept] = Subscription.objects.all()
    assert (kept.email, (kept.status, bool(kept.paused_until))) == (NEW, left)
    # The mails that their owner has still end it.
    visitor.post(footer, {"List-Unsubscribe": "One-Click"})
    assert Subscription.objects.get().status == "unsubscribed"


def test_what_was_asked_at_the_old_address_is_asked_at_the_new_one(row, do, work, press, sign_up):
    Subscription.objects.update(asked_to_confirm_at=None)
    [asked] = sign_up(ADDRESS, "answers")
    do("address", email=NEW)
    [mail] = work()
    press(mail.path)
    assert press(asked.path).status_code == 410
    [again] = work()
    assert (again.to, again.kind) == (NEW, "confirmation")
    press(again.path)
    assert {topic.kind for topic in row.topics.confirmed()} == {"career", "newsletter", "answers"}


def test_a_subscriber_asks_strangers_three_times_a_day_at_most(do, work, text_of):
    for number in range(3):
        assert do("address", email=f"stranger{number}@example.net").status_code == 302
    refused = do("address", email="stranger3@example.net")
    assert refused.status_code == 422
    assert "You asked for 3 new addresses within a day. Please try again tomorrow." in text_of(refused)
    assert 'value="stranger3@example.net"' in refused.content.decode()
    assert [mail.to for mail in work()] == ["stranger2@example.net"]


def test_a_new_address_gets_one_mail_a_day_whoever_asks(row, do, work, sign_up):
    sign_up(NEW)
    do("address", email=NEW)
    assert work() == []
    do("address", email="not an address")
    assert not row.__class__.objects.get(pk=row.pk).address_change.mailed_at


def test_a_change_that_was_asked_for_anew_ends_the_one_before(row, do, work, press, visitor):
    do("address", email="first@example.org")
    [first] = work()
    do("address", email=NEW)
    [second] = work()
    # Whoever has the first mail sees nothing of the next address, and confirms it for nobody.
    assert NEW not in visitor.get(first.path).content.decode()
    assert press(first.path).status_code == 410
    row.refresh_from_db()
    assert row.email == ADDRESS
    press(second.path)
    row.refresh_from_db()
    assert row.email == NEW


def test_a_copy_of_everything(row, path, visitor):
    make_question(text="Is the work hard?", email=ADDRESS)
    response = visitor.get(f"{path}my-data.json")
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert response["Cache-Control"] == "private, no-store"
    kept = json.loads(response.content)
    [mine] = kept["subscriptions"]
    assert [topic["about"] for topic in mine["topics"]] == ["Beekeeper", "The newsletter"]
    assert mine["confirmed"]
    assert {mail["mail"] for mail in kept["mails"]} == {"Asks to confirm a signup", "A link to one's own updates"}
    assert kept["questions"][0]["question"] == "Is the work hard?"


def test_erasing_asks_once_more_and_then_nothing_is_left(row, do, path, visitor, text_of):
    make_question(text="Is the work hard?", email=ADDRESS)
    response = do("erase")
    assert response.status_code == 422
    assert "Check this box first" in text_of(response)
    assert Subscription.objects.exists()
    response = do("erase", sure="on")
    assert "Your data is deleted" in text_of(response)
    assert not Subscription.objects.exists()
    assert was_erased(ADDRESS)
    assert visitor.get(path).status_code == 410


def test_who_unsubscribed_can_start_again_there(row, do, path, visitor, text_of):
    visitor.post(links.address(links.UNSUBSCRIBE, row))
    assert "You are not signed up for anything at the moment." in text_of(visitor.get(path))
    assert do("again").status_code == 422
    assert do("again", of_site=["answers"]).url == f"{path}?saved=again"
    row.refresh_from_db()
    assert (row.status, [topic.kind for topic in row.topics.confirmed()]) == ("confirmed", ["answers"])


def test_starting_again_in_an_old_tab_takes_no_topic_away(row, do):
    do("again", of_site=["answers"])
    assert {topic.kind for topic in row.topics.confirmed()} == {"career", "newsletter", "answers"}


@pytest.mark.parametrize("what", ["", "nothing", "topics", "when", "address", "erase", "again"])
def test_a_form_without_its_guard_changes_nothing(what, row, path, visitor):
    before = Subscription.objects.values().get()
    response = visitor.post(path, {"do": what, "how_often": "daily", "email": NEW, "sure": "on", "of_site": "answers"})
    assert response.status_code == (422 if what not in ("", "nothing") else 200)
    assert Subscription.objects.values().get() == before
    assert row.topics.count() == 2

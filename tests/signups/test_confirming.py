"""Only a person's press of the button confirms, in any browser; and who does not press is reminded once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from signups.models import Delivery, Subscription, Topic, Tries
from signups.updates import links, preferences

from ..factories import make_career
from .conftest import ADDRESS, BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(sign_up) -> str:
    [mail] = sign_up()
    return mail.path


def is_confirmed() -> bool:
    [row] = Subscription.objects.all()
    assert (row.status == "confirmed") == Topic.objects.filter(confirmed_at__isnull=False).exists()
    return row.status == "confirmed"


def age(**passed) -> None:
    """As if it had all happened so long ago."""
    by = timedelta(**passed)
    for row in Subscription.objects.all():
        moments = {name: getattr(row, name) for name in ("created_at", "asked_to_confirm_at", "reminded_at")}
        Subscription.objects.filter(pk=row.pk).update(**{name: at - by for name, at in moments.items() if at})
    for topic in Topic.objects.all():
        Topic.objects.filter(pk=topic.pk).update(asked_at=topic.asked_at - by)
    for row in Tries.objects.all():
        Tries.objects.filter(pk=row.pk).update(ends_at=row.ends_at - by)


def test_a_person_with_a_browser_of_today_confirms_at_once(path, press, visitor, text_of):
    page = visitor.get(path)
    assert len(re.findall(r"<button(?! type)", page.content.decode().partition('<main id="main"')[2])) == 1
    assert "You will hear about: The newsletter" in text_of(page)
    response = press(path)
    assert (response.status_code, response.url) == (302, path)
    assert is_confirmed()
    assert "You are signed up" in text_of(visitor.get(path))
    # Once more changes nothing.
    before = Subscription.objects.values().get()
    press(path)
    assert Subscription.objects.values().get() == before


def test_only_what_stays_selected_is_confirmed_and_the_rest_goes(sign_up, press, visitor, text_of):
    make_career(title="Beekeeper", slug="beekeeper")
    [mail] = sign_up(ADDRESS, "career:beekeeper", "newsletter")
    html = visitor.get(mail.path).content.decode()
    none = press(mail.path, html=html.replace(" checked", ""))
    assert none.status_code == 422
    assert "Select at least one" in text_of(none)
    assert not is_confirmed()
    beekeeper = Topic.objects.get(kind="career")
    press(mail.path, html=html.replace(f'value="{beekeeper.pk}" checked', f'value="{beekeeper.pk}"'))
    assert [topic.kind for topic in Topic.objects.all()] == ["newsletter"]
    assert is_confirmed()


@pytest.mark.parametrize("seconds", [0, 2, 4])
def test_a_press_within_five_seconds_does_not_count_and_the_next_one_does(seconds, path, press, text_of):
    response = press(path, seconds=seconds)
    assert response.status_code == 422
    assert "Please press the button again" in text_of(response)
    assert not is_confirmed()
    # The page was opened when it was, so nobody waits anew.
    assert press(path, html=response.content.decode()).status_code == 302
    assert is_confirmed()


OTHERS = [
    {},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Mode": "navigate"},
]


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_what_scans_mail_confirms_nothing_however_often_it_sends_the_form(headers, path, press, text_of):
    for seconds in (0, 6, 6, 600):
        response = press(path, seconds=seconds, headers=headers)
        assert response.status_code == 422
        assert "Please press the button again" in text_of(response)
    assert not is_confirmed()


def test_a_browser_too_old_to_say_what_it_is_confirms_by_a_second_press(path, press):
    again = press(path, headers={}).content.decode()
    soon = press(path, headers={}, html=again, seconds=8)
    assert soon.status_code == 422
    assert not is_confirmed()
    assert press(path, headers={}, html=soon.content.decode(), seconds=12).status_code == 302
    assert is_confirmed()


def test_the_second_press_of_another_site_does_not_count(path, press):
    again = press(path, headers={}).content.decode()
    press(path, html=again, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert not is_confirmed()


@pytest.mark.parametrize("seal", ["", "x", "a:b:c", "\0", "\ud800".encode("utf-8", "surrogatepass"), "é" * 5_000])
def test_a_form_that_is_none_of_ours_is_asked_again(seal, path, visitor):
    response = visitor.post(path, {"seal": seal}, headers=BROWSER)
    assert response.status_code == 422
    assert not is_confirmed()


def test_the_form_of_another_page_does_not_count(path, sign_up, press, visitor):
    [other] = sign_up("other@example.org")
    press(path, html=visitor.get(other.path).content.decode())
    assert not Subscription.objects.filter(status="confirmed").exists()


def test_what_was_asked_for_after_the_page_was_opened_is_not_confirmed_with_it(path, press, visitor, sign_up):
    make_career(title="Beekeeper", slug="beekeeper")
    html = visitor.get(path).content.decode()
    sign_up(ADDRESS, "career:beekeeper")
    press(path, html=html)
    assert [topic.kind for topic in Topic.objects.confirmed()] == ["newsletter"]
    assert "Beekeeper" in visitor.get(path).content.decode()
    press(path)
    assert Topic.objects.confirmed().count() == 2


def test_who_has_unsubscribed_since_is_not_brought_back_by_the_old_mail(path, press, visitor, text_of):
    html = visitor.get(path).content.decode()
    Subscription.objects.update(status="unsubscribed")
    press(path, html=html)
    assert Subscription.objects.get().status == "unsubscribed"
    assert "You have unsubscribed" in text_of(visitor.get(path))


def test_one_reminder_after_two_days_then_silence_then_gone(path, work):
    age(hours=47)
    assert work() == []
    age(hours=2)
    [mail] = work()
    assert mail.kind == "confirmation-reminder"
    assert mail.subject == "You still need to press the button: updates from Careerinfo"
    assert "You did not ask for this? Do nothing." in mail.text
    for _ in range(4):
        age(days=1)
        assert work() == []
    assert Subscription.objects.exists()
    age(days=1, hours=1)
    assert work() == []
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exclude(subscription=None).exists()


def test_signups_of_before_there_were_mails_are_asked_and_have_their_week(work, press):
    row = Subscription.objects.create(email=ADDRESS)
    age(days=30)
    [mail] = work()
    assert (mail.kind, mail.to) == ("confirmation", ADDRESS)
    age(days=6)
    assert [mail.kind for mail in work()] == ["confirmation-reminder"]
    press(mail.path)
    assert [topic.kind for topic in row.topics.confirmed()] == ["newsletter"]
    assert is_confirmed()


def test_who_ends_it_and_comes_back_on_a_day_of_a_mail_is_asked_the_next_day(subscribed, sign_up, work):
    row = subscribed()
    sign_up(ADDRESS, "answers")
    preferences.unsubscribe(row)
    assert sign_up(ADDRESS, "newsletter") == []
    age(hours=25)
    assert [mail.kind for mail in work()] == ["confirmation"]
    age(days=6)
    assert Subscription.objects.get().status == "pending"


def test_some_who_wait_for_their_day_hold_up_nobody(work, settings):
    settings.SIGNUPS_PER_HOUR = 4
    for number in range(3):
        Subscription.objects.create(email=f"person{number}@example.org")
    assert len(work()) == 2
    assert work() == []
    age(hours=2)
    assert len(work()) == 1


def test_the_reminder_leads_to_the_same_button(path, work, press):
    age(hours=49)
    [mail] = work()
    press(mail.path)
    assert is_confirmed()


def test_who_has_confirmed_is_not_reminded_and_stays(path, work, press):
    press(path)
    for _ in range(12):
        age(days=1)
        assert work() == []
    assert is_confirmed()


def test_a_stranger_who_types_an_address_that_unsubscribed_leaves_it_so(sign_up, work):
    row = Subscription.objects.create(email=ADDRESS, status="unsubscribed", unsubscribed_at=timezone.now())
    assert len(sign_up()) == 1
    for _ in range(8):
        age(days=1)
        assert work() == []
    row.refresh_from_db()
    assert (row.status, row.topics.count()) == ("unsubscribed", 0)


def test_topics_that_nobody_confirmed_go_and_the_subscriber_stays(subscribed, sign_up, work):
    row = subscribed()
    sign_up(ADDRESS, "answers")
    age(days=8)
    work()
    assert [topic.kind for topic in row.topics.all()] == ["newsletter"]


def test_a_mail_that_nobody_wants_is_withheld(path, press):
    from signups.mail import kinds

    delivery = Delivery.objects.get()
    press(path)
    with pytest.raises(kinds.NotWanted):
        kinds.get("confirmation").words(Delivery.objects.get(pk=delivery.pk))
    Subscription.objects.all().delete()
    for kind in ("confirmation", "confirmation-reminder", "updates-link", "new-address"):
        with pytest.raises(kinds.NotWanted):
            kinds.get(kind).words(Delivery.objects.get(pk=delivery.pk))


def test_the_link_of_a_mail_is_of_this_sites_public_address(sign_up, settings):
    settings.SITE_URL = "https://careers.example.org"
    [mail] = sign_up()
    assert f"https://careers.example.org{mail.path}" in mail.text
    assert mail.path.startswith("/updates/confirm/")
    assert links.DAYS_TO_CONFIRM == 7

"""From the form to the mail that asks: one a day to an address, whoever types it, and never in a stranger's words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from signups.models import Delivery, SignupFlood, SignupRequest, Subscription, Topic, Tries
from signups.updates import rate

from ..factories import make_career, make_field
from .conftest import ADDRESS, BROWSER

pytestmark = pytest.mark.django_db


def a_day_passes() -> None:
    Tries.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


def names(confirmed: bool) -> list[str]:
    return [topic.name for topic in Topic.objects.filter(confirmed_at__isnull=not confirmed)]


def test_the_form_of_a_career_offers_it_with_its_field_and_ticks_it(visitor, sign_up):
    career = make_career(title="Beekeeper", slug="beekeeper", field=make_field(title="Farming", slug="farming"))
    html = visitor.get("/careers/beekeeper/").content.decode()
    assert 'value="career:beekeeper" checked>Beekeeper<' in html
    for value in ("field:farming", "answers", "newsletter"):
        assert f'name="topics" value="{value}">' in html
    [mail] = sign_up(ADDRESS, "career:beekeeper", "field:farming", "answers")
    assert names(confirmed=False) == ["Beekeeper", "All of Farming", "New expert answers"]
    assert mail.subject == "Open the page to finish: updates from Careerinfo"
    for words in (mail.text, mail.html):
        assert all(name in words for name in ("Beekeeper", "All of Farming", "New expert answers"))
        assert "You did not ask for this? Do nothing." in words
        assert ADDRESS not in words
    assert Topic.objects.filter(career=career).exists()


def test_a_page_of_updates_about_one_career_has_it_ticked(visitor):
    make_career(title="Beekeeper", slug="beekeeper")
    html = visitor.get("/updates/", {"career": "beekeeper"}).content.decode()
    assert 'value="career:beekeeper" checked>' in html
    for odd in ("nobody", "\0", "x" * 5_000, "../"):
        assert visitor.get("/updates/", {"career": odd}).status_code == 200


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ([], "Select at least one."),
        (["career:gone"], "no longer on the site"),
        (["everything"], "no longer on the site"),
    ],
)
def test_topics_that_cannot_be_are_explained_with_what_was_typed_kept(topics, said, visitor, opened, text_of):
    make_career(slug="draft", status="draft")
    for sent in (topics, ["career:draft"] if topics else topics):
        response = visitor.post("/updates/", {"email": ADDRESS, "topics": sent, "opened": opened()})
        assert response.status_code == 422
        assert said in text_of(response)
        assert f'value="{ADDRESS}"' in response.content.decode()
    assert not SignupRequest.objects.exists()


def test_an_error_keeps_the_ticks_also_of_a_career(visitor, opened):
    make_career(title="Beekeeper", slug="beekeeper")
    make_field(title="Farming", slug="farming")
    form = {"email": "no", "topics": ["career:beekeeper", "field:farming", "answers"], "opened": opened()}
    html = visitor.post("/updates/", form).content.decode()
    for value in form["topics"]:
        assert any(f'value="{value}"{between} checked>' in html for between in ("", ' id="id_topics"'))
    assert 'value="newsletter" checked' not in html


def test_a_form_of_before_is_sent_on_as_it_is(visitor):
    assert (visitor.get("/signup/").status_code, visitor.get("/signup/").url) == (301, "/updates/")
    assert visitor.get("/signup/thanks/").url == "/updates/thanks/"
    response = visitor.post("/signup/", {"email": ADDRESS})
    assert (response.status_code, response.url) == (308, "/updates/")


def test_a_thousand_signups_from_as_many_networks_are_one_mail(visitor, opened, work):
    stamp = opened()
    for number in range(20):
        form = {"email": ADDRESS, "topics": "newsletter", "opened": stamp}
        assert visitor.post("/updates/", form, REMOTE_ADDR=f"10.1.{number}.1").status_code == 302
    # The others come in the same way.
    [*first] = SignupRequest.objects.values("email", "topics", "wants")
    SignupRequest.objects.bulk_create(SignupRequest(**first[0]) for _ in range(980))
    sent = [mail for _ in range(15) for mail in work()]
    assert not SignupRequest.objects.exists()
    assert [mail.to for mail in sent] == [ADDRESS]


@pytest.mark.parametrize(
    "spellings",
    [
        ["ada@bücher.example", "ADA@xn--bcher-kva.example", "ada@BÜCHER.example", "ada@ｂücher.example"],
        ["ada@example.org", "ada@ｅxample.org", "ada@example。org"],
    ],
)
def test_another_spelling_of_an_address_is_no_way_to_a_second_mail(spellings, visitor, opened, work):
    for spelling in spellings:
        visitor.post("/updates/", {"email": spelling, "topics": "newsletter", "opened": opened()})
    assert len(work()) == 1


def test_a_mailbox_gets_few_mails_whatever_is_put_behind_a_plus(sign_up):
    sent = [len(sign_up(f"a.d.a+{number}@example.org")) for number in range(8)]
    assert sent == [1] * 5 + [0] * 3
    assert len(sign_up("grace@example.org")) == 1


def test_the_next_day_who_signs_up_again_is_asked_again(sign_up):
    assert len(sign_up()) == 1
    assert sign_up() == []
    a_day_passes()
    assert [mail.kind for mail in sign_up()] == ["confirmation"]


@pytest.mark.parametrize("status", [None, "pending", "confirmed", "unsubscribed"])
def test_the_answer_is_the_same_to_the_byte(status, visitor, opened, work):
    if status:
        row = Subscription.objects.create(email=ADDRESS, status=status)
        if status == "confirmed":
            Topic.objects.create(subscription=row, kind="newsletter", confirmed_at=timezone.now())
    for path in ("/updates/", "/updates/mine/"):
        form = {"email": ADDRESS, "topics": "newsletter", "opened": opened()}
        answers = [visitor.post(path, {**form, "email": email}) for email in (ADDRESS, "new@example.org")]
        assert answers[0].serialize() == answers[1].serialize()
        assert "no-store" in answers[0]["Cache-Control"]
        # Nor does the thanks page know whom it thanks.
        assert visitor.get(answers[0].url).content == visitor.get(answers[1].url).content


def test_the_page_looks_nothing_up_about_the_address(visitor, opened, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as queries:
        visitor.post("/updates/", {"email": ADDRESS, "topics": "newsletter", "opened": opened()})
    touched = [query["sql"] for query in queries if "signups_subscription" in query["sql"]]
    assert touched == []


def test_too_many_for_the_whole_site_wait_and_staff_are_told_once(sign_up, work, settings, caplog, editor, text_of):
    settings.SIGNUPS_PER_HOUR = 2
    assert [len(sign_up(f"victim{number}@example.org")) for number in range(5)] == [1, 1, 0, 0, 0]
    assert SignupRequest.objects.count() == 3
    # Whoever waits is asked in the next hour, the link of a subscriber goes on meanwhile.
    Subscription.objects.create(email=ADDRESS, status="confirmed")
    SignupRequest.objects.create(email=ADDRESS, wants="link")
    assert [mail.kind for mail in work()] == ["updates-link"]
    [said] = [record for record in caplog.records if record.name == "careerinfo.signups"]
    assert said.levelname == "ERROR"
    assert "More than 2 signups came within an hour" in said.getMessage()
    assert "@" not in said.getMessage()
    assert "1 hour with too many signups" in text_of(editor.get("/admin/"))
    a_day_passes()
    assert [mail.to for mail in work()] == ["victim2@example.org", "victim3@example.org"]
    SignupFlood.objects.update(hour=timezone.now() - timedelta(days=2))
    assert "too many signups" not in text_of(editor.get("/admin/"))


def test_a_stranger_adds_nothing_to_what_a_subscriber_gets(subscribed, sign_up, press):
    make_career(title="Beekeeper", slug="beekeeper")
    subscribed()
    [mail] = sign_up(ADDRESS, "newsletter", "career:beekeeper")
    assert (names(confirmed=True), names(confirmed=False)) == (["The newsletter"], ["Beekeeper"])
    assert "Beekeeper" in mail.text
    assert "newsletter" not in mail.text
    press(mail.path)
    assert names(confirmed=True) == ["The newsletter", "Beekeeper"]
    # What they have already is no reason for a mail.
    a_day_passes()
    assert sign_up(ADDRESS, "newsletter", "career:beekeeper") == []


def test_what_could_not_be_asked_today_is_asked_tomorrow(subscribed, sign_up, work):
    for slug in ("beekeeper", "miller"):
        make_career(title=slug.title(), slug=slug)
    subscribed()
    assert len(sign_up(ADDRESS, "career:beekeeper")) == 1
    assert sign_up(ADDRESS, "career:miller") == []
    a_day_passes()
    assert work() == []
    Subscription.objects.update(asked_to_confirm_at=timezone.now() - timedelta(hours=25))
    Topic.objects.filter(career__slug="miller").update(asked_at=timezone.now() - timedelta(hours=24))
    [mail] = work()
    assert "Miller" in mail.text
    assert work() == []


def test_a_stranger_cannot_fill_somebodys_page_with_topics(sign_up):
    for batch in range(3):
        slugs = [make_career(slug=f"career-{batch}-{number}").slug for number in range(20)]
        sign_up(ADDRESS, *(f"career:{slug}" for slug in slugs))
    assert Topic.objects.count() == 30
    make_career(title="Beekeeper", slug="beekeeper")
    sign_up(ADDRESS, "career:beekeeper")
    assert Topic.objects.count() == 30
    assert "Beekeeper" in names(confirmed=False)


def test_who_unsubscribed_and_comes_back_is_asked_and_is_back(subscribed, visitor, sign_up, press):
    from signups.updates import links

    row = subscribed()
    visitor.post(links.address(links.UNSUBSCRIBE, row), {"List-Unsubscribe": "One-Click"})
    row.refresh_from_db()
    assert (row.status, row.topics.count()) == ("unsubscribed", 0)
    [mail] = sign_up(ADDRESS, "answers")
    row.refresh_from_db()
    assert row.status == "pending"
    press(mail.path)
    row.refresh_from_db()
    assert (row.status, names(confirmed=True)) == ("confirmed", ["New expert answers"])


def test_a_career_that_goes_before_it_is_taken_up_is_left_out(visitor, opened, work):
    career = make_career(slug="beekeeper")
    form = {"email": ADDRESS, "topics": ["career:beekeeper", "answers"], "opened": opened()}
    visitor.post("/updates/", form)
    career.delete()
    assert len(work()) == 1
    assert names(confirmed=False) == ["New expert answers"]


def test_one_request_that_fails_holds_up_no_other_and_is_logged_without_the_address(work, caplog):
    SignupRequest.objects.create(email="broken", topics=[{"kind": "newsletter"}])
    SignupRequest.objects.create(email=ADDRESS, topics=[{"kind": "newsletter"}])
    assert [mail.to for mail in work()] == [ADDRESS]
    assert "could not be taken up: NotAnAddress" in caplog.text
    assert "broken" not in caplog.text


def test_a_program_in_a_network_is_told_to_wait_and_keeps_no_neighbour_out(visitor, opened, text_of):
    def post(email, network="203.0.113.9", **headers):
        form = {"email": email, "topics": ["answers"], "opened": opened()}
        return visitor.post("/updates/", form, REMOTE_ADDR=network, headers=headers)

    answers = [post(f"victim{number}@example.org") for number in range(25)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429] * 5
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "Too many forms came at once. Please try again in 10 minutes." in text_of(refused)
    assert 'value="victim24@example.org"' in refused.content.decode()
    assert 'value="answers" checked>' in refused.content.decode()
    assert SignupRequest.objects.count() == 20
    assert post("neighbour@example.org", **BROWSER).status_code == 302
    assert post("elsewhere@example.org", network="198.51.100.1").status_code == 302


def test_many_networks_and_a_proxy_that_hides_them_store_no_more_than_the_site_can_ask(visitor, opened, settings):
    settings.SIGNUPS_PER_HOUR = 1

    def post(number, network):
        form = {"email": f"victim{number}@example.org", "topics": ["answers"], "opened": opened()}
        return visitor.post("/updates/", form, REMOTE_ADDR=network).status_code

    assert [post(number, f"203.0.113.{number}") for number in range(12)] == [302] * 10 + [429] * 2
    settings.HTTPS, settings.FORWARDED_ALLOW_IPS = True, "127.0.0.1"
    assert post(13, "127.0.0.1") == 429
    assert SignupRequest.objects.count() == 10


def test_one_address_again_and_again_takes_nobodys_room(visitor, opened):
    def post(email):
        return visitor.post("/updates/mine/", {"email": email, "opened": opened()}).status_code

    assert [post(ADDRESS) for _ in range(30)] == [302] * 5 + [429] * 25
    assert post("neighbour@example.org") == 302


@pytest.mark.parametrize(
    "email",
    [
        "o'brien+news@example.org",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        "ada@xn--bcher-kva.example",
        "ada@пример.example",
        f"{'a' * 64}@{'.'.join(['b' * 61] * 3)}.org",
    ],
)
def test_odd_addresses_that_are_valid_are_asked(email, sign_up):
    assert [mail.to for mail in sign_up(email)] == [email]


@pytest.mark.parametrize(
    "email",
    [
        "ada@example.org\nBcc: all@example.org",
        "ada@example.org\r\nSubject: Win",
        "ada@example.org%0ABcc:x@example.org\n",
        f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 61}.org",
        # Longer than a mail server is told, written in letters that it is not given.
        f"ada@{'ü' * 63}.example",
        f"ada@{'.'.join(['İ' * 20] * 9)}.example",
        "x" * 320,
        # Other ways to write an address of which one is enough.
        "=?utf-8?q?student?=@example.org",
        "=?utf-8?b?c3R1ZGVudA==?=@example.org",
        '"student"@example.org',
        '"odd\\"name"@example.org',
        # Mail would go to the owner of another domain: fass.example, example.org.
        "ada@faß.example",
        "ada@ｅxample.org",
        # Addresses of the machine itself and of networks behind it.
        "root@localhost",
        "root@[127.0.0.1]",
        f"{'a' * 65}@example.org",
        "jörg@example.org",
    ],
    ids=ascii,
)
def test_what_no_mail_could_be_sent_to_is_refused(email, visitor, opened, text_of):
    response = visitor.post("/updates/", {"email": email, "topics": "newsletter", "opened": opened()})
    if response.status_code == 302:
        # A line end at the end is only white space.
        assert SignupRequest.objects.get().email == email.strip()
        return
    assert response.status_code == 422
    assert "Please check the form" in text_of(response)
    assert not SignupRequest.objects.exists()


def test_staff_see_how_many_press_the_button(sign_up, press, editor, text_of):
    assert "Nobody was asked to confirm" in text_of(editor.get("/admin/signups/subscription/"))
    mails = [sign_up(f"person{number}@example.org")[0] for number in range(3)]
    press(mails[0].path)
    press(mails[0].path)
    assert (rate.lately().asked, rate.lately().confirmed, rate.lately().percent) == (3, 1, 33)
    text = text_of(editor.get("/admin/signups/subscription/"))
    assert (
        "Of 3 addresses that signed up in the last 30 days, 1 has pressed the button in the mail (33 percent)." in text
    )
    assert Delivery.objects.count() == 3

"""How staff get in: guessing is slowed, a second step is asked for, sessions are seen and ended."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import clear_script_prefix, set_script_prefix
from django.utils import timezone

from careerinfo.signing_in import guessing
from careerinfo.signing_in.adapters import SecondSteps, _tell_of_key
from signups import personal_data
from signups.limits import Limit, Window
from signups.models import SignIn, Tries

from ..factories import make_staff
from .test_staff_login import PASSWORD

pytestmark = pytest.mark.django_db

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOME, SCHOOL = "203.0.113.9", "198.51.100.20"


@pytest.fixture(autouse=True)
def no_code_was_used():
    """allauth keeps those of users whose numbers come again in the next test."""
    cache.clear()


def code_now(key: str = KEY, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + later))


def make_careful_staff(**values):
    """Staff with codes from an app."""
    user = make_staff(**values)
    TOTP.activate(user, KEY)
    return user


def from_network(address: str) -> Client:
    return Client(REMOTE_ADDR=address, raise_request_exception=False)


def try_password(browser: Client, name: str, password: str = "wrong"):
    return browser.post("/admin/login/", {"username": name, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def pass_time(**passed) -> None:
    for row in Tries.objects.all():
        Tries.objects.filter(pk=row.pk).update(ends_at=row.ends_at - timedelta(**passed))


def test_25_wrong_passwords_are_slowed_and_keep_out_nobody_from_elsewhere(text_of, caplog):
    user, attacker = make_staff(), from_network(HOME)
    answers = [try_password(attacker, user.username.upper() if number % 2 else user.username) for number in range(25)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 20
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert re.search(r"Too many tries\. Wait \d+ seconds, then try again\.", text_of(answers[-1]))
    assert try_password(attacker, user.username, PASSWORD).status_code == 429
    # Somebody else from there, and the owner from elsewhere, get in.
    assert try_password(from_network(HOME), make_staff().username, PASSWORD).status_code == 302
    assert try_password(from_network(SCHOOL), user.username, PASSWORD).status_code == 302
    pass_time(seconds=61)
    assert [try_password(attacker, user.username).status_code for _ in range(6)] == [200] * 5 + [429]
    # The second pause is longer.
    pass_time(seconds=61)
    assert 60 < int(try_password(attacker, user.username)["Retry-After"]) <= 900
    kept = str([*Tries.objects.values(), *SignIn.objects.values_list("network", flat=True)])
    assert user.username not in kept + caplog.text
    assert HOME not in kept + caplog.text


def test_a_browser_that_signed_in_before_is_not_kept_out_by_its_network():
    user, own, student = make_staff(), from_network(SCHOOL), from_network(SCHOOL)
    assert try_password(own, user.username, PASSWORD).status_code == 302
    own.post("/admin/logout/")
    for _ in range(6):
        try_password(student, user.username)
    assert try_password(student, user.username, PASSWORD).status_code == 429
    assert try_password(own, user.username, PASSWORD).status_code == 302
    own.post("/admin/logout/")
    # Its mark is good for its owner alone, and gives no more tries than others have.
    other = make_staff()
    for _ in range(5):
        try_password(student, other.username)
    assert try_password(own, other.username, PASSWORD).status_code == 429
    assert [try_password(own, user.username).status_code for _ in range(6)] == [200] * 5 + [429]
    own.cookies["known_browser"] = "made up"
    assert try_password(own, user.username, PASSWORD).status_code == 429


def test_many_names_from_one_network_are_slowed(monkeypatch, settings):
    monkeypatch.setattr(guessing, "NETWORK", Limit("few", (Window(8, 300),)))
    spray = from_network(HOME)
    statuses = [try_password(spray, f"name{number}").status_code for number in range(10)]
    assert statuses == [200] * 8 + [429] * 2
    # Nobody shares it with all others because the proxy does not say who they are.
    settings.HTTPS, proxy = True, from_network("127.0.0.1")
    assert {try_password(proxy, f"name{number}").status_code for number in range(10)} == {200}


def test_a_second_step_stands_between_the_password_and_the_pages(text_of):
    user, browser = make_careful_staff(), from_network(HOME)
    first = try_password(browser, user.username, PASSWORD)
    assert first.url == "/admin/account/code/"
    assert not is_in(browser)
    wrong = browser.post(first.url, {"code": "000000"})
    assert "That code is not right, or was used before." in text_of(wrong)
    code = code_now()
    assert browser.post(first.url, {"code": code}).url == "/admin/"
    assert is_in(browser)
    assert SignIn.objects.get().way == SignIn.Way.CODE
    # The same code is not good for somebody who looked over a shoulder, however it is written, in any process.
    cache.clear()
    second = from_network(SCHOOL)
    try_password(second, user.username, PASSWORD)
    again = [second.post(first.url, {"code": form}).status_code for form in (code, f"{code[:3]}-{code[3:]}")]
    assert again == [200, 200]
    assert [second.post(first.url, {"code": "000000"}).status_code for _ in range(4)] == [200] * 3 + [429]
    assert not is_in(second)


def test_codes_are_counted_from_all_networks_but_for_the_owners_browser(monkeypatch):
    monkeypatch.setattr(guessing, "CODES_OF_ACCOUNT", Limit("few", (Window(4, 3_600),)))
    user, own, page = make_careful_staff(), Client(), "/admin/account/code/"
    try_password(own, user.username, PASSWORD)
    own.post(page, {"code": code_now(later=-1)})
    own.post("/admin/logout/")
    statuses = []
    for number in range(4):
        attacker = from_network(f"192.0.2.{number}")
        try_password(attacker, user.username, PASSWORD)
        statuses.append(attacker.post(page, {"code": "000000"}).status_code)
    assert statuses == [200] * 3 + [429]
    try_password(own, user.username, PASSWORD)
    assert own.post(page, {"code": code_now(later=1)}).status_code == 302
    # Marks of many browsers give no more tries than there are for all of them.
    monkeypatch.setattr(guessing, "CODES_OF_OWN_BROWSERS", Limit("few of own", (Window(1, 86_400),)))
    own.post("/admin/logout/")
    try_password(own, user.username, PASSWORD)
    assert [own.post(page, {"code": "000000"}).status_code for _ in range(2)] == [200, 429]


def test_the_way_through_the_second_step_leads_where_it_should():
    user, browser = make_careful_staff(), Client()
    browser.post("/admin/login/", {"username": user.username, "password": PASSWORD, "next": "/admin/careers/"})
    assert browser.post("/admin/account/code/", {"code": code_now()}).url == "/admin/careers/"


def test_a_session_without_the_second_step_is_over_once_there_is_one(editor):
    assert is_in(editor)
    user = SignIn.objects.get().user
    TOTP.activate(user, KEY)
    for page in ("/admin/", "/preview/careers/1/", "/admin/account/"):
        assert editor.get(page).status_code == 302, page
    assert editor.get("/admin/").url == "/admin/login/?next=/admin/"


def test_a_password_that_was_changed_before_the_second_step_was_no_first_step():
    user, browser = make_careful_staff(), Client()
    try_password(browser, user.username, PASSWORD)
    user.set_password("quite another one")
    user.save()
    assert browser.post("/admin/account/code/", {"code": code_now()}).url.startswith("/admin/login/")
    assert not is_in(browser)


def test_it_is_over_in_a_folder_of_another_site_too(editor):
    TOTP.activate(SignIn.objects.get().user, KEY)
    set_script_prefix("/careers/")
    try:
        pages = [editor.get(page, SCRIPT_NAME="/careers").status_code for page in ("/admin/", "/preview/careers/1/")]
    finally:
        clear_script_prefix()
    assert pages == [302, 302]


def test_who_starts_over_or_signs_in_as_somebody_else_leaves_the_first_one_behind(settings):
    careful, other, browser = make_careful_staff(), make_staff(), Client()
    try_password(browser, careful.username, PASSWORD)
    assert browser.get("/admin/login/").status_code == 200
    assert browser.get("/admin/account/code/").url.startswith("/admin/login/")
    assert browser.get("/admin/account/passkeys/sign-in/", headers={"Accept": "application/json"}).status_code == 200
    try_password(browser, other.username, PASSWORD)
    assert is_in(browser)
    assert try_password(browser, careful.username, PASSWORD).url == "/admin/account/code/"
    assert not is_in(browser)
    assert not SignIn.objects.open_for(other).exists()
    # Nor does a way lead to another name of the site.
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    away = "https://other.example/admin/"
    assert try_password(browser, careful.username, PASSWORD).url == "/admin/account/code/"
    assert browser.post("/admin/account/code/", {"code": code_now()}).url == "/admin/"
    assert browser.post(f"/admin/account/again/?next={away}", {"password": PASSWORD}).url == "/admin/"


def test_where_a_second_step_is_required_it_is_set_up_first(settings, text_of):
    settings.STAFF_MFA_REQUIRED = True
    user, browser, elsewhere = make_staff(), from_network(HOME), from_network(SCHOOL)
    try_password(elsewhere, user.username, PASSWORD)
    try_password(browser, user.username, PASSWORD)
    for page in ("/admin/", "/admin/careers/career/", "/preview/careers/1/"):
        assert browser.get(page).url == "/admin/account/", page
        assert browser.post(page).url == "/admin/account/", page
    assert "Set one up now; then you can go on." in text_of(browser.get("/admin/account/"))
    page = browser.get("/admin/account/app/").content.decode()
    key = re.search(r'class="key">(\w+)<', page)[1]
    assert '<svg class="qr"' in page
    done = browser.post("/admin/account/app/", {"code": code_now(key)}, follow=True)
    assert len(re.findall(r"<code>\d{8}</code>", done.content.decode())) == 10
    assert is_in(browser)
    # It was signed in before, without the second step that there is now.
    assert not is_in(elsewhere)
    # What lies in the database is of no use without the site's key.
    assert key not in str(list(Authenticator.objects.values("data")))


def test_a_recovery_code_signs_in_once():
    user, codes = make_careful_staff(), []
    for expected in (302, 200):
        browser = from_network(HOME)
        try_password(browser, user.username, PASSWORD)
        if not codes:
            codes = RecoveryCodes.activate(user).get_unused_codes()
        assert browser.post("/admin/account/code/", {"code": codes[0]}).status_code == expected
    assert SignIn.objects.get().way == SignIn.Way.RECOVERY


def test_another_key_of_the_site_makes_no_code_right(settings, caplog):
    _tell_of_key.cache_clear()
    made = SecondSteps().encrypt(KEY)
    assert SecondSteps().decrypt(made) == KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert SecondSteps().decrypt(made) == KEY
    assert caplog.messages == []
    settings.SECRET_KEY_FALLBACKS = []
    assert SecondSteps().decrypt(made) != SecondSteps().decrypt(made)
    assert [record.levelname for record in caplog.records if "SECRET_KEY_FALLBACKS" in record.message] == ["ERROR"]


def test_recovery_codes_that_nobody_can_read_are_not_made_up(editor):
    pages = ["/admin/account/recovery-codes/", "/admin/account/recovery-codes/file/"]
    user = SignIn.objects.get().user
    TOTP.activate(user, KEY)
    codes = RecoveryCodes.activate(user).instance
    SignIn.objects.update(way=SignIn.Way.CODE)
    record = {"method": "password", "at": time.time()}
    session = editor.session
    session.update({"account_authentication_methods": [record], "account_authentication_methods_user": str(user.pk)})
    session.save()
    assert [len(re.findall(r"\b\d{8}\b", editor.get(page).content.decode())) for page in pages] == [10, 10]
    codes.data = {**codes.data, "seed": "of another key"}
    codes.save()
    assert [len(re.findall(r"\b\d{8}\b", editor.get(page).content.decode())) for page in pages] == [0, 0]


CLOSED = ["signup/", "email/", "password/reset/", "password/set/", "inactive/", "confirm-email/x/", "login/code/"]


def test_strangers_find_no_sign_up_and_no_page_of_signing_in(visitor):
    assert {visitor.get(f"/admin/account/{page}").status_code for page in CLOSED} == {302}
    assert {visitor.get(f"/accounts/{page}").status_code for page in CLOSED} == {404}
    pages = ["", "app/", "app/off/", "again/", "recovery-codes/", "recovery-codes/file/", "passkeys/add/", "end/"]
    for page in [*pages, "code/", "again/code/", "again/passkey/", "passkeys/1/remove/"]:
        for response in (visitor.get(f"/admin/account/{page}"), visitor.post(f"/admin/account/{page}")):
            assert response.status_code == 405 or response.url.startswith("/admin/login/"), page
    # What strangers send is not kept.
    assert not Session.objects.exists()


def test_sessions_are_seen_and_ended_by_their_owner_and_by_an_administrator(editor, text_of):
    user, phone, school = make_staff(), from_network(HOME), from_network("2001:db8:1:2:3::4")
    for browser in (phone, school):
        try_password(browser, user.username, PASSWORD)
    page = text_of(phone.get("/admin/account/"))
    assert "203.0.113.0/24" in page
    assert "2001:db8:1::/48" in page
    of_others = SignIn.objects.exclude(user=user).get()
    phone.post("/admin/account/end/", {"end": of_others.pk})
    assert is_in(editor)
    phone.post("/admin/account/end/", {"end": "others"})
    assert (is_in(phone), is_in(school)) == (True, False)
    try_password(school, user.username, PASSWORD)
    colleague = f"/admin/auth/user/{user.pk}/sign-ins/"
    assert "203.0.113.0/24" in text_of(editor.get(f"/admin/auth/user/{user.pk}/change/"))
    editor.post(colleague, {"end": SignIn.objects.filter(user=user).latest("at").pk})
    assert (is_in(phone), is_in(school)) == (True, False)
    editor.post(colleague, {"end": "others"})
    assert (is_in(phone), is_in(editor)) == (False, True)
    for junk in ("", "x", "-1", "9" * 30, "٣", "\0"):
        assert editor.post(colleague, {"end": junk}).status_code == 302


def test_signing_out_and_a_new_password_end_what_they_should():
    user, here, there = make_staff(), Client(), Client()
    for browser in (here, there):
        try_password(browser, user.username, PASSWORD)
    new = {"old_password": PASSWORD, "new_password1": "quite another one", "new_password2": "quite another one"}
    here.post("/admin/password_change/", new)
    assert (is_in(here), is_in(there)) == (True, False)
    user.refresh_from_db()
    assert SignIn.objects.open_for(user).get() == SignIn.objects.earliest("at")
    here.post("/admin/logout/")
    assert not SignIn.objects.open_for(user).exists()


@pytest.mark.parametrize(
    ("idle", "signed_in", "stays"),
    [({"hours": 11}, {"days": 13}, True), ({"hours": 13}, {"days": 1}, False), ({"hours": 1}, {"days": 15}, False)],
)
def test_a_session_that_nobody_used_or_that_is_old_is_over(idle, signed_in, stays):
    user, browser = make_staff(), Client()
    try_password(browser, user.username, PASSWORD)
    now = timezone.now()
    SignIn.objects.update(last_seen_at=now - timedelta(**idle), at=now - timedelta(**signed_in))
    assert SignIn.objects.open_for(user).exists() is stays
    page = browser.get("/admin/careers/career/")
    assert page.status_code == 200 if stays else page.url == "/admin/login/?next=/admin/careers/career/"


def test_who_lost_the_second_step_gets_in_again_by_an_administrator_alone(editor, capsys):
    user = make_careful_staff()
    editor.post(f"/admin/auth/user/{user.pk}/sign-ins/", {"end": "second-steps"})
    assert try_password(Client(), user.username, PASSWORD).url == "/admin/"
    TOTP.activate(user, KEY)
    call_command("forget_second_step", user.username)
    assert "1 second step removed" in capsys.readouterr().out
    assert try_password(Client(), user.username, PASSWORD).url == "/admin/"
    # Whoever looks after accounts does not get into those that may do more.
    helper, superuser = Client(), make_careful_staff()
    account = get_user_model().objects.create_user("helper", is_staff=True)
    account.user_permissions.set(Permission.objects.filter(codename="change_user"))
    helper.force_login(account)
    page = f"/admin/auth/user/{superuser.pk}/sign-ins/"
    assert helper.get(page).status_code == 403
    assert {helper.post(page, {"end": what}).status_code for what in ("second-steps", "others")} == {403}
    assert "Remove the second step" not in helper.get(f"/admin/auth/user/{superuser.pk}/change/").content.decode()
    assert helper.get(f"/admin/auth/user/{account.pk}/sign-ins/").status_code == 200
    assert helper.get("/admin/auth/user/999999/sign-ins/").status_code == 404
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("forget_second_step", "nobody")


def test_some_minutes_after_signing_in_changes_ask_once_more(text_of):
    user, browser = make_staff(), from_network(HOME)
    try_password(browser, user.username, PASSWORD)
    assert browser.get("/admin/account/app/").status_code == 200
    session = browser.session
    session["account_authentication_methods"][0]["at"] -= 600
    session.save()
    asked = browser.get("/admin/account/app/")
    assert asked.url == "/admin/account/again/?next=%2Fadmin%2Faccount%2Fapp%2F"
    assert browser.post("/admin/account/app/", {"code": "a secret"}).url == asked.url
    assert "account_reauthentication_state" not in browser.session
    assert "Show that it is you" in text_of(browser.get(asked.url))
    wrong = [browser.post(asked.url, {"password": "wrong"}).status_code for _ in range(6)]
    assert wrong == [200] * 5 + [429]
    pass_time(hours=25)
    assert browser.post(asked.url, {"password": PASSWORD}).url == "/admin/account/app/"
    assert browser.get("/admin/account/app/").status_code == 200


def test_sign_ins_are_personal_data():
    user, browser = make_staff(email="Ada@example.org"), from_network(HOME)
    try_password(browser, user.username, PASSWORD)
    (account,) = personal_data.export("ada@example.org")["staff_accounts"]
    assert [(row["how"], row["network"]) for row in account["sign_ins"]] == [("Password", "203.0.113.0/24")]
    SignIn.objects.update(last_seen_at=timezone.now() - timedelta(days=89))
    assert personal_data.expire().sign_ins == 0
    SignIn.objects.update(last_seen_at=timezone.now() - timedelta(days=91))
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(seconds=1))
    assert personal_data.expire().sign_ins == 1
    assert not Session.objects.filter(session_key="old").exists()
    try_password(browser, user.username, PASSWORD)
    personal_data.erase("ada@example.org")
    assert personal_data.export("ada@example.org")["staff_accounts"] == []
    assert not SignIn.objects.exists()
    assert not is_in(browser)


def test_visitors_get_no_cookie_and_nothing_is_asked_of_the_database_for_them(visitor, django_assert_num_queries):
    # Whether the site's own words are still the same.
    with django_assert_num_queries(1):
        assert not visitor.get("/privacy/").cookies

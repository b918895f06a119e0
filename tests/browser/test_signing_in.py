import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from ..factories import make_staff
from .test_accessibility import violations

PHONE = {
    "options": {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
}


def code(key: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + later))


def add_a_passkey(page, site: str, look: Callable[[str], None]) -> None:
    page.goto(f"{site}/admin/account/passkeys/add/")
    page.get_by_label("What to call it").fill("My phone")
    look("passkey")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("My phone, added")).to_be_visible()
    look("overview")


def test_staff_set_up_codes_and_a_passkey_and_sign_in_with_them(open_page, site):
    user = make_staff()
    page = open_page("/admin/login/?next=/admin/account/", width=360)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", PHONE)
    found = {}

    def look(name: str) -> None:
        found[name] = violations(page)
        if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found[name].append(f"{over} pixels too wide")

    def enter_password() -> None:
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill("a long test password")
        page.get_by_role("button", name="Sign in", exact=True).click()

    look("sign in")
    enter_password()
    page.get_by_role("link", name="Set up codes from an app").click()
    look("app")
    key = page.locator(".key").inner_text()
    page.get_by_role("textbox", name="Code").fill(code(key))
    page.get_by_role("button", name="Turn on codes").click()
    expect(page.get_by_text("10 of 10 are left.")).to_be_visible()
    look("recovery codes")
    add_a_passkey(page, site, look)
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{site}/admin/login/?next=/admin/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text(re.compile(r"Passkey, from network 127\.0\.0\.0/24")).first).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{site}/admin/login/?next=/admin/account/")
    enter_password()
    look("second step")
    page.get_by_role("textbox", name="Code").fill(code(key, later=1))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Password and a code from an app, from").first).to_be_visible()
    assert {name: problems for name, problems in found.items() if problems} == {}

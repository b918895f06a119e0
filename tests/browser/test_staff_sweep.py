"""Staff's pages in Chromium: nothing that axe finds, nothing sideways on a phone, nothing too small to press."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from careerinfo.colleagues import invitations
from careers.models import Announcement, Career, CheckedLink, FailedSearch, ImportRun, PageView, Release, Synonym
from schools.models import Featured, School
from signups.models import Invitation, Subscription

from ..factories import make_career, make_staff
from ..site.staff_pages import address, make_rows, own_pages, pages_of
from .test_accessibility import violations

# As in the sweep of public pages; in the dark only what depends on it is looked at once more.
LOOKS = {(360, "light"): None, (1280, "dark"): {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}
# On a phone a finger hits what is 44 pixels high; links within a sentence are as high as their line.
TOO_LOW = """() => [...document.querySelectorAll(`.object-tools a, .actions button, .actions select, .submit-row input,
  .submit-row button, .submit-row a`)].filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 100))"""
# Django puts what may be done with a list beside its heading, however much that is.
OVER_HEADING = """() => { const words = document.createRange(), heading = document.querySelector("#content h1");
  if (heading) words.selectNodeContents(heading); const from = words.getBoundingClientRect();
  return [...document.querySelectorAll(".object-tools li")].map(one => one.getBoundingClientRect()).some(one =>
    one.left < from.right && one.right > from.left && one.top < from.bottom && one.bottom > from.top) }"""


@pytest.fixture
def staff(chromium, live_server, transactional_db):
    client = Client()
    client.force_login(make_staff())
    context = chromium.new_context(base_url=live_server.url)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.refused = []
    page.on("console", lambda message: "Policy" in message.text and page.refused.append(f"{page.url} {message.text}"))
    yield page
    context.close()


def faults_of(page) -> list[str]:
    found = []
    for (width, scheme), options in LOOKS.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} {one}" for one in violations(page, options)]
        if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found.append(f"{over} pixels too wide at {width}")
        if page.evaluate(OVER_HEADING):
            found.append(f"buttons lie over the heading at {width}")
        if width == 360:
            found += [f"too low: {one}" for one in page.evaluate(TOO_LOW)]
    return found


def paths(rows: dict) -> dict[str, str]:
    """Every form, and of what looks alike on all models one or two."""
    every = pages_of(rows)
    like = [
        (School, Synonym, Featured, FailedSearch, CheckedLink, ImportRun, Release, Career, PageView),
        (Career, Announcement),
    ]
    kinds = {
        "changelist": like[0],
        "add": like[1],
        "history": (School, Synonym),
        "delete": (School, Subscription),
        "change": rows,
    }
    found = {
        f"{model._meta.label} {page}": every[model._meta.label, page] for page, of in kinds.items() for model in of
    }
    more = {
        "desk": reverse("admin:index"),
        "import": address(ImportRun, "add"),
        "spreadsheet": address(School, "spreadsheet"),
        "deleted": address(School, "deleted"),
        "signing in": reverse("mfa_index"),
        "join": _invitation(),
    }
    return {**found, **own_pages(rows), **more}


def _invitation() -> str:
    invitations.invite(email="grace@example.org", name="Grace", groups=[], by=make_staff())
    return invitations.words(Invitation.objects.get().delivery).context["link"].removeprefix(settings.SITE_URL)


def only_forms_lead_to(page, rows: dict) -> Iterator[str]:
    """Opens one after the other the pages that have no address of their own."""
    page.goto(address(Subscription, "changelist"))
    page.locator("[name=_selected_action]").first.check()
    page.locator("select[name=action]").select_option("delete_selected")
    with page.expect_navigation():
        page.locator("button[name=index]").click()
    yield "deleting several"
    page.goto(address(School, "spreadsheet"))
    lines = f"Number,Name\r\n{rows[School].pk},{'Longest' * 12}\r\n"
    page.locator("#id_file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    with page.expect_navigation():
        page.get_by_role("button", name="Check this file").click()
    yield "what a spreadsheet changes"
    page.goto(reverse("admin:signups_subscription_import"))
    page.locator("#id_pasted").fill(f"new@example.org\n{'no.address.' * 12}")
    with page.expect_navigation():
        page.get_by_role("button", name="Import").click()
    yield "what became of a list"


def test_no_page_of_staffs_has_an_axe_violation_or_is_wrong_on_a_phone(staff):
    found = {}
    rows = make_rows()
    rows[Career].related.add(make_career())
    for name, path in paths(rows).items():
        staff.goto(path)
        if problems := faults_of(staff):
            found[name] = problems
    for name in only_forms_lead_to(staff, rows):
        if problems := faults_of(staff):
            found[name] = problems
    assert found == {}
    # Nor do browsers refuse what a page's policy does not allow.
    assert staff.refused == []

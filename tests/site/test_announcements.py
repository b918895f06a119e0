"""Announcements: on every page from their first minute to their last, and on the desk before they end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careers.links import places
from careers.models import Announcement, Career, ListAction

from ..factories import make_career
from .form_reader import form_values
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DELETE_ALL = {"action": "delete_selected", "post": "yes"}


@pytest.fixture
def at(monkeypatch):
    """Let it be so much later."""

    def later(hours: float) -> None:
        now = timezone.now() + hours * HOUR
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return later


def announced(visitor, text_of) -> str:
    html = visitor.get("/privacy/")
    html.content = html.content.decode().partition("<main")[0].partition("<aside")[2].encode()
    return text_of(html)


def test_each_is_shown_from_its_first_minute_to_its_last_without_any_save(visitor, text_of, at):
    now = timezone.now()
    Announcement.objects.create(text="School fair", starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    assert "School fair" not in announced(visitor, text_of)
    at(1.5)
    assert "School fair" in announced(visitor, text_of)
    at(1)
    assert "School fair" not in announced(visitor, text_of)


def test_important_ones_come_first_and_each_has_its_link(visitor):
    Announcement.objects.create(text="Closed on *Sunday*. <b>", level="important")
    Announcement.objects.create(text="School fair", link="/schools/", link_text="Which schools come")
    html = visitor.get("/no/such/page/").content.decode()
    assert html.index("<strong>Important:</strong> Closed on <em>Sunday</em>. &lt;b&gt;") < html.index("School fair")
    assert '<a href="/schools/">Which schools come</a>' in html
    Announcement.objects.all().delete()
    assert "<aside" not in visitor.get("/no/such/page/").content.decode()


def test_times_are_typed_and_shown_in_the_sites_zone(settings, text_of):
    settings.TIME_ZONE = "America/New_York"
    timezone.get_default_timezone.cache_clear()
    staff = staff_with("add_announcement", "change_announcement")
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    values = {"text": "School fair", "level": "note", "starts_at": f"{day}T08:00", "ends_at": f"{day}T17:00"}
    assert "Times are those of America/New_York" in text_of(staff.get(address(Announcement, "add")))
    staff.post(address(Announcement, "add"), values)
    made = Announcement.objects.get()
    assert timezone.localtime(made.starts_at).hour == 8
    assert made.starts_at.hour in (12, 13)
    form = staff.get(address(Announcement, "change", made.pk)).content.decode()
    assert f'type="datetime-local" name="starts_at" value="{day}T08:00"' in form


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"text": "Two\nlines"}, "Write one line."),
        ({"text": "![bee](https://bees.example/bee.png)"}, "An announcement has no pictures."),
        ({"link": "/schools/"}, "Write what the link says."),
        ({"link_text": "Schools"}, "Write where the link leads."),
        ({"link": "/careers/beekeper/", "link_text": "Bees"}, "Visitors find no page here"),
        ({"link": "javascript:alert(1)", "link_text": "Schools"}, "Enter a page of this site"),
        ({"starts_at": "2026-13-01T08:00"}, "Enter a valid date/time."),
        ({"ends_at": "2020-01-01T08:00"}, "This time has passed already: nobody would see the announcement."),
        ({"starts_at": "2222-01-01T08:00"}, "more than 10 years away. Check the year."),
    ],
)
def test_one_that_could_not_be_shown_is_refused_and_kept_in_the_form(values, says, text_of):
    staff = staff_with("add_announcement")
    sent = {"text": "School fair", "level": "note", **values}
    text = text_of(staff.post(address(Announcement, "add"), sent))
    assert says in text
    assert not Announcement.objects.exists()


def test_the_end_is_not_before_the_beginning(text_of):
    staff = staff_with("add_announcement")
    day = timezone.localdate() + timedelta(days=2)
    sent = {"text": "Fair", "level": "note", "starts_at": f"{day}T08:00", "ends_at": f"{day}T07:00"}
    assert "The end is before the beginning." in text_of(staff.post(address(Announcement, "add"), sent))


def test_the_desk_says_which_end_soon_and_leads_to_them(text_of):
    now = timezone.now()
    for text, starts, ends in (
        ("Soon", -1, 48),
        ("Later", -1, 100),
        ("Over", -9, -1),
        ("To come", 1, 2),
        ("Ever", -1, None),
    ):
        values = {"starts_at": now + starts * HOUR, "ends_at": now + ends * HOUR if ends else None}
        Announcement.objects.create(text=text, **values)
    staff = staff_with("change_announcement")
    assert "1 announcement ends within three days Set a later end" in text_of(staff.get("/admin/"))
    listed = staff.get("/admin/careers/announcement/?time=ending").content.decode()
    assert "Soon" in listed
    assert "Later" not in listed.partition('id="result_list"')[2]
    assert "ends within" not in text_of(staff_with("view_announcement").get("/admin/"))


def test_each_save_makes_a_version_and_what_was_deleted_comes_back(editor, visitor, text_of):
    made = Announcement.objects.create(text="School fair", link="/schools/", link_text="Schools")
    page = address(Announcement, "change", made.pk)
    editor.post(page, {**form_values(editor.get(page)), "text": "Career fair", "version_note": "It was the wrong one"})
    history = text_of(editor.get(address(Announcement, "history", made.pk)))
    assert "“It was the wrong one” Text School Career fair" in history
    there = address(Announcement, "version", made.pk, 1)
    editor.post(there, form_values(editor.get(there)))
    assert "School fair" in announced(visitor, text_of)
    editor.post(address(Announcement, "changelist"), DELETE_ALL | {"_selected_action": [made.pk]})
    assert "School fair" not in announced(visitor, text_of)
    assert "School fair" in text_of(editor.get(address(Announcement, "deleted")))
    undo = address(Announcement, "undo", ListAction.objects.get().pk)
    editor.post(undo, form_values(editor.get(undo)))
    assert "School fair" in announced(visitor, text_of)


def test_a_link_to_what_is_not_published_is_refused_and_to_what_is_is_taken(text_of):
    career = make_career(slug="beekeeper", status="draft")
    staff = staff_with("add_announcement")
    sent = {"text": "Fair", "level": "note", "link": "/careers/beekeeper/?from=mail", "link_text": "Bees"}
    assert "nothing with this address is published" in text_of(staff.post(address(Announcement, "add"), sent))
    Career.objects.filter(pk=career.pk).update(status="published", published_at=timezone.now())
    staff.post(address(Announcement, "add"), sent)
    assert Announcement.objects.get().link == sent["link"]


def test_links_to_other_sites_are_checked_and_those_to_own_pages_are_not():
    Announcement.objects.create(text="See [bees](https://bees.example/).", link="/schools/", link_text="Schools")
    Announcement.objects.create(text="Fair", link="https://fair.example/", link_text="The fair")
    links = places.linked()
    assert {"https://bees.example/", "https://fair.example/"} <= set(links)
    assert "/schools/" not in links

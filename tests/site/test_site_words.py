"""What staff write of the site itself stands on its pages; what they leave empty, pages say by themselves."""

import json
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.test.utils import CaptureQueriesContext

from careers.models import NavigationLink, SiteWords, Version, WordsEdition
from careers.site_words import remembered

from ..factories import make_career, make_site_words
from .form_reader import form_values
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db
TAGLINE = "What Ohio's jobs are like."


def html_of(visitor, path: str) -> str:
    return visitor.get(path).content.decode()


def test_a_site_without_words_of_its_own_says_what_it_says_by_itself(visitor, settings, text_of):
    settings.SITE_NAME, settings.CONTACT_EMAIL = "Town careers", "office@town.example"
    html = html_of(visitor, "/")
    assert "<title>Town careers: what a career is, pays, takes, and where it is going</title>" in html
    assert '<a class="brand" href="/">Town careers</a>' in html
    assert '<a href="mailto:office@town.example">Contact</a>' in html
    assert "/about/" not in html
    assert visitor.get("/about/").status_code == 404
    assert "/about/" not in html_of(visitor, "/sitemap.xml")


def test_name_and_tagline_are_wherever_the_site_is_named(visitor):
    make_site_words(name="Bee careers", tagline=TAGLINE)
    html = html_of(visitor, "/")
    assert "<title>Bee careers: What Ohio&#x27;s jobs are like.</title>" in html
    assert html.count("What Ohio&#x27;s jobs are like.") == 4
    assert '<meta property="og:site_name" content="Bee careers">' in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert data["@graph"][0]["name"] == "Bee careers"
    staff = staff_with("add_release", "view_release")
    assert "Bee careers staff" in html_of(staff, "/admin/")
    assert 'name="publisher" value="Bee careers"' in html_of(staff, "/admin/careers/release/add/")


def test_about_and_contact_have_a_page_that_is_found(visitor, text_of):
    make_site_words(
        about="# Who we are\n\nThe **Board of Bees**. <script>alert(1)</script>",
        contact_address="Board of Bees\n1 Hive Street",
        contact_email="office@bees.example",
        contact_phone="+1 (614) 555-0100 ext. 12",
    )
    html = html_of(visitor, "/about/")
    assert "<h2>Who we are</h2>" in html
    assert "<script>alert" not in html
    assert "Board of Bees<br>1 Hive Street" in html
    assert 'href="mailto:office@bees.example"' in html
    assert '<a href="tel:+16145550100">+1 (614) 555-0100 ext. 12</a>' in html
    footer = html_of(visitor, "/privacy/").partition("<footer")[2]
    assert '<a href="/about/">About</a>' in footer
    assert '<a href="/about/#contact">Contact</a>' in footer
    assert "/about/</loc>" in html_of(visitor, "/sitemap.xml")


def test_a_text_on_privacy_stands_below_the_sites_own_or_alone(visitor, text_of):
    words = make_site_words(privacy="The school portal has *cookies*.", contact_email="office@bees.example")
    text = text_of(visitor.get("/privacy/"))
    assert text.index("What we keep") < text.index("The school portal has cookies .")
    assert "Write to office@bees.example" in text
    words.privacy_replaces = True
    words.save()
    text = text_of(visitor.get("/privacy/"))
    assert "The school portal has cookies ." in text
    assert "What we keep" not in text


def test_the_statement_on_accessibility_stands_alone_or_with_staffs_text(visitor, text_of):
    words = make_site_words(accessibility="## Complaints\n\nWrite to the *Board*.", contact_phone="+1 614 555 0100")
    html = html_of(visitor, "/accessibility/")
    assert "<h2>Complaints</h2>" in html
    assert 'call <a href="tel:+16145550100">' in html or 'Call <a href="tel:+16145550100">' in html
    assert '<a href="/accessibility/">Accessibility</a>' in html.partition("<footer")[2]
    text = text_of(visitor.get("/accessibility/"))
    assert text.index("What is known to be lacking") < text.index("Write to the Board .")
    words.accessibility_replaces = True
    words.save()
    text = text_of(visitor.get("/accessibility/"))
    assert "Write to the Board ." in text
    assert "What is known to be lacking" not in text


def test_where_nobody_can_be_reached_no_page_says_so_and_the_desk_asks_for_an_address(visitor, text_of, settings):
    settings.CONTACT_EMAIL = ""
    assert "Tell us" not in text_of(visitor.get("/accessibility/"))
    writes, other = staff_with("change_sitewords"), staff_with("change_career")
    assert '<p class="warning">Visitors find no email address here' in writes.get("/admin/").content.decode()
    assert "no email address" not in text_of(other.get("/admin/"))
    make_site_words(contact_email="office@example.org")
    assert "Tell us" in text_of(visitor.get("/accessibility/"))
    assert "no email address" not in text_of(writes.get("/admin/"))


def test_a_page_asks_for_one_small_row_and_for_all_only_after_a_change(visitor):
    words = make_site_words(name="Bee careers", about="Bees.")
    visitor.get("/about/")
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get("/about/").status_code == 200
    assert len(queries) == 1
    assert "wordsedition" in queries[0]["sql"]
    words.name = "Wasp careers"
    words.save()
    assert "Wasp careers" in html_of(visitor, "/about/")
    SiteWords.objects.update(name="Ant careers")
    assert "Ant careers" in html_of(visitor, "/about/")
    words.delete()
    assert visitor.get("/about/").status_code == 404


def test_a_change_that_was_not_kept_is_not_remembered(visitor):
    make_site_words(name="Bee careers")
    with transaction.atomic():
        SiteWords.objects.update(name="Wasp careers")
        assert "Wasp careers" in html_of(visitor, "/privacy/")
        transaction.set_rollback(True)
    assert "Bee careers" in html_of(visitor, "/privacy/")


def test_who_asks_after_a_change_reads_it_whoever_asked_before_it(monkeypatch):
    class Overtaken(list):
        def __setitem__(self, at, memories):
            super().__setitem__(at, before)

    make_site_words(name="Bee careers")
    remembered.current()
    before = list(remembered._memory)
    SiteWords.objects.update(name="Ant careers")
    monkeypatch.setattr(remembered, "_memory", Overtaken(before))
    assert remembered.current().name == "Ant careers"


@pytest.mark.parametrize("error", [DatabaseError, InterfaceError])
def test_where_the_database_does_not_answer_pages_say_what_they_said_last(error, monkeypatch, visitor):
    make_site_words(name="Bee careers")
    visitor.get("/privacy/")

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(WordsEdition, "mark_now", fail)
    page = visitor.get("/privacy/")
    assert page.status_code == 200
    assert "Bee careers" in page.content.decode()
    assert remembered.last().name == "Bee careers"


def test_what_cannot_be_shown_is_refused_and_nothing_that_was_typed_is_lost(text_of):
    staff = staff_with("add_sitewords", "change_sitewords")
    text = text_of(
        staff.post(
            address(SiteWords, "add"),
            {
                "name": "Bee careers",
                "tagline": "Two\nlines",
                "footer": "![bee](https://bees.example/bee.png)",
                "contact_email": "office",
                "contact_phone": "call us",
                "privacy_replaces": "on",
                "accessibility_replaces": "on",
                "about": "Typed with care.",
            },
        )
    )
    for said in (
        "Write one line.",
        "No pictures can stand here.",
        "Enter a valid email address.",
        "Write a phone number in digits",
        "Write the text that is to be shown alone.",
        "Typed with care.",
    ):
        assert said in text
    assert text.count("Write the text that is to be shown alone.") == 2
    assert not SiteWords.objects.exists()


def test_there_is_one_row_of_words_and_each_save_makes_a_version(text_of):
    make_site_words(name="Bee careers", logo_alt="A hive")
    staff = staff_with("add_sitewords", "change_sitewords")
    assert "This site has its wording already" in text_of(staff.post(address(SiteWords, "add"), {"name": "Two"}))
    page = address(SiteWords, "change", SiteWords.objects.get().pk)
    opened = form_values(staff.get(page))
    staff.post(page, {**opened, "name": "Wasp careers"})
    words = SiteWords.objects.get()
    assert (words.name, bool(words.logo)) == ("Wasp careers", True)
    assert list(Version.objects.values_list("name", flat=True)) == ["Wasp careers", "Wasp careers"]
    # Of two who opened it, the second is told.
    staff.post(page, {**opened, "name": "Ant careers"})
    assert SiteWords.objects.get().name == "Wasp careers"


def test_the_list_and_add_lead_to_the_form_of_the_one_row(text_of):
    staff = staff_with("add_sitewords", "change_sitewords")
    assert "Add" in text_of(staff.get(address(SiteWords, "changelist")))
    page = address(SiteWords, "change", make_site_words(name="Bee careers").pk)
    for name in ("changelist", "add"):
        assert staff.get(address(SiteWords, name)).url == page
    assert "Bee careers" in text_of(staff.get(page))


def links(html: str, part: str) -> list[tuple[str, str]]:
    inner = re.search(rf"(?s)<{part}\b.*?</{part}>", html)[0]
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', inner)


def test_links_at_the_top_and_bottom_are_chosen_named_hidden_and_put_in_order(visitor):
    career = make_career(slug="beekeeper")
    links_now = NavigationLink.objects
    links_now.filter(page="schools:list").update(is_shown=False)
    links_now.filter(place="header", page="careers:quiz").update(label="Find your way", order=0)
    links_now.create(place="header", address="https://jobs.example/", label="Jobs <here>", order=99)
    html = html_of(visitor, career.get_absolute_url())
    assert links(html, "nav") == [
        ("/quiz/", "Find your way"),
        ("/careers/", "Careers"),
        ("/questions/", "Answers"),
        ("https://jobs.example/", "Jobs &lt;here&gt;"),
    ]
    links_now.filter(place="header").update(is_shown=False)
    assert 'aria-label="Main"' not in html_of(visitor, career.get_absolute_url())
    links_now.all().delete()
    assert links(html_of(visitor, career.get_absolute_url()), "nav")[:2] == [
        ("/careers/", "Careers"),
        ("/quiz/", "Quiz"),
    ]


def test_going_back_to_before_the_first_links_and_forward_doubles_none():
    first_links = import_module("careers.migrations.0054_first_links")
    import_module("careers.migrations.0071_accessibility_statement").remove_link(apps, None)
    before = NavigationLink.objects.count()
    NavigationLink.objects.create(place="header", address="https://jobs.example/", label="Jobs")
    first_links.remove(apps, None)
    assert NavigationLink.objects.get().label == "Jobs"
    first_links.add(apps, None)
    assert NavigationLink.objects.count() == before + 1


def test_the_link_to_the_statement_on_accessibility_comes_after_privacy_once_and_only_where_that_is():
    migration = import_module("careers.migrations.0071_accessibility_statement")
    for _ in range(2):
        migration.add_link(apps, None)
    footer = [link.says for link in NavigationLink.objects.filter(place="footer")]
    assert footer[-3:] == ["Privacy", "Accessibility", "Contact"]
    migration.remove_link(apps, None)
    NavigationLink.objects.filter(page="privacy").delete()
    migration.add_link(apps, None)
    assert not NavigationLink.objects.filter(label="Accessibility").exists()


def test_a_link_has_versions_keeps_its_place_and_comes_back_at_the_end(editor, visitor, text_of):
    link = NavigationLink.objects.create(place="footer", address="https://jobs.example/", label="Jobs")
    others = NavigationLink.objects.filter(place="footer").count()
    page = address(NavigationLink, "change", link.pk)
    opened = form_values(editor.get(page))
    editor.post(page, {**opened, "label": "Vacancies", "version_note": "Plainer"})
    assert "“Plainer” What it says from Jobs to Vacancies" in text_of(
        editor.get(address(NavigationLink, "history", link.pk))
    )
    # Of two who opened it the second is asked, and what both chose is saved.
    asked = editor.post(page, {**opened, "is_shown": ""})
    editor.post(page, form_values(asked))
    assert NavigationLink.objects.values_list("label", "is_shown", "order").get(pk=link.pk) == (
        *("Vacancies", False),
        int(opened["order"]),
    )
    editor.post(address(NavigationLink, "delete", link.pk), {"post": "yes"})
    newest = Version.objects.of("careers.navigationlink", link.pk).first()
    there = address(NavigationLink, "version", link.pk, newest.number)
    editor.post(there, form_values(editor.get(there)))
    listed = NavigationLink.objects.filter(place="footer")
    assert (listed.count(), list(listed)[-1].pk) == (others, link.pk)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Choose a page, or write an address below."),
        ({"page": "careers:plan", "address": "/plan/"}, "Choose a page or write an address, not both."),
        ({"address": "/plan/"}, "Write what the link says."),
        ({"address": "/nowhere/", "label": "x"}, "This site has no page at this address."),
        ({"address": "/careers/no-such-career/", "label": "x"}, "nothing with this address is published"),
        ({"address": "/rankings/no-such-ranking/", "label": "x"}, "nothing with this address is published"),
        ({"address": "/careers/suggestions/", "label": "x"}, "nothing with this address is published"),
        ({"address": "/admin/", "label": "x"}, "Visitors can't open this page."),
        ({"address": "//evil.example/", "label": "x"}, "Enter a page of this site"),
        ({"address": "/\\evil.example", "label": "x"}, "Enter a page of this site"),
        ({"address": "javascript:alert(1)", "label": "x"}, "Enter a page of this site"),
        ({"address": "http://jobs.example/", "label": "x"}, "or an address that begins with https://."),
        ({"address": "https://localhost/", "label": "x"}, "Only your own computer or network has this address."),
        ({"page": "careers:list"}, "There is a link to this page already."),
        ({"address": "/plan/", "label": "QUIZ"}, "Another link there has this name already: Quiz."),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(values, says, text_of):
    staff = staff_with("add_navigationlink")
    page = text_of(staff.post(address(NavigationLink, "add"), {"place": "header", "is_shown": "on", **values}))
    assert says in page

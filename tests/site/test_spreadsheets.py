"""Staff's own tables as files for spreadsheets, and the files back: looked at, confirmed, and never half done."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseForbidden
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers.models import NavigationLink, NextStep, SentTable, Synonym, Version, Wish
from schools.models import School
from signups.personal_data import expire

from ..careers.importers.workbooks import read_workbook, write_workbook
from ..factories import make_roles, make_school
from .staff_pages import address, outcome

pytestmark = pytest.mark.django_db


TABLES = [Synonym, Wish, NextStep, NavigationLink, School]


@pytest.fixture(autouse=True)
def no_rows_that_a_site_begins_with(db):
    for model in TABLES:
        model.objects.all().delete()


def page_of(model) -> str:
    return address(model, "spreadsheet")


def as_csv(*rows: tuple) -> SimpleUploadedFile:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return SimpleUploadedFile("rows.csv", file.getvalue().encode())


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def yes(editor, response, **values):
    """Press the button of the page that shows what a file changes."""
    action = re.search(r'action="([^"]+/confirm/)"', response.content.decode())
    return editor.post(action[1], values, follow=True)


@pytest.fixture
def school(db):
    return make_school(name="Bee College", city="Dayton", url="https://bees.example/")


@pytest.fixture
def synonym(db):
    return Synonym.objects.create(term="rn", means="registered nurse")


def test_a_file_that_was_only_downloaded_changes_nothing(editor, school, text_of):
    make_school(name="=1+2", city="@home", url="https://formula.example/")
    for kind in ("csv", "xlsx"):
        file = editor.get(reverse("admin:schools_school_spreadsheet_file", args=[kind]))
        assert f"schools.{kind}" in file["Content-Disposition"]
        again = editor.post(page_of(School), {"file": SimpleUploadedFile(f"schools.{kind}", file.content)})
        assert "Nothing to do" in text_of(again)


def test_no_spreadsheet_takes_a_cell_for_a_formula(editor, tmp_path):
    make_school(name='=HYPERLINK("https://evil.example/")', city="+1", state="OH")
    row = rows_of(editor.get(reverse("admin:schools_school_spreadsheet_file", args=["csv"])))[1]
    assert row[1:3] == ['\'=HYPERLINK("https://evil.example/")', "'+1"]
    book = tmp_path / "schools.xlsx"
    book.write_bytes(editor.get(reverse("admin:schools_school_spreadsheet_file", args=["xlsx"])).content)
    assert read_workbook(book)["Schools"][1][1] == row[1]
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_file_is_shown_row_by_row_and_then_carried_out(editor, synonym, text_of):
    gone = Synonym.objects.create(term="lpn", means="nurse")
    stays = Synonym.objects.create(term="md", means="physician")
    file = as_csv(
        ("Means", "Number", "Term", "Delete"),
        ("licensed nurse", synonym.pk, "rn", ""),
        ("", gone.pk, "", "yes"),
        ("", "", "", ""),
        ("dentist", "", "dds", "no"),
    )
    shown = editor.post(page_of(Synonym), {"file": file})
    said = text_of(shown)
    assert "1 changed , 1 deleted , 1 added , 0 left as they are. Nothing is changed yet." in said
    assert "2 Changed rn means licensed nurse Means: registered nurse licensed nurse" in said
    assert "3 Deleted lpn means nurse" in said
    assert "5 Added dds means dentist Term: dds Means: dentist" in said
    assert Synonym.objects.count() == 3
    said = text_of(yes(editor, shown))
    assert "“rows.csv”: 1 changed, 1 deleted, 1 added." in said
    assert set(Synonym.objects.values_list("term", "means")) == {
        ("rn", "licensed nurse"),
        ("md", "physician"),
        ("dds", "dentist"),
    }
    assert Synonym.objects.get(term="rn").pk == synonym.pk
    assert Synonym.objects.get(term="md") == stays
    assert sorted(LogEntry.objects.values_list("action_flag", flat=True)) == [1, 2, 3]
    assert not SentTable.objects.exists()


def test_nothing_is_changed_by_whoever_says_no(editor, synonym):
    shown = editor.post(page_of(Synonym), {"file": as_csv(("Number", "Means"), (synonym.pk, "nurse"))})
    yes(editor, shown, cancel="yes")
    assert Synonym.objects.get().means == "registered nurse"
    assert not SentTable.objects.exists()


FAULTY = [
    (Synonym, [("Term", "Means"), ("dds", "dentist"), ("rn", "")], "Row 3, Means: This field is required."),
    (Synonym, [("Term", "Means"), ("one two three four five", "x")], "Row 2, Term: Write at most four words"),
    (Synonym, [("Term", "Means"), ("dds", "dentist"), ("DDS", "Dentist")], "Row 3, Means: A search knows this already"),
    (Synonym, [("Number", "Means"), ("987654", "x")], "Row 2, Number: No row here has the number 987654"),
    (Synonym, [("Number", "Delete"), ("one", "yes")], "Row 2, Number: No row here has the number one"),
    (
        Synonym,
        [("Term", "Means", "Delete"), ("a", "b", "maybe")],
        "Row 2: Under Delete write yes or nothing, not “maybe”",
    ),
    (
        Synonym,
        [("Term", "Meaning"), ("a", "b")],
        "A column is called “Meaning”. In the first row there may be: Number, T",
    ),
    (Synonym, [("Term", "", "Means"), ("a", "", "b")], "A column has no name."),
    (Synonym, [("Term", "term"), ("a", "b")], "There are two columns called “Term”."),
    (Synonym, [("Term", "Means")], "This file has nothing below its first row."),
    (Synonym, [], "This file is empty."),
    (Wish, [("Words", "Filter"), ("tall", "Height")], "Row 2, Filter: Select a valid choice. Height is not one of the"),
    (Wish, [("Words", "Filter"), ("no degree", "Growth")], "Row 2, Values: Write what of the filter is meant."),
    (
        NavigationLink,
        [("Page of this site", "Shown"), ("Careers", "maybe")],
        "Row 2, Shown: Write yes or no, not “maybe”",
    ),
    (
        School,
        [("Name", "City", "State", "Closed on"), ("A", "B", "OH", "soon")],
        "Row 2, Closed on: Write the day like 2026-05-31.",
    ),
    (School, [("Name", "City", "State"), ("A", "B", "Ohio")], "Row 2, State:"),
]


@pytest.mark.parametrize(("model", "rows", "fault"), FAULTY, ids=range(len(FAULTY)))
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_kept(editor, text_of, model, rows, fault):
    response = editor.post(page_of(model), {"file": as_csv(*rows)})
    assert response.status_code == 422
    assert fault in text_of(response)
    assert "Nothing was changed." in text_of(response)
    assert not model.objects.exists()
    assert not SentTable.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("letter.pdf", b"%PDF-1.7 \0 ...", "This is neither a spreadsheet nor a text table."),
        ("broken.xlsx", b"PK\x03\x04 broken", "This workbook is broken or incomplete."),
        ("old.csv", "Term,Means\ncafé,coffee\n".encode("cp1252"), "save it as a workbook, or as “CSV UTF-8”"),
        ("page.html", b"<!doctype html><title>x</title>", "This is a web page, not a table"),
        ("rows.csv", b"Term,Means\na,b,c\n", "Row 2: there is something to the right of the last column."),
    ],
    ids=["pdf", "broken", "encoding", "web page", "too wide"],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(editor, text_of, name, content, fault):
    response = editor.post(page_of(Synonym), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert fault in text_of(response)


def test_a_page_without_a_file_asks_for_one(editor, text_of):
    response = editor.post(page_of(Synonym), {})
    assert (response.status_code, "Choose a file." in text_of(response)) == (422, True)


def test_files_of_other_programs_are_read(editor, tmp_path, text_of):
    semicolons = SimpleUploadedFile("eu.csv", "\ufeffTerm;Means\r\npm;project, product or program manager\r\n".encode())
    yes(editor, editor.post(page_of(Synonym), {"file": semicolons}))
    assert Synonym.objects.get().means == "project, product or program manager"
    book = write_workbook(
        tmp_path / "schools.xlsx",
        {
            "Schools": [
                ["Name", "City", "State", "IPEDS UNITID", "Status"],
                ["Bee College", "Dayton", "OH", 204468.0, "closed"],
            ]
        },
    )
    yes(editor, editor.post(page_of(School), {"file": SimpleUploadedFile("schools.xlsx", Path(book).read_bytes())}))
    assert School.objects.values_list("unitid", "status").get() == (204468, "closed")


def test_what_changed_since_it_was_shown_is_shown_again(editor, synonym, text_of):
    shown = editor.post(page_of(Synonym), {"file": as_csv(("Number", "Means"), (synonym.pk, "nurse"))})
    Synonym.objects.filter(pk=synonym.pk).update(means="nurse practitioner", means_key="nurse practitioner")
    again = yes(editor, shown)
    assert again.status_code == 409
    assert "Nothing was changed. Somebody changed rows here since you looked" in text_of(again)
    assert "nurse practitioner nurse" in text_of(again)
    assert Synonym.objects.get().means == "nurse practitioner"
    yes(editor, again)
    assert Synonym.objects.get().means == "nurse"


def test_what_became_wrong_since_it_was_shown_changes_nothing(editor, synonym, text_of):
    file = as_csv(("Number", "Term", "Means"), (synonym.pk, "rn", "nurse"), ("", "dds", "dentist"))
    shown = editor.post(page_of(Synonym), {"file": file})
    Synonym.objects.create(term="dds", means="dentist")
    answer = yes(editor, shown)
    assert answer.status_code == 422
    assert "Row 3, Means: A search knows this already" in text_of(answer)
    assert Synonym.objects.get(pk=synonym.pk).means == "registered nurse"


def test_a_file_whose_columns_are_gone_since_it_was_shown_changes_nothing(editor, synonym, text_of):
    shown = editor.post(page_of(Synonym), {"file": as_csv(("Term", "Means"), ("lpn", "licensed practical nurse"))})
    SentTable.objects.update(content=b"Word,Means\nlpn,licensed practical nurse\n")
    answer = yes(editor, shown)
    assert answer.status_code == 422
    assert "Nothing was changed. A column is called “Word”." in text_of(answer)
    assert list(Synonym.objects.values_list("term", flat=True)) == ["rn"]


def test_a_file_is_its_senders_for_an_hour(editor, synonym, text_of):
    shown = editor.post(page_of(Synonym), {"file": as_csv(("Number", "Means"), (synonym.pk, "nurse"))})
    colleague = Client()
    colleague.force_login(get_user_model().objects.create_superuser("grace"))
    assert yes(colleague, shown).status_code == 409
    SentTable.objects.update(made_at=timezone.now() - timedelta(hours=1))
    assert "This file is no longer here" in text_of(yes(editor, shown))
    assert Synonym.objects.get().means == "registered nurse"
    expire()
    assert not SentTable.objects.exists()


def test_schools_of_a_file_have_versions(editor, school):
    other = make_school(name="Wasp College")
    file = as_csv(("Number", "City", "Delete"), (school.pk, "Akron", ""), (other.pk, other.city, "yes"))
    yes(editor, editor.post(page_of(School), {"file": file}))
    kept = Version.objects.filter(kind="schools.school").order_by("pk").values_list("name", "action", "by")
    by = LogEntry.objects.first().user.username
    assert list(kept) == [
        ("Bee College (Akron, OH)", "found", ""),
        ("Bee College (Akron, OH)", "saved", by),
        (str(other), "found", ""),
        (str(other), "deleted", by),
    ]


def test_new_rows_of_an_ordered_list_come_last_in_the_order_of_the_file(editor):
    first = NextStep.objects.create(title="First", text="One.", url="https://one.example/", order=7)
    heads = ("Title", "Text", "Website", "Entry-level education")
    rows = [
        ("Zweite", "Two.", "https://two.example/", "High school diploma or equivalent; bachelor"),
        ("Dritte", "x", "three.example", ""),
    ]
    yes(editor, editor.post(page_of(NextStep), {"file": as_csv(heads, *rows)}))
    assert [(step.title, step.education, step.url) for step in NextStep.objects.all()] == [
        ("First", "", first.url),
        ("Zweite", "high-school bachelor", "https://two.example/"),
        ("Dritte", "", "https://three.example"),
    ]


def test_only_what_a_search_found_is_downloaded(editor, synonym, text_of):
    Synonym.objects.create(term="md", means="physician")
    page = editor.get(f"{page_of(Synonym)}?q=nurse")
    assert "1 synonym that your search or filter found. Or take all 2." in text_of(page)
    link = re.search(r'href="([^"]+csv/[^"]*)"', page.content.decode())[1]
    assert [row[1] for row in rows_of(editor.get(link))] == ["Term", "rn"]
    assert len(rows_of(editor.get(f"{page_of(Synonym)}csv/?nothing=1"))) == 3
    assert 'spreadsheet/?q=nurse"' in editor.get(f"{address(Synonym, 'changelist')}?q=nurse").content.decode()


ROLES = {
    "Editor": "Synonym Wish NextStep School",
    "Reviewer": "Synonym Wish NextStep School",
    "Figures": "",
    "Moderator": "",
    "Administrator": "Synonym Wish NextStep NavigationLink School",
}


def test_each_role_has_the_files_of_the_rows_that_it_keeps(monkeypatch, school):
    make_roles()
    monkeypatch.setattr("careerinfo.urls.handler403", lambda request, exception: HttpResponseForbidden())
    for role, allowed in ROLES.items():
        staff = Client()
        staff.force_login(account := get_user_model().objects.create_user(role, is_staff=True))
        account.groups.add(Group.objects.get(name=role))
        for model in TABLES:
            is_allowed = model.__name__ in allowed.split()
            link = page_of(model) in staff.get(address(model, "changelist")).content.decode()
            assert (link, staff.get(page_of(model)).status_code) == (is_allowed, 200 if is_allowed else 403)
        there = page_of(Synonym)
        found = [staff.get(f"{there}csv/"), staff.post(there), staff.post(f"{there}1/confirm/")]
        expected = [200, 422, 409] if "Synonym" in allowed else [403] * 3
        assert [response.status_code for response in found] == expected, role
    assert outcome(Client().get(page_of(Synonym))) == "login"
    file = as_csv(("Number", "City", "Delete"), (school.pk, "Akron", "yes"))
    response = staff_of("Editor").post(page_of(School), {"file": file})
    assert "Row 2: You may not delete this row." in response.content.decode()
    assert "add a column called Delete" not in response.content.decode()


def staff_of(name: str) -> Client:
    staff = Client()
    staff.force_login(get_user_model().objects.get(username=name))
    return staff


def test_who_may_only_change_rows_adds_none_by_a_file(school):
    staff = Client()
    staff.force_login(account := get_user_model().objects.create_user("ada", is_staff=True))
    account.user_permissions.set(Permission.objects.filter(codename__in=["view_school", "change_school"]))
    file = as_csv(
        ("Number", "Name", "City", "State"), (school.pk, "Bee College", "Akron", "OH"), ("", "New", "A", "OH")
    )
    response = staff.post(page_of(School), {"file": file})
    assert "Row 3: This row is new, and you may not add any." in response.content.decode()
    looker = Client()
    looker.force_login(account := get_user_model().objects.create_user("grace", is_staff=True))
    account.user_permissions.set(Permission.objects.filter(codename="view_school"))
    assert looker.get(f"{page_of(School)}csv/").status_code == 200
    assert looker.post(page_of(School), {"file": file}).status_code == 403
    assert "Check this file" not in looker.get(page_of(School)).content.decode()

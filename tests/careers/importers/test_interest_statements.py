"""What a release says of the six interests themselves: read from both editions, and rows of the release like others."""

import pytest
from django.core.management import CommandError

from careers.importers.onet import recognises
from careers.importers.reading import BadFile, open_file, source_files
from careers.models import InterestStatement, Release
from careers.quiz.statements import NAMES, OWN, asked
from careers.releases import lifecycle
from careers.releases.diff import diff_of

from .everything import ONET, import_data
from .onet_samples import EXCEL, TEXT, change_workbook, collect, excel_copy, keep, profiles
from .workbooks import REAL_DATA, write

ACTIVITIES, AREAS, KEYWORDS = "Interests Illustrative Activities", "Basic Interests to RIASEC", "RIASEC Keywords"


def statements_of(folder, workspace) -> dict:
    first, *others = profiles(folder, workspace=workspace).values()
    assert not any(row.statements for row in others)
    return {one.text: one for one in first.statements}


def test_both_editions_say_the_same(tmp_path):
    excel = statements_of(EXCEL, tmp_path / "excel")
    assert excel == statements_of(TEXT, tmp_path / "text")
    assert len(excel) == 24 + 14 + 7 + 12
    assert (excel["Mend a broken chair."].interests, excel["Mend a broken chair."].area) == ("R", "")
    assert (excel["Wash a dog."].interests, excel["Wash a dog."].area) == ("RS", "Animal Service")
    assert (excel["Music"].kind, excel["Music"].interests) == ("area", "A")
    assert (excel["Build"].kind, excel["Wood"].kind) == ("action", "object")


def test_without_the_table_of_areas_nobody_knows_what_the_activities_of_areas_are_of(tmp_path):
    onet = excel_copy(tmp_path)
    (onet / f"{AREAS}.xlsx").unlink()
    found = statements_of(onet, tmp_path / "workspace")
    assert "Mend a broken chair." in found
    assert "Wash a dog." not in found


def test_a_release_without_these_tables_is_a_release(tmp_path):
    onet = excel_copy(tmp_path)
    for name in (ACTIVITIES, AREAS, KEYWORDS):
        (onet / f"{name}.xlsx").unlink()
    assert statements_of(onet, tmp_path / "workspace") == {}


def repeat_last(rows: list[list]) -> None:
    rows.append(list(rows[-1]))


def setting(column: str, value: str):
    def change(rows: list[list]) -> None:
        rows[1][rows[0].index(column)] = value

    return change


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        (ACTIVITIES, repeat_last, "has this activity twice"),
        (ACTIVITIES, setting("Activity", ""), "row 2, column Activity: The cell is empty."),
        (ACTIVITIES, setting("Activity", "x" * 201), "The text is longer than 200 characters."),
        (AREAS, setting("RIASEC Element ID", "1.B.1.z"), "is none of the six interests"),
        (AREAS, repeat_last, "belongs to 1.B.1.f twice"),
        (KEYWORDS, setting("Keyword Type", "Adverb"), "“Adverb” is neither Action nor Object."),
        (KEYWORDS, setting("Element ID", "1.B.3.a"), "is none of the six interests"),
        (KEYWORDS, repeat_last, "has the keyword “Files” twice"),
        (ACTIVITIES, lambda rows: rows[0].__setitem__(3, "Activities"), "Activit"),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_in_them_is_named(table, change, message, tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(onet / f"{table}.xlsx", change)
    with pytest.raises(CommandError, match=table) as refused:
        import_data(onet)
    assert message in str(refused.value)


def newer(folder, change=None) -> str:
    """The sample as of the release after, in which `change` altered the table of activities."""
    onet = excel_copy(folder)
    change_workbook(onet / f"{ACTIVITIES}.xlsx", change or (lambda rows: None))
    write(onet / "Read Me.txt", "O*NET 30.0 Database\nAugust 2025 Release\n")
    return onet


@pytest.mark.django_db
class TestRowsOfARelease:
    def test_they_are_seen_when_the_release_is(self):
        import_data(ONET)
        assert InterestStatement.objects.count() == 57
        assert not asked().is_released
        lifecycle.approve(Release.objects.all(), by="ada")
        assert asked().is_released
        assert [one.name for one in asked().statements] == NAMES
        assert asked().statements[0].text == "Mend a broken chair"

    def test_without_five_activities_for_each_interest_the_sites_own_are_asked(self):
        import_data(ONET, approve=True)
        InterestStatement.objects.filter(text="Answer a phone.").delete()
        assert asked().is_released
        InterestStatement.objects.filter(area="Office Work").delete()
        assert not asked().is_released
        assert asked().statements[0].text == OWN["R"][0]

    def test_an_activity_that_belongs_to_two_interests_is_not_asked(self):
        import_data(ONET, approve=True)
        texts = {one.text for one in asked().statements}
        assert not texts & {"Wash a dog", "Feed birds at a shelter"}

    def test_they_go_with_the_release(self, tmp_path):
        import_data(ONET)
        lifecycle.reject(Release.objects.get(), by="ada")
        assert not InterestStatement.objects.exists()

    def test_a_review_says_that_they_changed(self, tmp_path):
        import_data(ONET, approve=True)
        import_data(newer(tmp_path, lambda rows: rows.pop()))
        change = next(one for one in diff_of(Release.objects.get(label="30.0")).changed if not one.code)
        assert (change.figure, change.old, change.new) == ("Activities and words for interests", "57 lines", "56 lines")

    def test_a_review_is_silent_where_they_did_not(self, tmp_path):
        import_data(ONET, approve=True)
        import_data(newer(tmp_path))
        assert [one for one in diff_of(Release.objects.get(label="30.0")).changed if not one.code] == []

    def test_a_release_that_lost_most_of_them_is_not_approved_by_itself(self, tmp_path):
        import_data(ONET, approve=True)
        with pytest.raises(CommandError, match="21 of 57 activities and words for interests"):
            import_data(
                newer(tmp_path, lambda rows: keep(rows, lambda row: row[2] == "General" and row[3] > "G")), approve=True
            )


@pytest.mark.skipif(not REAL_DATA.exists(), reason="The real files are not here.")
def test_the_real_tables(tmp_path):
    onet = REAL_DATA / "onet-29.3"
    tables = [onet / f"{name}.xlsx" for name in (ACTIVITIES, AREAS, KEYWORDS, "Occupation Data")]
    first = next(collect(*tables, workspace=tmp_path).profiles())
    kinds = [one.kind for one in first.statements]
    assert {kind: kinds.count(kind) for kind in kinds} == {"activity": 188, "area": 41, "action": 40, "object": 35}
    [source] = source_files([onet / "Interests Illustrative Occupations.xlsx"], tmp_path)
    book = open_file(source)
    assert recognises(book.table(book.sheet_names[0])) == "unused"


def test_a_table_that_is_damaged_is_refused_by_itself(tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(onet / f"{KEYWORDS}.xlsx", repeat_last)
    with pytest.raises(BadFile, match="twice"):
        profiles(onet, workspace=tmp_path / "workspace")

import html
from decimal import Decimal

import pytest

from careers.importers import projections
from careers.importers.reading import BadFile
from careers.models import Release
from careers.models.outlook import EntryEducation

from ...factories import make_staff
from .everything import import_data, run
from .workbooks import SAMPLES, open_book, read_workbook, spoiled, write_workbook

SAMPLE = "projections/occupation.xlsx"
TAB = "Table 1.2"
CODE = "2024 National Employment Matrix code"
CLOSED_LISTS = {
    "Work experience in a related occupation": ["None", "Less than 5 years", "5 years or more"],
    "Typical on-the-job training needed to attain competency in the occupation": [
        *("None", "Short-term on-the-job training", "Moderate-term on-the-job training"),
        *("Long-term on-the-job training", "Apprenticeship", "Internship/residency"),
    ],
}


def read(path) -> list[projections.ProjectionRow]:
    return list(projections.read(projections.describe(open_book(path))))


@pytest.fixture
def refusal(tmp_path):
    """The line that a person reads when cells of the sample are changed: {(row, header): value}."""

    def refusal_of(changes: dict) -> str:
        path = spoiled(SAMPLE, tmp_path, changes, sheet=TAB, header_row=2)
        with pytest.raises(BadFile) as problem:
            read(path)
        return str(problem.value)

    return refusal_of


@pytest.fixture
def nurses() -> projections.ProjectionRow:
    return next(row for row in read(SAMPLES / SAMPLE) if row.code == "29-1141")


def test_the_workbook_is_known_by_its_table_with_its_years():
    book = open_book(SAMPLES / SAMPLE)
    assert projections.recognises(book)
    described = projections.describe(book)
    assert (described.base_year, described.projected_year, described.period) == (2024, 2034, "2024–34")


def test_other_workbooks_are_not_taken_for_it():
    assert not projections.recognises(open_book(SAMPLES / "oews" / "national_M2024_dl.xlsx"))


def test_an_occupation_has_its_figures_in_jobs(nurses):
    assert nurses.title == "Registered nurses"
    assert (nurses.base_employment, nurses.projected_employment) == (3_391_000, 3_557_100)
    assert (nurses.new_jobs, nurses.growth) == (166_100, Decimal("4.9"))
    assert nurses.openings == 189_100
    assert (nurses.base_year, nurses.projected_year) == (2024, 2034)
    assert nurses.entry_education == EntryEducation.BACHELOR
    assert (nurses.work_experience, nurses.training) == ("None", "None")


def test_titles_lose_the_indentation_that_shows_their_level():
    rows = {row.code: row for row in read(SAMPLES / SAMPLE)}
    assert rows["21-1018"].title == "Substance abuse, behavioral disorder, and mental health counselors"
    assert rows["00-0000"].title == "Total, all occupations"


def test_a_dash_is_nothing(tmp_path, nurses):
    total = read(SAMPLES / SAMPLE)[0]
    assert (total.entry_education, total.work_experience, total.training) == ("", "", "")
    changes = {(nurses.row, "Occupational openings, 2024–34 annual average"): "—"}
    rows = read(spoiled(SAMPLE, tmp_path, changes, sheet=TAB, header_row=2))
    assert next(row for row in rows if row.code == "29-1141").openings is None


def test_every_word_for_education_has_its_level():
    levels = {level for level in projections.EDUCATION.values() if level}
    assert levels == set(EntryEducation)
    rows = {row.code: row.entry_education for row in read(SAMPLES / SAMPLE)}
    assert (rows["29-2072"], rows["27-2011"], rows["47-2111"]) == ("award", "some-college", "high-school")


def test_thousands_become_exact_jobs(tmp_path, nurses):
    # 8.2 * 1000 is 8199.999... in binary.
    path = spoiled(SAMPLE, tmp_path, {(nurses.row, "Employment, 2024"): 8.2}, sheet=TAB, header_row=2)
    assert next(row for row in read(path) if row.code == "29-1141").base_employment == 8_200


def test_the_footnotes_are_not_occupations():
    rows = read_workbook(SAMPLES / SAMPLE)[TAB]
    assert len(read(SAMPLES / SAMPLE)) == len(rows) - 2 - 4


def later(text):
    return text.replace("2034", "2035").replace("2024", "2025").replace("–34", "–35") if isinstance(text, str) else text


def test_the_next_release_has_other_years_and_footnote_marks(tmp_path):
    book = read_workbook(SAMPLES / SAMPLE)
    book[TAB][:2] = [[later(cell) for cell in row] for row in book[TAB][:2]]
    marked = book[TAB][1].index("Typical education needed for entry")
    book[TAB][1][marked] += "[2]"
    described = projections.describe(open_book(write_workbook(tmp_path / "a.xlsx", book)))
    assert described.period == "2025–35"
    rows = list(projections.read(described))
    assert {(row.base_year, row.projected_year) for row in rows} == {(2025, 2035)}
    assert [row.entry_education for row in rows] == [row.entry_education for row in read(SAMPLES / SAMPLE)]


@pytest.mark.parametrize("value", ["abc", "3,391.0", "", "—", True, "n/a"])
@pytest.mark.parametrize("column", ["Employment, 2024", "Employment change, percent, 2024–34"])
def test_text_for_a_number_is_refused_with_its_place(refusal, nurses, column, value):
    message = refusal({(nurses.row, column): value})
    assert message.startswith(f'occupation.xlsx, sheet "Table 1.2", row {nurses.row}, column “{column}”: ')
    assert message.endswith("is not a number.")


def test_numbers_keep_within_their_form(refusal, nurses):
    assert refusal({(nurses.row, "Employment, 2024"): 3.25}).endswith("“3.25” has more than one decimal.")
    assert refusal({(nurses.row, "Employment, 2034"): -1.0}).endswith("“-1” is below zero.")


@pytest.mark.parametrize("value", [-100.1, -150.0, -1000.0])
def test_no_more_than_all_jobs_can_be_lost(value, refusal, nurses):
    message = refusal({(nurses.row, "Employment change, percent, 2024–34"): value})
    assert message.endswith(f"“{value:g}” is more than all jobs lost.")


@pytest.mark.parametrize("value", ["Associate degree", "", 3.0])
def test_an_unknown_level_of_education_is_refused(refusal, nurses, value):
    message = refusal({(nurses.row, "Typical education needed for entry"): value})
    assert f"row {nurses.row}, column “Typical education needed for entry”: " in message
    assert message.endswith("is none of the publisher's words for this.")


@pytest.mark.parametrize("value", [5.0, "", "12"])
def test_numbers_for_words_are_refused(refusal, nurses, value):
    message = refusal({(nurses.row, "Work experience in a related occupation"): value})
    assert message.endswith("is none of the publisher's words for this.")


@pytest.mark.parametrize("code", ["29-114", "", "Registered nurses", 291141.0])
def test_a_code_has_its_form(refusal, nurses, code):
    message = refusal({(nurses.row, CODE): code})
    assert f"row {nurses.row}, column “{CODE}”: " in message
    assert message.endswith("is not a code such as 29-2072.")


def test_an_occupation_that_stands_twice_is_refused(refusal, nurses):
    assert refusal({(nurses.row + 1, CODE): "29-1141"}).endswith(
        f"row {nurses.row + 1}, column “{CODE}”: 29-1141 stands in row {nurses.row} already."
    )


def test_codes_of_another_classification_are_counted_with_an_example(refusal, nurses):
    assert refusal({(nurses.row, CODE): "29-1111"}) == (
        'occupation.xlsx, sheet "Table 1.2": 1 code is not in the 2018 classification (SOC), such as “29-1111”: the '
        "file is of another classification or release, and none of its rows are taken."
    )


@pytest.mark.parametrize(
    ("column", "renamed"),
    [
        ("Typical education needed for entry", "Usual education needed for entry"),
        ("Occupational openings, 2024–34 annual average", "Occupation openings, 2024–34 annual average"),
        (CODE, "2024 Employment Matrix code"),
    ],
)
def test_a_renamed_column_is_named(refusal, column, renamed):
    assert refusal({(2, column): renamed}) == (
        f'occupation.xlsx, sheet "Table 1.2", row 2: There is no column “{column}”; did the publisher rename it to '
        f"“{renamed}”?"
    )


def test_headers_without_years_are_refused(refusal):
    assert refusal({(2, "Employment, 2034"): "Employment, projected"}) == (
        'occupation.xlsx, sheet "Table 1.2", row 2: Two columns such as “Employment, 2024” and “Employment, 2034” must '
        "tell the years; 1 does."
    )


def test_an_occupation_below_the_footnotes_is_refused(tmp_path):
    book = read_workbook(SAMPLES / SAMPLE)
    book[TAB].append(book[TAB][3])
    with pytest.raises(BadFile, match=rf"row {len(book[TAB])}: There is an occupation below the footnotes"):
        read(write_workbook(tmp_path / "a.xlsx", book))


def test_a_workbook_without_the_table_is_not_taken(tmp_path):
    book = read_workbook(SAMPLES / SAMPLE)
    del book[TAB]
    opened = open_book(write_workbook(tmp_path / "a.xlsx", book))
    assert not projections.recognises(opened)
    with pytest.raises(BadFile, match=r"No sheet of this workbook is “Table 1\.2 Occupational projections”"):
        projections.describe(opened)


def test_a_table_without_occupations_is_refused(tmp_path):
    book = read_workbook(SAMPLES / SAMPLE)
    book[TAB] = book[TAB][:2]
    with pytest.raises(BadFile, match="There are no occupations in this table"):
        read(write_workbook(tmp_path / "a.xlsx", book))


@pytest.mark.parametrize("column", list(CLOSED_LISTS))
def test_experience_and_training_are_in_the_publishers_words(column, refusal, nurses, tmp_path):
    message = refusal({(nurses.row, column): "See footnote"})
    assert f"row {nurses.row}, column “{column}”: " in message
    assert message.endswith("“See footnote” is none of the publisher's words for this.")
    taken = set()
    for words in CLOSED_LISTS[column]:
        path = spoiled(SAMPLE, tmp_path, {(nurses.row, column): words}, sheet=TAB, header_row=2)
        row = next(row for row in read(path) if row.code == "29-1141")
        taken |= {row.work_experience, row.training} - {nurses.work_experience, nurses.training}
    assert taken == set(CLOSED_LISTS[column]) - {"None"}


def off(tmp_path, nurses, **changes):
    columns = {
        "change": "Employment change, numeric, 2024–34",
        "percent": "Employment change, percent, 2024–34",
    }
    return spoiled(
        SAMPLE,
        tmp_path,
        {(nurses.row, columns[key]): value for key, value in changes.items()},
        sheet=TAB,
        header_row=2,
    )


@pytest.mark.django_db
def test_a_stated_change_that_employment_does_not_give_is_told_to_staff_and_taken(tmp_path, nurses, client):
    out = import_data(off(tmp_path, nurses, change=266.1, percent=49.0))
    told = (
        f"1 row states a change in employment that the file's own employment does not give. Row {nurses.row}, 29-1141 "
        "Registered nurses: The source states +266,100 new jobs, but its employment figures give +166,100. The source "
        "states 49.0% growth, but its employment figures give 4.9%. Pages show what the file states."
    )
    assert f"Look at this: Employment projections, 2024–34: {told}" in out.splitlines()
    release = Release.objects.get()
    client.force_login(make_staff())
    review = html.unescape(client.get(f"/admin/careers/release/{release.pk}/review/").content.decode())
    assert told in review
    assert f"Look at this: {told}" in run("releases", release.pk)


@pytest.mark.django_db
def test_rounding_explains_a_little_and_is_not_remarked_on(tmp_path, nurses):
    assert "Look at this" not in import_data(SAMPLES / SAMPLE, dry_run=True)
    assert "Look at this" not in import_data(off(tmp_path, nurses, change=166.2, percent=4.9), dry_run=True)


@pytest.mark.django_db
def test_of_many_such_rows_the_first_are_named(tmp_path):
    rows = read(SAMPLES / SAMPLE)[1:8]
    changes = {(row.row, "Employment change, percent, 2024–34"): 900.0 for row in rows}
    out = import_data(spoiled(SAMPLE, tmp_path, changes, sheet=TAB, header_row=2), dry_run=True)
    assert "7 rows state changes in employment that the file's own employment does not give." in out
    assert f"Row {rows[4].row}, {rows[4].code}" in out
    assert f"Row {rows[5].row}," not in out
    assert "And 2 more." in out

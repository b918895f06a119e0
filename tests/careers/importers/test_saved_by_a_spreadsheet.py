"""O*NET's text that a spreadsheet has saved again: read as it was meant, or refused with what to take instead."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError

from careers.models import Career, OnetProfile

from .everything import import_data
from .onet_samples import TEXT, change_text, change_workbook, excel_copy, text_copy

pytestmark = pytest.mark.django_db
TAKE = "Take the publisher's own file: a spreadsheet has saved this one again."


def profiles() -> dict[str, tuple]:
    return {row.code: (row.title, row.summary, row.job_zone, row.data) for row in OnetProfile.objects.all()}


@pytest.fixture
def as_published():
    """The profiles of the sample as its publisher wrote it."""
    import_data(TEXT)
    found = profiles()
    OnetProfile.objects.all().delete()
    return found


def excel(rows: list[list[str]], marks=lambda field: "," in field or '"' in field) -> str:
    """Rows as a spreadsheet saves them with tabs between them."""
    return "".join(
        "\t".join('"' + field.replace('"', '""') + '"' if marks(field) else field for field in row) + "\r\n"
        for row in rows
    )


def by_csv(delimiter: str, quoting: int = csv.QUOTE_MINIMAL):
    def save(rows: list[list[str]]) -> str:
        out = StringIO()
        csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
        return out.getvalue()

    return save


SAVED = {
    "fields with commas in marks": excel,
    "only fields with marks in marks": lambda rows: excel(rows, lambda field: '"' in field),
    "every field in marks": lambda rows: excel(rows, lambda field: True),
    "text in marks, numbers bare": by_csv("\t", csv.QUOTE_NONNUMERIC),
    "with a byte order mark": lambda rows: "\ufeff" + excel(rows, lambda field: True),
    "line feeds alone": lambda rows: excel(rows).replace("\r\n", "\n"),
    "commas between fields": by_csv(","),
    "commas between fields, each in marks": by_csv(",", csv.QUOTE_ALL),
}


@pytest.mark.parametrize("how", SAVED)
def test_what_a_spreadsheet_put_in_quotation_marks_is_read_as_published(as_published, tmp_path, how):
    folder = text_copy(tmp_path)
    for path in folder.glob("*.txt"):
        if path.name != "Read Me.txt":
            rows = [line.split("\t") for line in path.read_bytes().decode().split("\r\n")[:-1]]
            path.write_bytes(SAVED[how](rows).encode())
    import_data(folder)
    assert profiles() == as_published


def spoilt(folder, name: str, column: str, text: str):
    onet = text_copy(folder)
    change_text(onet / f"{name}.txt", lambda rows: rows[1].__setitem__(rows[0].index(column), text))
    return onet


@pytest.mark.parametrize(
    ("field", "read"),
    [
        ('"Barbers, Shop, and Mobile"', "Barbers, Shop, and Mobile"),
        ('"Barbers"', "Barbers"),
        ('"Barbers ""on call"""', 'Barbers "on call"'),
        ('Barbers "on call"', 'Barbers "on call"'),
        ('"On call" barbers', '"On call" barbers'),
        ('Barbers, said to be "on call"', 'Barbers, said to be "on call"'),
    ],
)
def test_marks_around_a_field_go_and_marks_within_it_stay(tmp_path, field, read):
    import_data(spoilt(tmp_path, "Occupation Data", "Title", field))
    assert read in OnetProfile.objects.values_list("title", flat=True)


def test_a_file_in_which_marks_enclose_some_fields_and_stand_bare_in_others_is_refused(tmp_path):
    # The sample's task about a "read me" stands bare.
    onet = spoilt(tmp_path, "Task Statements", "Task", '"Cut hair, short or long."')
    with pytest.raises(CommandError) as refused:
        import_data(onet)
    assert str(refused.value) == (
        "onet/Task Statements.txt, row 3: Here quotation marks stand bare, and around whole fields elsewhere in this "
        f"file. {TAKE}\nNothing was changed."
    )


def test_in_the_publishers_own_file_a_field_that_is_all_in_marks_loses_them_too(tmp_path):
    import_data(spoilt(tmp_path, "Task Statements", "Task", '"Cut hair."'))
    tasks = [text for row in OnetProfile.objects.all() for text, _ in row.data["tasks"]]
    assert "Cut hair." in tasks
    assert any('"read me"' in task for task in tasks)


def test_a_workbook_made_of_such_text_is_read_without_its_marks(tmp_path):
    onet = excel_copy(tmp_path)
    enclosed = '"Software Developers, and Others"'
    for name in ("Occupation Data", "Task Statements"):
        change_workbook(
            onet / f"{name}.xlsx",
            lambda rows: [
                row.__setitem__(rows[0].index("Title"), enclosed) for row in rows[1:] if row[0] == "15-1252.00"
            ],
        )
    for path in onet.glob("*.xlsx"):
        if path.name not in ("Occupation Data.xlsx", "Task Statements.xlsx"):
            change_workbook(path, without_titles)
    change_workbook(onet / "Task Statements.xlsx", lambda rows: enclose(rows, "Task"))
    change_workbook(onet / "Alternate Titles.xlsx", lambda rows: enclose(rows, "Alternate Title"))
    import_data(onet, approve=True, publish=True)
    words = [row.title for row in OnetProfile.objects.all()]
    for row in OnetProfile.objects.all():
        words += [text for text, _ in row.data["tasks"]]
        words += row.data["alternate_titles"] + [title for _, title, _ in row.data["related"]]
    assert "Software Developers, and Others" in words
    assert not [text for text in words if text.startswith('"') and text.endswith('"')]
    assert Career.objects.filter(imported_title="Software Developers, and Others").exists()


def without_titles(rows: list[list]) -> None:
    if "Title" in rows[0]:
        at = rows[0].index("Title")
        for row in rows:
            del row[at]


def enclose(rows: list[list], column: str) -> None:
    at = rows[0].index(column)
    for row in rows[1:]:
        row[at] = f'"{str(row[at]).replace(chr(34), chr(34) * 2)}"'


@pytest.mark.parametrize(
    ("name", "column", "text", "message"),
    [
        ("Task Statements", "Date", "Jul-21", "“Jul-21” is not a month written as MM/YYYY."),
        ("Task Statements", "Date", "7/2021", "“7/2021” is not a month written as MM/YYYY."),
        ("Task Statements", "Date", "2021-07-01", "“2021-07-01” is not a month written as MM/YYYY."),
        ("Skills", "Data Value", "4,12", "“4,12” is not a number."),
        ("Skills", "Data Value", "12. Apr", "“12. Apr” is not a number."),
        ("Skills", "O*NET-SOC Code", "Nov-11", "“Nov-11” is not an O*NET-SOC code such as “29-2072.00”."),
        ("Alternate Titles", "Source(s)", "406", "“406” is not a list of sources such as “04,06”."),
    ],
)
def test_what_it_took_for_a_date_or_a_number_is_refused_with_what_to_take(tmp_path, name, column, text, message):
    with pytest.raises(CommandError) as refused:
        import_data(spoilt(tmp_path, name, column, text))
    assert f"onet/{name}.txt, row 2, column {column}: {message} {TAKE}" in str(refused.value)


def test_a_month_that_a_workbook_holds_as_a_date_is_refused_so_too(tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(
        onet / "Task Statements.xlsx", lambda rows: rows[1].__setitem__(rows[0].index("Date"), date(2021, 7, 1))
    )
    with pytest.raises(CommandError, match=r"is not a month written as MM/YYYY\. Take the publisher's own file"):
        import_data(onet)


def test_a_source_that_lost_its_zero_is_known_all_the_same(tmp_path):
    onet = spoilt(tmp_path, "Alternate Titles", "Source(s)", "4")
    import_data(onet)
    row = OnetProfile.objects.get(code="15-1252.00")
    assert "Application Developer" in row.data["soc_titles"]

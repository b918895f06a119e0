import pytest

from careers.importers import soc
from careers.importers.reading import BadFile
from careers.models.classification import codes_2018

from .workbooks import SAMPLES, open_book, read_workbook, spoiled, write_workbook

SAMPLE = "soc/soc_structure_2018.xlsx"
TAB = "2018 Structure"


def read(path) -> list[soc.SocRow]:
    return list(soc.read(open_book(path)))


@pytest.fixture
def refusal(tmp_path):
    def refusal_of(changes: dict) -> str:
        with pytest.raises(BadFile) as problem:
            read(spoiled(SAMPLE, tmp_path, changes, sheet=TAB, header_row=8))
        return str(problem.value)

    return refusal_of


def test_the_classification_of_2018_has_its_number_of_codes():
    codes = codes_2018()
    assert len(codes) == 1_447
    assert len([code for code in codes if code.endswith("-0000")]) == 23
    assert {"29-2072", "55-3019", "11-0000"} <= codes


def test_codes_of_other_classifications_are_told_apart():
    assert soc.unknown_codes(["29-2072", "29-2071", "29-2071", "15-1132"]) == ["15-1132", "29-2071"]
    assert soc.unknown_codes(["00-0000", "29-2072"], own=["00-0000"]) == []


def test_a_structure_cut_off_after_its_headers_is_refused(tmp_path):
    [rows] = read_workbook(SAMPLES / SAMPLE).values()
    with pytest.raises(BadFile, match="There are no occupations in this sheet"):
        read(write_workbook(tmp_path / "soc_structure_2018.xlsx", {TAB: rows[:8]}))


def test_the_structure_has_titles_and_levels():
    assert soc.recognises(open_book(SAMPLES / SAMPLE))
    rows = read(SAMPLES / SAMPLE)
    assert [(row.row, row.code, row.level) for row in rows[:4]] == [
        (9, "29-0000", "major"),
        (10, "29-1000", "minor"),
        (11, "29-1140", "broad"),
        (12, "29-1141", "detailed"),
    ]
    assert rows[0].title == "Healthcare Practitioners and Technical Occupations"
    assert rows[-1].title == "Medical Records Specialists"


def test_other_workbooks_are_not_taken_for_it():
    assert not soc.recognises(open_book(SAMPLES / "oews" / "national_M2024_dl.xlsx"))


def test_a_code_that_stands_twice_is_refused(refusal):
    assert refusal({(12, "Detailed Occupation"): "29-2072", (13, "Minor Group"): "29-2072"}) == (
        'soc_structure_2018.xlsx, sheet "2018 Structure", row 13, column Minor Group: 29-2072 stands in row 12 already.'
    )


def test_a_row_with_two_codes_is_refused(refusal):
    assert refusal({(12, "Broad Group"): "29-1140"}).endswith("row 12: This row has more than one code.")


def test_a_code_has_its_form(refusal):
    assert refusal({(12, "Detailed Occupation"): "291141"}).endswith(
        "row 12, column Detailed Occupation: “291141” is not a code such as 29-2072."
    )


def test_a_code_without_title_is_refused(refusal):
    assert refusal({(12, ""): ""}).endswith("row 12: 29-1141 has no title.")


def test_the_structure_of_another_year_is_refused(refusal):
    assert refusal({(12, "Detailed Occupation"): "29-1111"}).endswith(
        "1 code is not in the 2018 classification (SOC), such as “29-1111”: the file is of another classification or "
        "release, and none of its rows are taken."
    )


def test_empty_rows_between_are_passed_over(tmp_path):
    book = read_workbook(SAMPLES / SAMPLE)
    book[TAB].insert(9, [])
    assert [row.row for row in read(write_workbook(tmp_path / "a.xlsx", book))][:3] == [9, 11, 12]

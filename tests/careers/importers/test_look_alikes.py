"""Wrong downloads by somebody who does not know: one line says what the file is, and what to take instead."""

import pytest
from django.conf import settings
from django.core.management import CommandError

from .everything import PROJECTIONS, SOC, column, import_data, of_year, states
from .onet_samples import change_workbook, excel_copy
from .workbooks import read_workbook, write, write_workbook, zipped

pytestmark = pytest.mark.django_db

CASES = settings.BASE_DIR.parent / "shared" / "cases"
OLDER = "employment projections in an older form"
STATES = "employment projections of a state's agency, not the nation's"
OTHER_TABLES = "other tables of the national employment projections than Table 1.2"
GET_PROJECTIONS = "Take occupation.xlsx, which has Table 1.2, from bls.gov/emp"
TABLES = {
    "projections with headers in two rows": (
        ["Table 1.7 Occupational projections, 2016–26, and worker characteristics, 2016 (Numbers in thousands)"],
        ["2016 National Employment Matrix title and code", "", "Occupation type", "Employment", ""],
        (OLDER, GET_PROJECTIONS),
    ),
    "projections with Table 1.2 of an older classification": (
        ["Table 1.2 Occupational projections, 2018–28, and worker characteristics, 2018"],
        ["2018 National Employment Matrix title", "2018 National Employment Matrix code", "Occupation type"],
        (OLDER, "of an older classification of occupations", GET_PROJECTIONS),
    ),
    "a state agency's projections": (
        ["2023-2033 Occupational Employment Projections"],
        ["SOC Code[2]", "Occupational Title[3]", "Base Year Employment Estimate 2023[4]", "Numeric Change 2023-2033"],
        (STATES, "The site shows the nation's.", GET_PROJECTIONS),
    ),
    "projections of all states": (
        ["Long-term projections"],
        ["STFIPS", "AreaName", "OccCode", "Base", "Projected", "Change", "PercentChange", "AvgAnnualOpenings"],
        (STATES, GET_PROJECTIONS),
    ),
    "Table 1.3": (
        ["Table 1.3 Fastest growing occupations, 2024 and projected 2034 (Employment in thousands)"],
        ["2024 National Employment Matrix title", "2024 National Employment Matrix code", "Employment, 2024"],
        (OTHER_TABLES, GET_PROJECTIONS),
    ),
    "Table 1.10": (
        ["Table 1.10 Occupational separations and openings, projected 2024–34 (Employment in thousands)"],
        ["2024 National Employment Matrix title", "2024 National Employment Matrix code", "Occupation type"],
        (OTHER_TABLES, GET_PROJECTIONS),
    ),
    "industries": (
        ["Table 2.1 Employment by major industry sector, 2014, 2024, and projected 2034"],
        ["Industry sector", "2014", "2024"],
        ("the industries' part of the national employment projections", GET_PROJECTIONS),
    ),
    "education": (
        ["Table 5.4 Education and training assignments by detailed occupation, 2024"],
        ["2024 National Employment Matrix title", "2024 National Employment Matrix code"],
        ("the education part of the national employment projections", GET_PROJECTIONS),
    ),
    "the matrix": (
        ["Nurses"],
        ["Industry title", "Industry code", "2024 Employment", "2024 Percent of Occupation", "Projected 2034"],
        ("figures of the industry-occupation matrix", GET_PROJECTIONS),
    ),
    "direct match titles": (
        ["2018 SOC Direct Match Title File"],
        ["2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title", "Illustrative Example"],
        ("job titles that the SOC matches with occupations", "Take soc_structure_2018.xlsx"),
    ),
    "definitions": (
        ["2018 SOC definitions"],
        ["SOC Group", "SOC Code", "SOC Title", "SOC Definition"],
        ("definitions of the SOC's occupations", "Take soc_structure_2018.xlsx"),
    ),
    "a crosswalk of SOC editions": (
        ["Crosswalk"],
        ["2010 SOC Code", "2010 SOC Title", "2018 SOC Code", "2018 SOC Title"],
        ("a crosswalk between two editions of the SOC", "Take soc_structure_2018.xlsx"),
    ),
    "a crosswalk of programs": (
        ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"],
        ["01.0000", "Agriculture", "19-1011", "Animal Scientists"],
        ("a crosswalk between programs of study (CIP) and occupations (SOC)",),
    ),
    "a crosswalk of O*NET-SOC": (
        ["O*NET-SOC 2019 Code", "O*NET-SOC 2019 Title", "2018 SOC Code", "2018 SOC Title"],
        ["11-1011.00", "Chief Executives", "11-1011", "Chief Executives"],
        ("a crosswalk between editions of O*NET-SOC or the SOC",),
    ),
    "a list of O*NET OnLine": (
        ["Importance", "Level", "Job Zone", "Code", "Occupation"],
        ["75", "60", "4", "29-1141.00", "Registered Nurses"],
        ("a list saved from O*NET OnLine", "Take the Excel or the text edition of the whole database"),
    ),
    "research estimates": (
        ["AREA", "AREA_TITLE", "NAICS", "NAICS_TITLE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "A_MEDIAN"],
        ["1", "Alabama", "11", "Farming", "00-0000", "All Occupations", "total", "10", "20"],
        ("research estimates of pay by state and industry", "Take the national, state, metropolitan and sector files"),
    ),
    "schools": (["UNITID", "INSTNM", "CITY"], ["100654", "A College", "Normal"], ("IPEDS data about schools",)),
    "the Scorecard": (["UNITID", "OPEID", "OPEID6"], ["1", "2", "3"], ("data of the College Scorecard",)),
    "wages of industries": (
        ["area_fips", "own_code", "industry_code", "annual_avg_emplvl"],
        ["US000", "0", "10", "1"],
        ("employment and wages of industries (QCEW)", "Take the national, state, metropolitan and sector files"),
    ),
}


def refusal(*paths) -> str:
    with pytest.raises(CommandError) as refused:
        import_data(*paths)
    assert states() == []
    return str(refused.value).partition("\n")[0]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_another_kind_says_what_it_is_and_what_to_take(name, tmp_path):
    first, second, told = TABLES[name]
    path = write_workbook(tmp_path / "table.xlsx", {"Sheet1": [first, second, ["x"] * len(second)]})
    message = refusal(path)
    assert message.startswith("table.xlsx")
    assert all(words in message for words in told), message


@pytest.mark.parametrize("name", ["schools", "a list of O*NET OnLine", "a crosswalk of programs"])
def test_the_same_as_text(name, tmp_path):
    first, second, told = TABLES[name]
    path = write(tmp_path / "table.csv", "".join(",".join(row) + "\n" for row in (first, second)))
    assert all(words in refusal(path) for words in told)


def test_in_a_folder_it_is_left_alone_and_listed_with_what_it_is(tmp_path):
    first, second, _ = TABLES["a state agency's projections"]
    write_workbook(tmp_path / "edd.xlsx", {"Sheet1": [first, second]})
    told = f"{tmp_path.name}/edd.xlsx: not a file that this importer knows, but {STATES}. The site shows the nation's."
    with pytest.raises(CommandError) as refused:
        import_data(tmp_path)
    assert str(refused.value).splitlines()[0] == "None of these files holds a release that this importer knows."
    assert told in str(refused.value)
    write_workbook(tmp_path / "occupation.xlsx", read_workbook(PROJECTIONS))
    assert f"Left alone: {tmp_path.name}/edd.xlsx (not a file that this importer knows, but {STATES}." in import_data(
        tmp_path
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("occupation_data.json", '{"row":[{"onetsoc_code":"39-5011.00"}]}', "This is O*NET's JSON edition."),
        ("03_occupation_data.sql", "CREATE TABLE occupation_data (onetsoc_code CHARACTER(10));", "(MySQL, SQL Server"),
    ],
)
def test_onets_other_editions_say_to_take_excel_or_text(name, content, told, tmp_path):
    members = {f"db_31_0/{number}{name}": content for number in range(3)}
    read_me = {"db_31_0/Read Me.txt": "O*NET 31.0 Database\nAugust 2026 Release\n"}
    packed = zipped(tmp_path / "db_31_0.zip", members | read_me)
    for given in (packed, tmp_path):
        message = refusal(given)
        assert message.partition("/")[2 if given == tmp_path else 0].startswith("db_31_0.zip: This is O*NET's")
        assert told in message
        assert "Take the Excel or the text edition" in message
    assert told in refusal(write(tmp_path / name, content))


def test_a_folder_of_many_strange_files_is_not_listed_whole(tmp_path):
    for number in range(25):
        write(tmp_path / f"{number}.json", "{}")
    with pytest.raises(CommandError) as refused:
        import_data(tmp_path)
    assert str(refused.value).splitlines()[-2:] == ["And 15 more.", "Nothing was changed."]


def test_part_of_an_older_taxonomy_says_so_before_it_asks_for_anything(tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(onet / "Skills.xlsx", lambda rows: rows[-1].__setitem__(0, "15-1131.00"))
    alone = (onet / "Skills.xlsx").rename(tmp_path / "Skills.xlsx")
    for options in ({}, {"release": "29.3"}):
        with pytest.raises(CommandError, match=r"Skills\.xlsx.*: This is part of an older O\*NET taxonomy") as refused:
            import_data(alone, **options)
        assert "“15-1131.00” is not in the 2018 SOC. Take a whole release from 25.1" in str(refused.value)


def test_an_older_soc_says_which_one_to_take(tmp_path):
    book = read_workbook(SOC)
    [sheet] = book
    book[sheet].append(["", "", "", "29-2071", "Medical Records and Health Information Technicians"])
    message = refusal(write_workbook(tmp_path / "soc_structure_2010.xlsx", book))
    assert "Take soc_structure_2018.xlsx from bls.gov/soc/2018. Here 1 code is not in the 2018" in message


@pytest.mark.parametrize(
    ("name", "member", "told"),
    [
        ("pay.numbers", "Index/Document.iwa", "a document of Apple Numbers"),
        ("pay.docx", "word/document.xml", "a Word document"),
        ("occupation.xlsx", "ppt/presentation.xml", "a PowerPoint presentation"),
    ],
)
def test_documents_that_are_zips_inside_are_named(name, member, told, tmp_path):
    packed = zipped(tmp_path / name, {"[Content_Types].xml": "<Types/>"} | {member: "x"})
    told = f"{name}: This is neither a spreadsheet nor a text table. It is {told}"
    assert refusal(packed).startswith(told)


def test_copies_of_workbooks_as_text_are_told_apart(tmp_path):
    for sample, sheet in ((PROJECTIONS, "Table 1.2"), (SOC, "2018 Structure")):
        lines = [",".join(f'"{cell}"' for cell in row) for row in read_workbook(sample)[sheet]]
        copy = write(tmp_path / f"{sample.stem}.csv", "\n".join(lines))
        assert f"as text. Give the publisher's own workbook, {sample.name}." in refusal(copy)


@pytest.mark.parametrize("year", ["0000", "1066", "2999"])
def test_years_that_cannot_be_are_refused(year, tmp_path):
    with pytest.raises(CommandError, match=f"The year {int(year)} cannot be right for these figures"):
        import_data(PROJECTIONS, period=f"May {year}")
    book = read_workbook(PROJECTIONS)
    book["Table 1.2"][1] = [str(cell).replace("2024", year) for cell in book["Table 1.2"][1]]
    if year == "1066":
        assert "cannot be right" in refusal(write_workbook(tmp_path / "occupation.xlsx", book))
    assert states() == []


def test_a_release_that_will_be_out_in_seventy_years_is_refused(tmp_path):
    onet = excel_copy(tmp_path)
    (onet / "Read Me.txt").unlink()
    with pytest.raises(CommandError, match="The year 2094 cannot be right"):
        import_data(onet, release="99.0")
    write(onet / "Read Me.txt", "O*NET 29.3 Database\nMay 2995 Release\n")
    assert "The year 2995 cannot be right" in refusal(onet)

    def far(rows):
        assert column(rows, "AREA") == 0

    assert "The year 2099 cannot be right" in refusal(of_year(2099, tmp_path, change=far))


@pytest.mark.skipif(not CASES.is_dir(), reason="the small inputs that failed lie beside the project, and are not there")
@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("10-older-projections-form/occupation.xlsx", OLDER),
        ("11-state-agency-projections/edd.xlsx", STATES),
        ("13-other-editions/db_31_0_json.zip", "This is O*NET's JSON edition"),
        ("13-other-editions/db_31_0_mysql.zip", "Take the Excel or the text edition"),
        ("14-older-taxonomy-in-part/Skills.xlsx", ": This is part of an older O*NET taxonomy"),
    ],
)
def test_the_inputs_that_failed_are_named(case, told):
    assert told in refusal(CASES / case)


def test_one_script_of_onets_database_edition_is_known_by_its_tables_too(tmp_path):
    script = "CREATE TABLE content_model_reference (\n  element_id CHARACTER VARYING(20) NOT NULL);\nINSERT INTO x"
    packed = zipped(tmp_path / "db_30_0_oracle.zip", {"db_30_0_oracle/01_content_model_reference.sql": script})
    with pytest.raises(CommandError, match=r"This is O\*NET's edition for databases"):
        import_data(packed)

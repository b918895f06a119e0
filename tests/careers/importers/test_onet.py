"""What an O*NET release tells of an occupation, from either edition."""

import json
from datetime import date

import pytest

from careers import data_sets
from careers.importers import onet
from careers.importers.reading import BadFile, open_file, source_files

from .onet_samples import EXCEL, TEXT, change_text, change_workbook, collect, excel_copy, profiles, text_copy, text_zip


@pytest.fixture
def nurse(tmp_path):
    return profiles(EXCEL, workspace=tmp_path)["29-1141.00"]


@pytest.fixture
def records(tmp_path):
    return profiles(EXCEL, workspace=tmp_path)["29-2072.00"]


def test_both_editions_give_the_same_profiles(tmp_path):
    excel = profiles(EXCEL, workspace=tmp_path / "excel")
    text = profiles(text_zip(tmp_path), workspace=tmp_path / "text")
    assert len(excel) == 6
    assert list(excel) == sorted(excel)
    assert excel == text


def test_profiles_are_kept_as_json(tmp_path):
    for row in profiles(EXCEL, workspace=tmp_path).values():
        assert json.loads(json.dumps(row.data, allow_nan=False)) == row.data


def test_core_tasks_come_first_and_bare_quotes_stay(tmp_path):
    for source in (EXCEL, TEXT):
        row = profiles(source, workspace=tmp_path / source.name)["29-1141.00"]
        assert row.data["tasks"] == [
            ["Give medicines on time and note each dose.", "Core"],
            ['Drop used needles into the bin marked "sharps".', "Core"],
            ["Order supplies for the ward.", "Supplemental"],
        ]


def test_a_task_without_a_type_is_kept(records):
    assert records.data["tasks"] == [
        ["Match each diagnosis to its code.", ""],
        ["Ask clinicians about notes that are unclear.", ""],
    ]


def test_each_title_stands_once(tmp_path):
    found = profiles(EXCEL, workspace=tmp_path)
    records, developer, nurse = (found[code].data for code in ("29-2072.00", "15-1252.00", "29-1141.00"))
    assert records["reported_titles"] == ["Medical Records Clerk", "Coder", "Health Information Specialist"]
    assert records["alternate_titles"] == ["Certified Professional Coder (CPC)", "Medical Coder"]
    assert records["short_titles"] == ["CPC"]
    assert developer["alternate_titles"] == ["Software Engineer"]
    assert nurse["alternate_titles"] == ["Registered Nurse (RN)", "Ward Nurse"]
    assert nurse["short_titles"] == ["RN", "Reg Nurse"]


def test_skills_come_by_importance_then_name_and_ten_are_explained(nurse):
    skills = nurse.data["skills"]
    assert skills[:3] == [
        ["Social Perceptiveness", 4.12, "Noticing how others feel, and why."],
        ["Active Listening", 4.0, "Hearing people out before answering."],
        ["Coordination", 4.0, "Fitting own work to that of others."],
    ]
    order = [(-importance, name) for name, importance, _ in skills]
    assert order == sorted(order)
    assert len(skills) == 12
    assert [bool(meaning) for *_, meaning in skills] == [True] * 10 + [False] * 2


def test_a_rating_that_should_be_suppressed_is_left_out(tmp_path):
    technologist = profiles(EXCEL, workspace=tmp_path)["29-2011.00"]
    names = [name for name, *_ in technologist.data["skills"]]
    assert len(names) == 11
    assert "Service Orientation" not in names


def test_knowledge_is_apart_from_skills(nurse):
    assert [name for name, *_ in nurse.data["knowledge"]] == [
        "Psychology",
        "Medicine and Dentistry",
        "English Language",
        "Administrative",
        "Administration and Management",
    ]


def test_software_in_demand_comes_first(tmp_path):
    found = profiles(EXCEL, workspace=tmp_path)
    assert found["15-1252.00"].data["technology"] == [
        ["Git", "File versioning software", True, True],
        ["Python", "Object or component oriented development software", True, True],
        ["Microsoft Excel", "Spreadsheet software", True, False],
        ["Xcode", "Development environment software", False, False],
    ]


def test_releases_without_the_demand_column_are_read(tmp_path):
    folder = text_copy(tmp_path)
    change_text(folder / "Technology Skills.txt", lambda rows: [row.pop() for row in rows])
    tools = profiles(folder, workspace=tmp_path / "w")["29-2072.00"].data["technology"]
    assert [(name, hot, demand) for name, _, hot, demand in tools] == [
        ("Microsoft Excel", True, False),
        ("Epic Systems", True, False),
        ("eClinicalWorks EHR software", True, False),
    ]


def test_education_in_plain_words_without_suppressed_answers(records):
    assert records.data["education"] == [
        ["High school diploma or equivalent", 18.5],
        ["Certificate after high school", 41.25],
        ["Associate's degree", 20.0],
        ["Bachelor's degree", 8.0],
    ]


def test_education_is_not_told_where_the_commonest_answer_is_suppressed(nurse):
    assert nurse.data["education"] == []


def test_a_category_that_changed_its_meaning_takes_the_publishers_words(tmp_path):
    folder = excel_copy(tmp_path)

    def rename(rows):
        rows[3][5] = "Trade Certificate - for a course in a trade"

    change_workbook(folder / "Education, Training, and Experience Categories.xlsx", rename)
    found = profiles(folder, workspace=tmp_path / "w")["29-2072.00"]
    assert ["Trade Certificate", 41.25] in found.data["education"]


def test_job_zone_with_its_words(records, tmp_path):
    assert records.job_zone == 3
    assert records.data["job_zone"] == {
        "number": 3,
        "name": "Job Zone Three: Medium Preparation Needed",
        "experience": "Earlier work of the same kind is needed.",
        "education": "A vocational course or an associate degree is usual.",
        "training": "One or two years of training on the job, or an apprenticeship.",
    }


@pytest.mark.parametrize(
    ("label", "name"), [("29.3", "Job Zone Three: Medium Preparation Needed"), ("30.2", "Job Zone 3")]
)
def test_job_zone_without_the_table_of_its_words(tmp_path, label, name):
    folder = excel_copy(tmp_path)
    (folder / "Job Zone Reference.xlsx").unlink()
    released = onet.release_date(label)
    row = profiles(folder, workspace=tmp_path / "w", label=label, released=released)["29-2072.00"]
    assert row.data["job_zone"] == {"number": 3, "name": name, "experience": "", "education": "", "training": ""}


def test_interests_are_the_six_types_best_first(records):
    assert records.data["interests"] == [
        ["Conventional", 6.97],
        ["Investigative", 4.33],
        ["Social", 3.38],
        ["Realistic", 2.86],
        ["Enterprising", 1.88],
        ["Artistic", 1.0],
    ]


def test_related_occupations_stand_in_the_publishers_order(nurse):
    assert nurse.data["related"] == [
        ["29-2099.00", "Health Technologists and Technicians, All Other", "Primary-Short"],
        ["29-2011.00", "Medical and Clinical Laboratory Technologists", "Primary-Long"],
    ]


def test_an_occupation_that_only_its_description_covers(tmp_path):
    row = profiles(EXCEL, workspace=tmp_path)["55-1011.00"]
    assert (row.title, row.job_zone) == ("Air Crew Officers", None)
    assert row.summary == row.data["description"] == "Lead the people who fly and support military aircraft."
    assert row.data["job_zone"] is None
    assert row.data["alternate_titles"] == ["Mission Commander"]
    empty = ["tasks", "reported_titles", "short_titles", "skills", "knowledge", "technology", "education", "interests"]
    assert [row.data[name] for name in empty] == [[]] * len(empty)


def test_the_summary_is_the_first_sentence_cut_at_a_word(nurse, records):
    assert records.summary == "Keep the record of every visit complete, private, and easy to find."
    assert len(nurse.summary) <= 200
    assert nurse.summary.endswith("…")
    assert nurse.data["description"].startswith(nurse.summary.removesuffix("…") + " ")


def test_an_abbreviation_does_not_end_a_sentence(tmp_path):
    folder = text_copy(tmp_path)

    def describe(rows):
        rows[1][2] = "Serve the U.S. Army. Also serve others."

    change_text(folder / "Occupation Data.txt", describe)
    assert profiles(folder, workspace=tmp_path / "w")["15-1252.00"].summary == "Serve the U.S. Army."


def test_only_occupation_data_is_needed(tmp_path):
    found = profiles(EXCEL / "Occupation Data.xlsx", workspace=tmp_path)
    assert len(found) == 6
    assert found["29-1141.00"].data["tasks"] == []


def test_the_layout_of_newer_releases_is_read_alike(tmp_path):
    """Release 30.3 renamed files and columns, and split the skills and the education table in two."""
    folder = text_copy(tmp_path)
    for old, new in [
        ("Interests", "Career Interest Types"),
        ("Alternate Titles", "Job Titles"),
        ("Technology Skills", "Software Skills"),
        ("Education, Training, and Experience", "Education"),
        ("Education, Training, and Experience Categories", "Education Categories"),
    ]:
        (folder / f"{old}.txt").rename(folder / f"{new}.txt")
    skills = (folder / "Skills.txt").read_bytes().decode().splitlines(keepends=True)
    for name, family in [("Essential", "\t2.A"), ("Transferable", "\t2.B")]:
        lines = [skills[0]] + [line for line in skills if family in line]
        (folder / f"{name} Skills.txt").write_bytes("".join(lines).encode())
    (folder / "Skills.txt").unlink()

    def rename_software(rows):
        rows[0][1:4] = ["Workplace Example", "Element ID", "Element Name"]
        for row in rows[1:]:
            row[2] = "2.E.1.a"

    change_text(folder / "Software Skills.txt", rename_software)
    change_text(folder / "Job Titles.txt", lambda rows: rows[0].__setitem__(1, "Job Title"))
    new = profiles(folder, workspace=tmp_path / "new", label="31.0", released=date(2026, 8, 1))
    assert new == profiles(TEXT, workspace=tmp_path / "old")


@pytest.mark.parametrize("source", [EXCEL, TEXT])
def test_tables_are_known_by_their_columns_not_their_names(tmp_path, source):
    names = {}
    for number, file in enumerate(sorted(source.iterdir())):
        if file.stem == "Read Me":
            continue
        renamed = tmp_path / f"{number}{file.suffix}"
        renamed.write_bytes(file.read_bytes())
        book = open_file(source_files([renamed], tmp_path)[0])
        names[file.stem] = onet.recognises(book.table(book.sheet_names[0]))
    assert names == {
        "Alternate Titles": "alternate titles",
        "Content Model Reference": "content model",
        "Education, Training, and Experience": "education",
        "Education, Training, and Experience Categories": "education categories",
        "Interests": "interests",
        "Job Zone Reference": "job zone reference",
        "Job Zones": "job zones",
        "Knowledge": "knowledge",
        "Occupation Data": "occupations",
        "Related Occupations": "related",
        "Sample of Reported Titles": "reported titles",
        "Scales Reference": onet.UNUSED,
        "Skills": "skills",
        "Task Statements": "tasks",
        "Technology Skills": "technology",
        "Abilities": "abilities",
        "Work Activities": "work activities",
        "Work Context": "work context",
        "Work Context Categories": "context categories",
        "Work Styles": "work styles",
    }


OTHER_TABLES = {
    "Career Changers Matrix": ["O*NET-SOC Code", "Title", "Related O*NET-SOC Code", "Related Title", "Index"],
    "Work Values": ["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "N"],
    "Task Ratings": ["O*NET-SOC Code", "Task ID", "Scale ID", "Category", "Data Value"],
    "Tasks to DWAs": ["O*NET-SOC Code", "Task ID", "DWA ID", "Date", "Domain Source"],
    "Emerging Tasks": ["O*NET-SOC Code", "Task", "Category", "Original Task ID", "Original Task", "Date"],
    "Tools Used": ["O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title"],
    "Abilities to Work Context": ["Abilities Element ID", "Abilities Element Name", "Work Context Element ID"],
    "GWAs to IWAs": ["GWA Element ID", "IWA Element ID", "IWA Element Name"],
    "Task Categories": ["Scale ID", "Scale Name", "Category", "Category Description"],
}
CELLS = {"Element ID": "1.B.2.a", "O*NET-SOC Code": "29-1141.00"}


@pytest.mark.parametrize("name", OTHER_TABLES)
def test_tables_that_are_not_used_are_known_and_left_alone(tmp_path, name):
    file = tmp_path / "table.txt"
    columns = OTHER_TABLES[name]
    file.write_text("\t".join(columns) + "\n" + "\t".join(CELLS.get(column, "1") for column in columns) + "\n")
    book = open_file(source_files([file], tmp_path)[0])
    table = book.table("")
    assert onet.recognises(table) == onet.UNUSED
    collector = collect(EXCEL, workspace=tmp_path / "w")
    collector.add(onet.UNUSED, table)
    assert len(list(collector.profiles())) == 6


@pytest.mark.parametrize(
    "columns",
    [
        ["OCC_CODE", "OCC_TITLE", "TOT_EMP"],
        ["O*NET-SOC Code", "Title", "My notes"],
        ["O*NET-SOC Code", "Title", "Description", "My notes"],
        ["Code", "Occupation", "Description"],
    ],
)
def test_other_tables_are_not_taken_for_onets(tmp_path, columns):
    file = tmp_path / "table.txt"
    file.write_text("\t".join(columns) + "\n" + "\t".join("29-1141.00" for _ in columns) + "\n")
    book = open_file(source_files([file], tmp_path)[0])
    assert onet.recognises(book.table("")) is None


def test_the_read_me_names_the_release():
    text = (TEXT / "Read Me.txt").read_text()
    assert onet.release_in_read_me(text) == onet.OnetRelease("29.3", date(2025, 5, 1))
    assert onet.release_in_read_me("O*NET® 31.0 Database\r\nAugust 2026 Release\r\n") == onet.OnetRelease(
        "31.0", date(2026, 8, 1)
    )
    assert onet.release_in_read_me("Some other notes about O*NET") is None


@pytest.mark.parametrize(
    ("label", "released"),
    [
        ("25.1", date(2020, 11, 1)),
        ("28.2", date(2024, 2, 1)),
        ("29.3", date(2025, 5, 1)),
        ("30.0", date(2025, 8, 1)),
        ("30.1", date(2025, 11, 1)),
    ],
)
def test_a_releases_month_follows_from_its_number(label, released):
    assert onet.release_date(label) == released


@pytest.mark.parametrize("label", ["29.4", "29", "", "May 2025", "29.3.1", "٢٩.٣"])
def test_what_is_no_release_number_is_refused(label):
    with pytest.raises(BadFile, match=r"O\*NET release"):
        onet.release_date(label)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("db_29_3_text.zip", "29.3"),
        ("db_29_3_text.zip: db_29_3_text/Skills.txt", "29.3"),
        ("db_30_0_excel", "30.0"),
        ("onet-29.3", "29.3"),
        ("ONET_25_1", "25.1"),
        ("downloads", None),
        ("national_M2024_dl.xlsx", None),
        ("onet-2025", None),
    ],
)
def test_a_name_hints_at_the_release(name, label):
    assert onet.label_in_name(name) == label


def test_the_attribution_is_onets_own_wording():
    text = data_sets.TEXT.attribution.format(label="29.3")
    assert "information from the O*NET 29.3 Database by the U.S. Department of Labor" in text
    assert "Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA." in text
    assert "has modified all or some of this information" in text
    assert "has not approved, endorsed, or tested these modifications" in text
    assert len(text) <= 500

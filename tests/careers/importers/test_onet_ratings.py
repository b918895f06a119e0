"""What the work is like, as a release rates it: its styles, its context, its activities and the abilities for it."""

from datetime import date

import pytest
from django.core.management import CommandError

from careers.importers.reading import BadFile

from .everything import import_data, states
from .onet_samples import EXCEL, change_text, change_workbook, cut_short, excel_copy, profiles, text_copy

NURSE, TECHNOLOGIST, PILOT = "29-1141.00", "29-2011.00", "55-1011.00"
PARTS = {"work_styles", "work_context", "work_activities", "abilities"}
TABLES = ("Work Styles", "Work Context", "Work Activities", "Abilities", "Work Context Categories")


@pytest.fixture
def nurse(tmp_path):
    return profiles(EXCEL, workspace=tmp_path)[NURSE].data


def test_styles_activities_and_abilities_come_by_importance_with_their_elements(nurse):
    assert nurse["work_styles"][:3] == [
        ["1.C.5.c", "Integrity", 4.9],
        ["1.C.3.b", "Concern for Others", 4.8],
        ["1.C.5.b", "Attention to Detail", 4.7],
    ]
    assert len(nurse["work_styles"]) == 16
    assert nurse["work_activities"][0] == ["4.A.4.a.5", "Assisting and Caring for Others", 4.8]
    assert nurse["abilities"][0] == ["1.A.1.b.3", "Problem Sensitivity", 4.3]
    for part in ("work_styles", "work_activities", "abilities"):
        ratings = [rating for *_, rating in nurse[part]]
        assert ratings == sorted(ratings, reverse=True)


def test_of_the_context_the_means_are_read_and_not_the_percentages(nurse):
    assert nurse["work_context"][:2] == [
        ["4.C.1.a.4", "Contact With Others", 4.9, "All the time"],
        ["4.C.1.b.1.e", "Work With or Contribute to a Work Group or Team", 4.8, "It matters above all"],
    ]
    assert ["4.C.3.d.8", "Duration of Typical Work Week", 2.1, "40 hours"] in nurse["work_context"]
    assert [element for element, *_ in nurse["work_context"]] == sorted(one[0] for one in nurse["work_context"])


def test_no_answer_is_near_the_mean_of_answers_that_are_in_no_order(nurse):
    assert ["4.C.3.d.4", "Work Schedules", 1.3, ""] in nurse["work_context"]


def test_ratings_that_should_be_suppressed_are_left_out(tmp_path):
    found = profiles(EXCEL, workspace=tmp_path)
    told = {code: {one[1] for part in PARTS for one in found[code].data.get(part, [])} for code in found}
    assert "Public Speaking" not in told[NURSE]
    assert "Public Speaking" in told[TECHNOLOGIST]
    assert "Analyzing Data or Information" not in told[NURSE]
    assert "Innovation" not in told[TECHNOLOGIST]
    assert "Arm-Hand Steadiness" not in told[TECHNOLOGIST]


def test_an_occupation_without_ratings_has_no_such_parts(tmp_path):
    data = profiles(EXCEL, workspace=tmp_path)[PILOT].data
    assert not PARTS & data.keys()


def test_the_context_is_read_without_the_words_of_its_answers(tmp_path):
    folder = excel_copy(tmp_path)
    (folder / "Work Context Categories.xlsx").unlink()
    found = profiles(folder, workspace=tmp_path / "w")[NURSE].data["work_context"]
    assert found[0] == ["4.C.1.a.4", "Contact With Others", 4.9, ""]


def of_thirty(rows: list[list[str]]) -> None:
    """As releases from 30.0 on have it: no statistics, other elements, and two scales of their own."""
    columns = ["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "Date", "Domain Source"]
    told = [
        ("1.D.2.c", "Empathy", "2.75", "1"),
        ("1.D.3.b", "Attention to Detail", "2.50", "0"),
        ("1.D.1.d", "Tolerance for Ambiguity", "-0.11", "n/a"),
    ]
    rows[:] = [columns]
    for element, name, impact, rank in told:
        rows.append([NURSE, element, name, "WI", impact, "08/2025", "AI/Expert"])
        rows.append([NURSE, element, name, "DR", rank, "08/2025", "AI/Expert"])


def test_styles_of_newer_releases_come_by_their_impact(tmp_path):
    folder = text_copy(tmp_path)
    change_text(folder / "Work Styles.txt", of_thirty)
    found = profiles(folder, workspace=tmp_path / "w", label="30.3", released=date(2026, 5, 1))
    assert found[NURSE].data["work_styles"] == [
        ["1.D.2.c", "Empathy", 2.75],
        ["1.D.3.b", "Attention to Detail", 2.5],
        ["1.D.1.d", "Tolerance for Ambiguity", -0.11],
    ]


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("Work Context", "Data Value", 5.5, "5.5 is not between 1 and 5"),
        ("Work Styles", "Data Value", 0.5, "0.5 is not between 1 and 5"),
        ("Work Activities", "Element ID", "4.C.1.a.4", "does not belong among work activities"),
        ("Work Context Categories", "Category", 2.0, "Category 2 of element 4.C.1.a.2.c stands twice"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, table, column, value, said):
    folder = excel_copy(tmp_path)

    def spoil(rows):
        rows[2 if table == "Work Activities" else 1][rows[0].index(column)] = value

    change_workbook(folder / f"{table}.xlsx", spoil)
    with pytest.raises(BadFile, match=said):
        profiles(folder, workspace=tmp_path / "w")


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_lost_a_column_is_refused_and_not_left_alone(tmp_path, table):
    folder = excel_copy(tmp_path)

    def lose(rows):
        place = rows[0].index("Scale ID")
        for row in rows:
            del row[place]

    change_workbook(folder / f"{table}.xlsx", lose)
    with pytest.raises(CommandError, match=f"{table}.xlsx") as refused:
        import_data(folder)
    assert "Scale ID" in str(refused.value)


@pytest.mark.django_db
def test_a_release_without_any_of_these_tables_lacks_nothing(tmp_path):
    folder = excel_copy(tmp_path)
    for table in TABLES:
        (folder / f"{table}.xlsx").unlink()
    output = import_data(folder)
    assert not [part for part in ("Work styles", "Work context", "Work activities", "Abilities") if part in output]
    assert states() == [("onet", "May 2025", "staged")]


@pytest.mark.django_db
def test_a_release_that_lost_some_of_them_beside_the_live_one_is_told_so(tmp_path):
    import_data(EXCEL, approve=True, despite_losses=True)
    onet = cut_short("Work Styles", folder=tmp_path)
    (onet / "Work Context.xlsx").unlink()
    assert "has: Work styles for 1 of 2 occupations; Work context for 2 of 2 occupations. " in import_data(onet)

"""`import_data --skip-unreadable`: what cannot be read is listed, what hangs on it is left out, the rest is staged."""

import shutil

import pytest
from django.core.management import CommandError

from careers.models import Occupation, Release

from .everything import (
    METROPOLITAN,
    NATIONAL,
    PROJECTIONS,
    SECTOR,
    SOC,
    STATE,
    column,
    everything,
    import_data,
    of_year,
    states,
)
from .onet_samples import change_workbook, excel_copy, text_copy
from .workbooks import spoiled, zipped

pytestmark = pytest.mark.django_db

NO_ACCESS = b"Access Denied\n"


def skipping(*paths, **options) -> str:
    return import_data(*paths, skip_unreadable=True, **options)


def only(area_type: str):
    def change(rows):
        rows[1:] = [row for row in rows[1:] if row[column(rows, "AREA_TYPE")] == area_type]

    return change


def bad(path, content: bytes = NO_ACCESS):
    path.write_bytes(content)
    return path


def test_the_rest_is_staged_and_every_bad_file_is_listed(tmp_path):
    for sample in (SOC, SECTOR, STATE):
        shutil.copy(sample, tmp_path)
    bad(tmp_path / "national_M2024_dl.xlsx")
    bad(tmp_path / "occupation.xlsx")
    output = skipping(tmp_path)
    assert states() == [
        ("soc", "2018", "staged"),
        ("oews-industry", "May 2024", "staged"),
        ("oews-state", "May 2024", "staged"),
    ]
    assert (
        f"Cannot be read: {tmp_path.name}/national_M2024_dl.xlsx: This is not a table but a text, “Access D" in output
    )
    assert f"Cannot be read: {tmp_path.name}/occupation.xlsx: This is not a table but a text, “Access Denied”" in output
    assert "Not imported" not in output


def test_it_may_be_approved_at_once(tmp_path):
    skipping(bad(tmp_path / "state_M2024_dl.xlsx"), NATIONAL, approve=True)
    assert states() == [("oews-national", "May 2024", "live")]


@pytest.mark.parametrize("name", ["Skills.xlsx", "Job Zones.xlsx", "Occupation Data.xlsx", "table 7.xlsx"])
def test_an_onet_release_with_a_bad_table_is_not_imported_at_all(name, tmp_path):
    onet = excel_copy(tmp_path)
    bad(onet / name)
    output = skipping(onet, NATIONAL)
    assert states() == [("oews-national", "May 2024", "staged")]
    assert f"Cannot be read: onet/{name}" in output
    assert "Not imported: Occupational information (O*NET), 29.3; a part of it cannot be read: onet/" in output


def test_a_bad_table_in_a_zip_keeps_that_release_out_too(tmp_path):
    onet = text_copy(tmp_path)
    members = {f"db_29_3_text/{file.name}": file.read_bytes() for file in onet.iterdir()}
    packed = zipped(tmp_path / "db_29_3_text.zip", members | {"db_29_3_text/Interests.txt": b""})
    assert "Not imported: Occupational information (O*NET), 29.3;" in skipping(packed, PROJECTIONS)
    assert states() == [("projections", "2024–34", "staged")]


def test_a_bad_table_that_onet_has_and_nobody_uses_keeps_nothing_out(tmp_path):
    onet = excel_copy(tmp_path)
    bad(onet / "Work Values.xlsx")
    assert "Cannot be read: onet/Work Values.xlsx" in skipping(onet)
    assert states() == [("onet", "May 2025", "staged")]


def test_bad_pay_beside_onets_tables_keeps_them_out_of_nothing(tmp_path):
    onet = excel_copy(tmp_path)
    bad(onet / "national_M2025_dl.xlsx")
    skipping(onet)
    assert states() == [("onet", "May 2025", "staged")]


@pytest.mark.parametrize("name", ["BOS_M2024_dl.xlsx", "bos.xlsx", "oesm24ma.zip"])
def test_half_of_the_metropolitan_pair_is_not_imported_without_the_other(name, tmp_path):
    of_year(2024, tmp_path, METROPOLITAN, only("4"), "MSA_M2024_dl.xlsx")
    shutil.copy(NATIONAL, tmp_path)
    bad(tmp_path / name)
    output = skipping(tmp_path)
    assert states() == [("oews-national", "May 2024", "staged")]
    assert "Not imported: Pay by metropolitan area (OEWS), May 2024; a part of it cannot be read" in output


@pytest.mark.parametrize("name", ["natsector_owner_M2024_dl.xlsx", "nat3d_M2024_dl.xlsx", "field_descriptions.xlsx"])
def test_a_bad_file_that_nobody_would_have_read_keeps_no_pair_out(name, tmp_path):
    of_year(2024, tmp_path, METROPOLITAN, only("4"), "MSA_M2024_dl.xlsx")
    bad(tmp_path / name)
    assert f"Cannot be read: {tmp_path.name}/{name}" in skipping(tmp_path)
    assert states() == [("oews-metropolitan", "May 2024", "staged")]


def test_a_bad_file_of_another_year_keeps_no_pair_out(tmp_path):
    of_year(2024, tmp_path, METROPOLITAN, only("4"), "MSA_M2024_dl.xlsx")
    bad(tmp_path / "BOS_M2023_dl.xlsx")
    skipping(tmp_path)
    assert states() == [("oews-metropolitan", "May 2024", "staged")]


def spoiled_pair(folder):
    def spoil(rows):
        only("6")(rows)
        rows[-1][column(rows, "A_MEDIAN")] = "a lot"

    return [
        of_year(2024, folder, METROPOLITAN, only("4"), "MSA_M2024_dl.xlsx"),
        of_year(2024, folder, METROPOLITAN, spoil, "BOS_M2024_dl.xlsx"),
    ]


def test_a_bad_cell_far_down_names_itself_and_keeps_its_release_out(tmp_path):
    jobs = spoiled(
        "projections/occupation.xlsx", tmp_path, {(9, "Employment, 2024"): "x"}, sheet="Table 1.2", header_row=2
    )
    output = skipping(*spoiled_pair(tmp_path), jobs, NATIONAL, STATE)
    assert states() == [("oews-national", "May 2024", "staged"), ("oews-state", "May 2024", "staged")]
    assert "Not imported: Pay by metropolitan area (OEWS), May 2024; BOS_M2024_dl.xlsx, sheet" in output
    assert "“a lot” is not a dollar amount" in output
    assert 'Not imported: Employment projections, 2024–34; occupation.xlsx, sheet "Table 1.2", row 9' in output
    assert not Occupation.objects.filter(introduced_by=None).exists()
    assert not Release.objects.filter(state="loading").exists()


def test_a_dry_run_tells_the_same_and_stores_nothing(tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(onet / "Skills.xlsx", lambda rows: rows[-1].__setitem__(rows[0].index("Data Value"), "high"))
    before = everything()
    output = skipping(onet, NATIONAL, bad(tmp_path / "occupation.xlsx"), dry_run=True)
    assert everything() == before
    assert "Cannot be read: occupation.xlsx" in output
    assert "Not imported: Occupational information (O*NET), 29.3; onet/Skills.xlsx" in output
    assert "Dry run: the rest can be read; nothing was stored." in output


def test_two_files_of_one_release_keep_that_release_out_alone(tmp_path):
    def change(rows):
        rows[-1][column(rows, "TOT_EMP")] += 10

    output = skipping(NATIONAL, of_year(2024, tmp_path, change=change, name="other.xlsx"), PROJECTIONS)
    assert states() == [("projections", "2024–34", "staged")]
    assert "May 2024 is in two files: national_M2024_dl.xlsx and other.xlsx. Give one of them." in output


def test_where_nothing_is_left_to_import_it_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"(?s)occupation\.xlsx: This is not a table.*\nNothing was changed\."):
        skipping(bad(tmp_path / "occupation.xlsx"))
    onet = excel_copy(tmp_path)
    bad(onet / "Skills.xlsx")
    with pytest.raises(CommandError) as refused:
        skipping(onet)
    assert "--skip-unreadable" not in str(refused.value)
    jobs = spoiled(
        "projections/occupation.xlsx", tmp_path, {(9, "Employment, 2024"): "x"}, sheet="Table 1.2", header_row=2
    )
    with pytest.raises(CommandError, match="“x” is not a number"):
        skipping(jobs)
    assert states() == []


def test_what_is_known_already_is_no_reason_to_refuse(tmp_path):
    import_data(NATIONAL)
    output = skipping(NATIONAL, bad(tmp_path / "occupation.xlsx"))
    assert "Unchanged: 1 file of release" in output
    assert "Cannot be read: occupation.xlsx" in output


def test_good_files_are_read_as_without_the_choice(tmp_path):
    skipping(NATIONAL, SECTOR)
    assert [state for *_, state in states()] == ["staged", "staged"]

"""Which release files are of: what they tell, what a name tells, and what somebody says of them."""

import shutil

import pytest
from django.core.management import CommandError

from careers.models import Release

from .everything import NATIONAL, ONET, PROJECTIONS, SOC, STATE, everything, import_data, states
from .onet_samples import change_workbook, excel_copy
from .workbooks import read_workbook, write, write_workbook, zipped

pytestmark = pytest.mark.django_db


def without_a_year(tmp_path):
    [rows, *_] = read_workbook(STATE).values()
    return write_workbook(tmp_path / "state.xlsx", {"Sheet1": rows})


def test_a_file_that_does_not_tell_its_period_needs_to_be_told(tmp_path):
    untold = without_a_year(tmp_path)
    with pytest.raises(CommandError, match=r"state.xlsx: .*give the period, such as --period"):
        import_data(untold)
    with pytest.raises(CommandError, match="“last year” is not a period"):
        import_data(untold, period="last year")
    assert states() == []
    import_data(untold, period="May 2023")
    assert states() == [("oews-state", "May 2023", "staged")]


def test_a_period_that_the_file_contradicts_is_refused():
    with pytest.raises(CommandError, match=r"national_M2024_dl.xlsx: .*May 2024, not “May 2023”"):
        import_data(NATIONAL, period="May 2023")
    assert states() == []
    import_data(NATIONAL, period="May 2024")
    assert states() == [("oews-national", "May 2024", "staged")]


def test_a_period_or_release_that_a_known_file_contradicts_is_refused(tmp_path):
    import_data(NATIONAL, ONET)
    before = everything()
    with pytest.raises(CommandError, match=r"national_M2024_dl.xlsx: This file was read before, as of May 2024, not"):
        import_data(NATIONAL, period="May 2023")
    with pytest.raises(CommandError, match=r"read before, as of O\*NET 29\.3, not 30\.0"):
        import_data(ONET, release="30.0")
    with pytest.raises(CommandError, match="“last year” is not a period"):
        import_data(NATIONAL, period="last year")
    import_data(NATIONAL, ONET, period="2024", release="29.3")
    assert everything() == before


def next_onet(folder):
    """The release after the sample's, most of whose files are the same."""
    folder.mkdir()
    onet = excel_copy(folder)
    change_workbook(onet / "Job Zones.xlsx", lambda rows: rows[1].__setitem__(rows[0].index("Job Zone"), 5))
    write(onet / "Read Me.txt", "O*NET 30.0 Database\nAugust 2025 Release\n")
    return onet


def test_files_that_two_releases_share_belong_to_the_one_whose_others_lie_beside_them(tmp_path):
    import_data(ONET, approve=True)
    new = next_onet(tmp_path / "new")
    import_data(new)
    first, second = Release.objects.order_by("pk")
    before = everything()
    output = import_data(ONET, approve=True, release="29.3")
    assert f"Unchanged: 25 files of release {first.pk}, " in output
    assert output.count("Unchanged: ") == 1
    assert f"Unchanged: 25 files of release {second.pk}, " in import_data(new)
    assert everything() == before


def test_a_release_may_be_told_for_files_that_an_earlier_one_has_too(tmp_path):
    import_data(ONET)
    new = next_onet(tmp_path / "new")
    (new / "Read Me.txt").unlink()
    import_data(new, release="30.0")
    assert [release.label for release in Release.objects.order_by("pk")] == ["29.3", "30.0"]


def test_a_period_or_release_that_no_file_needs_is_refused():
    with pytest.raises(CommandError, match="“May 2024” was given, but none of these files holds pay figures"):
        import_data(PROJECTIONS, SOC, period="May 2024")
    with pytest.raises(CommandError, match=r"29\.3 was given, but none of these files is of O\*NET"):
        import_data(NATIONAL, release="29.3")
    assert states() == []


def test_onet_tables_that_do_not_tell_their_release_need_to_be_told(tmp_path):
    alone = shutil.copy(ONET / "Occupation Data.xlsx", tmp_path)
    with pytest.raises(CommandError, match=r"Occupation Data.xlsx: .*such as --release 29\.3"):
        import_data(alone)
    with pytest.raises(CommandError, match="older taxonomy"):
        import_data(alone, release="24.0")
    assert states() == []
    import_data(alone, release="29.3")
    assert Release.objects.get().label == "29.3"


def test_a_release_that_only_a_name_tells_is_said_with_that_name(tmp_path):
    folder = tmp_path / "onet-30.0"
    folder.mkdir()
    alone = shutil.copy(ONET / "Occupation Data.xlsx", folder / "Occupation Data.xlsx")
    packed = zipped(tmp_path / "db_30_1_excel.zip", {"new/Occupation Data.xlsx": alone.read_bytes()})
    assert "release 30.1, taken from the zip's name, “db_30_1_excel.zip”." in import_data(packed, dry_run=True)
    told = "O*NET: release 30.0, taken from the folder's name, “onet-30.0”."
    assert told in import_data(folder, dry_run=True)
    assert told in import_data(alone)
    assert Release.objects.get().label == "30.0"


def test_a_release_that_the_files_tell_is_not_taken_from_a_name(tmp_path):
    assert "taken from" not in import_data(shutil.copytree(ONET, tmp_path / "onet-30.0"))
    assert Release.objects.get().label == "29.3"


def test_a_release_number_that_the_files_contradict_is_refused():
    with pytest.raises(CommandError, match=r"O\*NET 29\.3, not 28\.0"):
        import_data(ONET, release="28.0")
    assert states() == []


def test_known_tables_beside_another_releases_read_me_are_told(tmp_path):
    import_data(ONET)
    before = everything()
    folder = excel_copy(tmp_path)
    write(folder / "Read Me.txt", "O*NET 30.0 Database\nAugust 2025 Release\n")
    out = import_data(folder)
    assert f"Unchanged: 24 files of release {Release.objects.get().pk}, " in out
    assert (
        "Left alone: onet/Read Me.txt (it is of O*NET 30.0, but the tables beside it are of 29.3. Fetch O*NET 30.0 "
        "whole)." in out.splitlines()
    )
    assert everything() == before


def test_a_known_read_me_beside_another_releases_table_is_told_too(tmp_path):
    import_data(ONET)
    new = next_onet(tmp_path / "new")
    import_data(new)
    assert "Left alone" not in import_data(ONET, new)
    shutil.copy(ONET / "Job Zones.xlsx", new)
    out = import_data(new)
    assert "onet/Read Me.txt (it is of O*NET 30.0, but 1 of the 24 tables beside it is of 29.3. Fetch O" in out


def test_a_read_me_of_a_year_that_cannot_be_is_named(tmp_path):
    folder = excel_copy(tmp_path)
    write(folder / "Read Me.txt", "O*NET 30.0 Database\nAugust 2035 Release\n")
    with pytest.raises(CommandError, match=r"^onet/Read Me\.txt: The year 2035 cannot be right for these figures\."):
        import_data(folder)

"""The publisher's zips of pay as they are downloaded: what is used of them, and what the same ones change again."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from careers.importers.fetch import sources
from careers.models import IndustryPay, Release

from .everything import METROPOLITAN, NATIONAL, SECTOR, STATE, column, everything, import_data, of_year, states
from .workbooks import CASES, read_workbook, write_workbook, zipped

pytestmark = pytest.mark.django_db

LEFT_ALONE = "(pay by owner; only the file by sector is used)."


def by_owner(rows: list[list]) -> None:
    """Each row once more, of other establishments."""
    at = column(rows, "OWN_CODE")
    rows[1:] = [[*row[:at], owner, *row[at + 1 :]] for owner in ("5", "3") for row in rows[1:]]


def by_four_digits(rows: list[list]) -> None:
    for row in rows[1:]:
        row[column(rows, "I_GROUP")], row[column(rows, "NAICS")] = "4-digit", "621100"


def sector_files(folder: Path, year: int = 2024) -> dict[str, Path]:
    owner, finer = f"natsector_owner_M{year}_dl.xlsx", f"nat4d_M{year}_dl.xlsx"
    return {
        "sector": of_year(year, folder, SECTOR),
        "owner": of_year(year, folder, SECTOR, by_owner, owner),
        "finer": of_year(year, folder, SECTOR, by_four_digits, finer),
        "notes": write_workbook(folder / "field_descriptions.xlsx", {"Sheet1": [["Field", "Description"]]}),
    }


def packed(path: Path, files: list[Path]) -> Path:
    return zipped(path, {f"{path.stem}/{file.name}": file.read_bytes() for file in files})


@pytest.mark.parametrize("approve", [False, True])
@pytest.mark.parametrize("form", ["zip", "folder", "both in one folder"])
@pytest.mark.parametrize("also", [["owner"], ["owner", "finer", "notes"]])
def test_the_same_sectors_again_change_nothing(form, also, approve, tmp_path):
    files = sector_files(tmp_path / "files")
    for name in {"finer", "notes"} - set(also):
        files.pop(name).unlink()
    given = packed(tmp_path / "oesm24in4.zip", list(files.values())) if form != "folder" else tmp_path / "files"
    given = tmp_path if form == "both in one folder" else given
    assert LEFT_ALONE in import_data(given, approve=approve)
    before = everything()
    again = import_data(given, approve=approve)
    assert everything() == before
    assert "Unchanged: " in again
    assert LEFT_ALONE in again
    assert states() == [("oews-industry", "May 2024", "live" if approve else "staged")]


@pytest.mark.parametrize("first", ["sector", "both"])
def test_either_may_come_alone_afterwards(first, tmp_path):
    files = sector_files(tmp_path / "files")
    both = packed(tmp_path / "both.zip", [files["owner"], files["sector"]])
    import_data(files["sector"] if first == "sector" else both)
    before = everything()
    assert "Unchanged: 1 file " in import_data(both)
    assert "Unchanged: 1 file " in import_data(files["sector"])
    with pytest.raises(CommandError, match="pay by owner; only the file by sector is used"):
        import_data(packed(tmp_path / "owner.zip", [files["owner"]]))
    with pytest.raises(CommandError, match="pay by owner; only the file by sector is used"):
        import_data(files["owner"])
    assert everything() == before


def test_a_file_by_owner_is_known_by_its_name_where_each_sector_has_one_owner(tmp_path):
    def private_alone(rows):
        for row in rows[1:]:
            row[column(rows, "OWN_CODE")] = "5"

    of_year(2024, tmp_path / "files", SECTOR)
    of_year(2024, tmp_path / "files", SECTOR, private_alone, "natsector_owner_M2024_dl.xlsx")
    assert LEFT_ALONE in import_data(tmp_path / "files")
    assert states() == [("oews-industry", "May 2024", "staged")]


def test_a_new_file_by_sector_is_read_beside_that_by_owner(tmp_path):
    old = sector_files(tmp_path / "old")
    import_data(packed(tmp_path / "oesm24in4.zip", list(old.values())))
    new = sector_files(tmp_path / "new", 2025)
    import_data(packed(tmp_path / "oesm25in4.zip", list(new.values())), tmp_path / "oesm24in4.zip")
    assert states() == [("oews-industry", "May 2024", "staged"), ("oews-industry", "May 2025", "staged")]


def towns_and_country(folder: Path) -> list[Path]:
    """The two files in which the publisher gives metropolitan and nonmetropolitan areas."""
    [headers, *rows] = next(iter(read_workbook(of_year(2025, folder, METROPOLITAN)).values()))
    at = headers.index("AREA_TYPE")
    parts = {"MSA": [row for row in rows if row[at] == "4"], "BOS": [row for row in rows if row[at] == "6"]}
    return [
        write_workbook(folder / f"{name}_M2025_dl.xlsx", {f"{name}_M2025_dl": [headers, *part]})
        for name, part in parts.items()
    ]


@pytest.mark.parametrize("first", [0, 1])
def test_the_other_half_of_the_areas_may_come_later(first, tmp_path):
    files = towns_and_country(tmp_path / "files")
    import_data(files[first], approve=True)
    import_data(*files, approve=True)
    assert states() == [("oews-metropolitan", "May 2025", "replaced"), ("oews-metropolitan", "May 2025", "live")]
    live = Release.objects.live().get()
    assert set(live.areapay_rows.values_list("area__code", flat=True)) == {"11500", "45500", "0100001"}
    before = everything()
    assert "Unchanged: 2 files of release" in import_data(*files, approve=True)
    assert "Unchanged: 1 file of release" in import_data(files[first], approve=True)
    assert everything() == before


def test_all_that_is_fetched_imports_and_changes_nothing_again(tmp_path):
    sectors = sector_files(tmp_path / "files", 2025)
    contents = {
        "nat": [of_year(2025, tmp_path / "files", NATIONAL)],
        "in4": list(sectors.values()),
        "st": [of_year(2025, tmp_path / "files", STATE), sectors["notes"]],
        "ma": [*towns_and_country(tmp_path / "files"), sectors["notes"]],
    }
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    wanted = [source.name for source in sources(year=2025) if source.name.startswith("oesm")]
    assert wanted == [f"oesm25{part}.zip" for part in contents]
    for name, files in zip(wanted, contents.values(), strict=True):
        packed(fetched / name, files)
    import_data(fetched, approve=True)
    pay = ("oews-national", "oews-industry", "oews-state", "oews-metropolitan")
    assert states() == [(data_set, "May 2025", "live") for data_set in pay]
    before = everything()
    assert import_data(fetched, approve=True).count("Unchanged: ") == 4
    assert everything() == before


@pytest.mark.skipif(not CASES.is_dir(), reason=f"no cases in {CASES}")
def test_a_zip_of_the_publishers_form_imports_twice():
    case = CASES / "03-sector-zip-twice" / "oesm24in4.zip"
    import_data(case)
    before = everything()
    assert "Unchanged: 1 file of release" in import_data(case)
    assert everything() == before
    assert IndustryPay.objects.get().naics == "62"

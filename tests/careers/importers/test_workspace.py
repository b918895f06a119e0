"""The folders that zips are unpacked into: none stays, whether an import ends or is killed."""

import fcntl
import os
import tempfile

import pytest

from .everything import NATIONAL, import_data
from .workbooks import write, zipped


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def packed(folder):
    return zipped(folder / "oesm24nat.zip", {"oesm24nat/national_M2024_dl.xlsx": NATIONAL.read_bytes()})


@pytest.mark.django_db
def test_an_import_that_ends_leaves_no_folder(temporary, tmp_path):
    import_data(packed(tmp_path))
    assert list(temporary.iterdir()) == []


def test_what_a_killed_import_left_is_removed_by_the_next(temporary, tmp_path, outside):
    site = outside()
    with site.stepwise(packed(tmp_path)) as steps:
        steps.wait_for("Pay, national (OEWS), May 2024: 10")
        [left] = temporary.iterdir()
        assert [file.suffix for file in left.iterdir()] == [".xlsx"]
    assert left.is_dir()
    assert site.manage("import_data", packed(tmp_path)).returncode == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.django_db
def test_the_folder_of_an_import_that_runs_for_another_database_stays(temporary):
    held = temporary / "careerinfo-import-ab12cd_9"
    held.mkdir()
    lock = os.open(held, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    import_data(NATIONAL)
    assert held.is_dir()
    os.close(lock)
    import_data(NATIONAL)
    assert not held.exists()


@pytest.mark.django_db
def test_nothing_of_anybody_elses_is_removed(temporary):
    others = [
        write(temporary / "careerinfo-snapshot" / "mine.txt"),
        write(temporary / "careerinfo-import-abcdefgh" / "unpacked-1.txt.bak"),
        write(temporary / "another-abcdefgh" / "unpacked-1.txt"),
        write(temporary / "careerinfo-import-abcdefgi"),
        # An earlier edition of the site unpacks here, and locks nothing.
        write(temporary / "careerinfo-abcdefgh" / "unpacked-1.xlsx"),
    ]
    (temporary / "careerinfo-import-abcdefgk").symlink_to(temporary / "another-abcdefgh")
    import_data(NATIONAL)
    assert all(other.exists() for other in others)

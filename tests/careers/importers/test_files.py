import os
import zipfile

import pytest

from careers.importers import files
from careers.importers.reading import BadFile, source_files

from .workbooks import SAMPLES, write, zipped


def cut_zip(path, members):
    """A zip whose files were stored as they are, without its last bytes: its list of them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes()[:-60])
    return path


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def refusal(workspace):
    """The line that a person reads when the files at a path are refused."""

    def refusal_of(path) -> str:
        with pytest.raises(BadFile) as refused:
            source_files([path], workspace)
        return str(refused.value)

    return refusal_of


# What lies at the paths


@pytest.mark.parametrize("name", ["oesm24.zip", "oesm24.xlsx"])
def test_a_cut_zip_does_not_pass_for_the_last_workbook_in_it(name, refusal, tmp_path):
    pay = SAMPLES / "oews"
    members = {one: (pay / one).read_bytes() for one in ("national_M2024_dl.xlsx", "state_M2024_dl.xlsx")}
    assert refusal(cut_zip(tmp_path / name, members)) == f"{name}: This zip is broken or incomplete. Download it again."


def test_a_folder_gives_its_files_in_order_without_hidden_ones_and_lock_files(tmp_path, workspace):
    folder = tmp_path / "onet"
    for name in ("b.txt", "a.txt", ".hidden", "~$b.xlsx", "__MACOSX/a.txt", ".git/x", "more/c.txt"):
        write(folder / name)
    found = source_files([folder], workspace)
    assert [file.name for file in found] == ["onet/a.txt", "onet/b.txt", "onet/more/c.txt"]
    assert not any(file.named for file in found)
    assert found[0].folder == found[1].folder != found[2].folder


def test_a_zip_gives_its_members_under_names_that_tell_both(tmp_path, workspace):
    path = zipped(
        tmp_path / "db.zip", {"db/": "", "db/Skills.txt": "A\tB\n", "db/more/X.txt": "1", "__MACOSX/db/._X": "junk"}
    )
    found = source_files([path], workspace)
    assert [file.name for file in found] == ["db.zip: db/Skills.txt", "db.zip: db/more/X.txt"]
    assert found[0].path.read_text() == "A\tB\n"
    assert found[0].path.parent == workspace
    assert found[0].folder != found[1].folder


def test_a_zip_within_a_folder_is_unpacked_too(tmp_path, workspace):
    folder = tmp_path / "all"
    folder.mkdir()
    zipped(folder / "oesm24nat.zip", {"oesm24nat/national.txt": "x"})
    [found] = source_files([folder], workspace)
    assert found.name == "all/oesm24nat.zip: oesm24nat/national.txt"


def test_a_named_file_is_known_by_its_contents(tmp_path, workspace):
    path = write(tmp_path / "Skills.txt", "hello")
    [found] = source_files([path], workspace)
    assert (found.name, found.named, found.size) == ("Skills.txt", True, 5)
    assert found.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_a_workbook_is_one_file_though_it_is_a_zip_inside(workspace):
    [found] = source_files([SAMPLES / "oews" / "national_M2024_dl.xlsx"], workspace)
    assert found.name == "national_M2024_dl.xlsx"


def test_a_path_that_does_not_exist_is_named(tmp_path, refusal):
    assert refusal(tmp_path / "missing.xlsx") == f"{tmp_path / 'missing.xlsx'}: There is no such file."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path, refusal):
    path = write(tmp_path / "locked.txt")
    path.chmod(0)
    assert refusal(path) == "locked.txt: This file cannot be read: Permission denied."


def test_empty_files_are_refused_wherever_they_are(tmp_path, refusal):
    write(tmp_path / "folder" / "Skills.txt", "")
    assert refusal(tmp_path / "folder" / "Skills.txt") == "Skills.txt: This file is empty."
    assert refusal(tmp_path / "folder") == "folder/Skills.txt: This file is empty."
    path = zipped(tmp_path / "db.zip", {"Skills.txt": ""})
    assert refusal(path) == "db.zip: Skills.txt: This file is empty."


def test_a_folder_or_zip_without_files_is_refused(tmp_path, refusal):
    (tmp_path / "nothing").mkdir()
    assert refusal(tmp_path / "nothing") == "nothing: There is no file in this folder."
    assert refusal(zipped(tmp_path / "none.zip", {})) == "none.zip: There is no file in this zip."


def test_something_that_is_no_file_is_refused(tmp_path, refusal):
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "pipe: This is neither a file nor a folder."


# Zips


def test_a_zip_that_was_cut_off_is_refused(tmp_path, refusal):
    path = zipped(tmp_path / "db.zip", {"a.txt": os.urandom(5000)})
    path.write_bytes(path.read_bytes()[:3000])
    assert refusal(path) == "db.zip: This zip is broken or incomplete. Download it again."


def test_a_zip_with_changed_contents_is_refused(tmp_path, refusal):
    path = zipped(tmp_path / "db.zip", {"a.txt": os.urandom(5000)})
    spoilt = bytearray(path.read_bytes())
    spoilt[2000] ^= 255
    path.write_bytes(spoilt)
    assert refusal(path) == "db.zip: This zip is broken or incomplete. Download it again."


def test_a_locked_zip_is_refused(tmp_path, refusal):
    path = zipped(tmp_path / "db.zip", {"a.txt": "secret"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path) == "db.zip: This zip is locked with a password."


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "C:\\out.txt", "..\\out.txt"])
def test_a_member_that_wants_out_of_the_folder_is_refused(tmp_path, refusal, name):
    path = zipped(tmp_path / "db.zip", {name: "x"})
    assert refusal(path) == f"db.zip: A file in this zip wants to be written outside its folder: “{name}”."
    assert not (tmp_path / "out.txt").exists()


def test_a_link_in_a_zip_is_refused(tmp_path, refusal):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "db.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(path) == "db.zip: “link.txt” in this zip is a link, not a file."


def test_a_zip_in_a_zip_is_refused_whatever_its_name(tmp_path, refusal):
    inner = zipped(tmp_path / "inner.zip", {"a.txt": "x"}).read_bytes()
    for name in ("inner.zip", "inner.dat"):
        path = zipped(tmp_path / "outer.zip", {name: inner})
        assert refusal(path) == f"outer.zip: {name}: This zip lies within a zip. Unpack the outer one first."


def test_zips_that_unpack_to_too_much_in_all_are_refused(tmp_path, refusal, workspace, monkeypatch):
    monkeypatch.setattr(files, "MAX_UNPACKED", 3 * 1024**2)
    folder = tmp_path / "all"
    folder.mkdir()
    for name in ("a.zip", "b.zip"):
        zipped(folder / name, {"x.txt": os.urandom(2 * 1024**2)})
    assert refusal(folder).startswith("all/b.zip: The zips unpack to more than")
    assert sum(path.stat().st_size for path in workspace.iterdir()) <= 3 * 1024**2


def test_a_member_that_grows_beyond_all_measure_is_refused(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr(files, "RATIO_MATTERS_FROM", 1024**2)
    path = zipped(tmp_path / "db.zip", {"a.txt": bytes(8 * 1024**2)})
    assert refusal(path) == (
        "db.zip: “a.txt” unpacks to more than 200 times its size: this is not the publisher's file."
    )


def test_a_zip_with_too_many_members_is_refused(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr(files, "MAX_MEMBERS", 3)
    path = zipped(tmp_path / "db.zip", {f"{number}.txt": "x" for number in range(4)})
    assert refusal(path) == "db.zip: This zip holds too many files: more than 3."


def test_a_file_named_zip_that_is_none_is_refused(tmp_path, refusal):
    assert refusal(write(tmp_path / "db.zip", "<html>")) == (
        "db.zip: This zip is broken or incomplete. Download it again."
    )

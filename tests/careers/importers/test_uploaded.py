"""Releases without a command line: files uploaded or fetched in the staff pages, and what becomes of them."""

import errno
import os
import shutil
import socket
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from careers.importers import fetch, runs, upload_folders, uploads
from careers.locks import AlreadyAtWork
from careers.models import ImportRun, Release

from ...between_queries import Between
from ...factories import make_staff
from ...site.staff_pages import staff_with
from .everything import NATIONAL, SOC
from .workbooks import zipped

pytestmark = pytest.mark.django_db
ADD = "/admin/careers/importrun/add/"
NO_TABLE = b"Access Denied\n"


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


@pytest.fixture
def started(monkeypatch) -> list[int]:
    """The imports for which a process would have been started."""
    numbers = []
    monkeypatch.setattr(runs, "start", lambda run: numbers.append(run.pk))
    return numbers


@pytest.fixture
def at_once(monkeypatch):
    """Imports are carried out before the request that begins them is answered."""
    monkeypatch.setattr(runs, "start", lambda run: runs.carry_out(runs.claim(run.pk)))


@pytest.fixture
def figures(db):
    return staff_with("add_importrun", "view_importrun", "view_release")


def file(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


@pytest.fixture
def send(figures, django_capture_on_commit_callbacks):
    """The page that somebody sees who has pressed a button."""

    def press(*files: SimpleUploadedFile, page: str = ADD, fetching: bool = False, **values):
        with django_capture_on_commit_callbacks(execute=True):
            if fetching:
                response = figures.post(ADD, "", content_type="application/x-www-form-urlencoded")
            else:
                whole = {"files": list(files), "whole": "yes"} if page == ADD else {}
                response = figures.post(page, {**whole, **values})
        return figures.get(response.url) if response.status_code == 302 else response

    return press


def page_of(run: ImportRun) -> str:
    return f"/admin/careers/importrun/{run.pk}/change/"


def files_kept(var_dir: Path) -> list[str]:
    return sorted(path.name for path in (var_dir / "imports").rglob("*") if path.is_file())


def failed(**values) -> ImportRun:
    values = {"state": "failed", "folder": "a" * 32, "started_by": "ada", "finished_at": timezone.now(), **values}
    return ImportRun.objects.create(**values)


def test_uploaded_files_become_releases_to_review_and_are_deleted(at_once, send, var_dir, text_of):
    response = send(file(NATIONAL), file(SOC), SimpleUploadedFile("notes.txt", b"Ask Grace.\n"))
    text = text_of(response)
    assert "Done." in text
    assert "soc_structure_2018.xlsx" in text
    assert "Recognized: Pay, national (OEWS), May 2024: " in text
    assert "notes.txt" in text
    assert "Left alone: Not a file that this importer knows" in text
    staged = Release.objects.order_by("data_set")
    assert [(one.data_set, one.state) for one in staged] == [("oews-national", "staged"), ("soc", "staged")]
    assert staged[0].loaded_by.endswith("(staff pages)")
    for release in staged:
        assert f'href="/admin/careers/release/{release.pk}/review/"' in response.content.decode()
    assert files_kept(var_dir) == []


def test_what_lies_there_meanwhile_nobody_else_can_read_and_names_lead_nowhere(send, started, var_dir):
    send(
        SimpleUploadedFile("..\\..\\évil\x01name.xlsx", b"a"),
        SimpleUploadedFile("same.txt", b"1"),
        SimpleUploadedFile("same.txt", b"2"),
    )
    [number] = started
    folder = upload_folders.folder_of(ImportRun.objects.get(pk=number))
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert found == ["3/same.txt", "same.txt", "évilname.xlsx"]
    assert folder.is_relative_to(var_dir / "imports")
    modes = {path.stat().st_mode & 0o777 for path in [var_dir / "imports", *(var_dir / "imports").rglob("*")]}
    assert modes == {0o700, 0o600}


def test_a_bad_file_is_named_and_the_rest_imported_without_a_new_upload(at_once, send, var_dir, text_of):
    text = text_of(send(file(SOC), SimpleUploadedFile("national_M2024_dl.xlsx", NO_TABLE)))
    assert "Failed." in text
    assert "Nothing was changed." in text
    assert "national_M2024_dl.xlsx 14 bytes Refused: This is not a table but a text, “Access Denied" in text
    assert "Recognized: Standard Occupational Classification, 2018 SOC. Nothing of it was kept." in text
    assert not Release.objects.exists()
    run = ImportRun.objects.get()
    assert files_kept(var_dir) == ["national_M2024_dl.xlsx", "soc_structure_2018.xlsx"]
    text = text_of(send(page=page_of(run), without="yes"))
    assert "Done." in text
    assert "Refused: This is not a table" in text
    assert Release.objects.get().data_set == "soc"
    assert files_kept(var_dir) == []


def test_each_file_in_a_zip_has_its_line(at_once, send, tmp_path, text_of):
    archive = zipped(tmp_path / "all.zip", {"in/soc_structure_2018.xlsx": SOC.read_bytes(), "in/a.txt": "Words.\n"})
    text = text_of(send(file(archive)))
    assert "all.zip: in/soc_structure_2018.xlsx Recognized: Standard Occupational Classification, 2018 SOC" in text
    assert "all.zip: in/a.txt Left alone:" in text


def test_the_same_file_again_says_so(at_once, send, text_of):
    send(file(SOC))
    release = Release.objects.get()
    assert f"Read before: Release {release.pk}, {release}, which is staged." in text_of(send(file(SOC)))
    assert Release.objects.get() == release
    release.occupationgroup_rows.first().delete()
    assert f"Read again: release {release.pk}, {release}, lacks 1 row" in text_of(send(file(SOC)))


def test_too_much_is_refused_in_words_before_it_is_read(send, settings, started, var_dir, text_of):
    settings.IMPORT_UPLOAD_MB = 1
    response = send(SimpleUploadedFile("big.zip", bytes(2 * uploads.MB)), period="May 2024")
    assert response.status_code == 400
    assert "These files have 2 MB together or more, and at most 1 MB are taken at once." in text_of(response)
    assert not started
    assert files_kept(var_dir) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"whole": "yes"}, "Choose at least one file."),
        ({"files": SimpleUploadedFile("a.txt", b"a")}, "The files did not arrive whole."),
        ({"files": SimpleUploadedFile("a.txt", b"a"), "whole": "yes", "period": "spring"}, "write it as “May 2024”"),
        (
            {"files": [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(81)], "whole": "yes"},
            "More than 80 files came.",
        ),
    ],
)
def test_what_cannot_be_begun_says_why_and_keeps_what_was_typed_but_no_file(
    values, said, figures, started, var_dir, text_of
):
    response = figures.post(ADD, {"label": "29.3", **values})
    assert response.status_code == 400
    assert said in text_of(response)
    assert 'value="29.3"' in response.content.decode()
    assert not ImportRun.objects.exists()
    assert files_kept(var_dir) == []


def test_a_full_disk_is_said(send, monkeypatch, started, text_of):
    room = shutil.disk_usage("/")._replace(free=300 * uploads.MB)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: room)
    assert "The server's disk has 300 MB free" in text_of(send(file(SOC)))
    assert not started


def test_an_upload_asks_for_its_token_and_for_the_right(figures, started, var_dir):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff())
    assert strict.post(ADD, {"files": file(SOC), "whole": "yes"}).status_code == 403
    assert staff_with("view_importrun").post(ADD, {"files": file(SOC), "whole": "yes"}).status_code == 403
    run = failed()
    assert staff_with("view_importrun").post(page_of(run), {"aside": "yes"}).status_code == 403
    run.refresh_from_db()
    assert run.state == "failed"
    assert files_kept(var_dir) == []


def test_files_that_come_while_an_import_is_at_work_are_kept_to_begin_with_later(
    figures, send, started, var_dir, text_of, django_capture_on_commit_callbacks
):
    first = ImportRun.objects.create(folder="a" * 32, started_by="ada", state="running")
    assert page_of(first) in figures.get(ADD).content.decode()
    page = send(file(SOC))
    run = ImportRun.objects.first()
    assert (run.state, started, len(files_kept(var_dir))) == ("failed", [], 1)
    assert "Not begun." in text_of(page)
    assert f"{first} was at work when these files came. They are kept here" in text_of(page)
    assert page_of(first) in page.content.decode()
    assert "Another import is at work." in text_of(figures.post(page_of(run), {"again": "yes"}, follow=True))
    ImportRun.objects.filter(pk=first.pk).update(state="done")
    with django_capture_on_commit_callbacks(execute=True):
        figures.post(page_of(run), {"again": "yes"})
    run.refresh_from_db()
    assert (run.state, run.attempts, started) == ("waiting", 1, [run.pk])


def test_whoever_could_not_begin_with_them_later_is_told_to_wait(started, var_dir, text_of):
    ImportRun.objects.create(folder="a" * 32, started_by="ada", state="running")
    answer = staff_with("add_importrun").post(ADD, {"files": file(SOC), "whole": "yes"})
    assert "Another import is at work." in text_of(answer)
    assert files_kept(var_dir) == []


def test_of_two_imports_that_begin_at_once_one_waits(db):
    first = ImportRun.objects.create(folder="a" * 32, started_by="ada", state="running")
    # Of two that begin at the same moment, one waits until the other has finished.
    second = ImportRun.objects.create(folder="b" * 32, started_by="ada")
    assert runs.claim(second.pk) is None
    ImportRun.objects.filter(pk=first.pk).update(state="done")
    assert runs.claim(second.pk) == second
    assert runs.claim(second.pk) is None


def test_silence_is_called_an_interruption_and_frees_the_place(figures, text_of):
    run = ImportRun.objects.create(folder="a" * 32, started_by="ada", state="running")
    assert "Look again" in text_of(figures.get(page_of(run)))
    assert "import stopped" not in text_of(figures.get("/admin/"))
    ImportRun.objects.update(alive_at=timezone.now() - timedelta(minutes=2))
    says = "1 import stopped or not begun See why, then begin, try again or set it aside."
    assert says in text_of(figures.get("/admin/"))
    text = text_of(figures.get(page_of(run)))
    assert "Interrupted." in text
    assert "the server was restarted, or ran out of memory" in text
    assert "Its files are no longer on this server" in text
    assert "Look again" not in text


def test_trying_again_without_files_says_so_and_setting_aside_settles_it(send, figures, started, text_of):
    run = failed(reason="Nothing was changed.")
    assert "Its files are no longer on this server. Upload them again." in text_of(send(page=page_of(run), again="yes"))
    elsewhere = failed(folder="b" * 32, machine="web-2")
    assert "Its files are on another server of this site, web-2, and only" in text_of(figures.get(page_of(elsewhere)))
    said = text_of(send(page=page_of(elsewhere), aside="yes"))
    assert "Its files are on another server of this site, web-2, which deletes them" in said
    assert not started
    assert "1 import stopped" in text_of(figures.get("/admin/"))
    said = text_of(send(page=page_of(run), aside="yes"))
    assert "Set aside." in said
    assert "another server" not in said
    assert "import stopped" not in text_of(figures.get("/admin/"))


def test_a_process_that_was_given_up_writes_nothing_over_what_the_next_one_says():
    run = failed(state="running", finished_at=None)
    late = ImportRun.objects.get(pk=run.pk)
    ImportRun.objects.filter(pk=run.pk).update(state="failed")
    run.refresh_from_db()
    assert runs.start_again(run, by="grace")
    assert (run.started_by, run.machine) == ("grace", "")
    assert not runs.start_again(late, by="joan")
    runs.carry_out(late)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.reason) == ("waiting", 2, "")


def test_files_that_nobody_needs_any_more_go(var_dir):
    long_ago = timezone.now() - timedelta(days=8)
    kept = {"a" * 32: {"state": "failed"}, "b" * 32: {"state": "running", "finished_at": None}}
    gone = {"c" * 32: {"state": "failed", "finished_at": long_ago}, "d" * 32: {"state": "set-aside"}}
    for folder, values in {**kept, **gone}.items():
        failed(folder=folder, **values)
        (upload_folders.place() / folder).mkdir()
    (upload_folders.place() / ("e" * 32)).mkdir()
    (upload_folders.place() / ("f" * 32)).mkdir()
    os.utime(upload_folders.place() / ("f" * 32), (0, 0))
    upload_folders.remove_old()
    assert {path.name for path in upload_folders.place().iterdir()} == {*kept, "e" * 32}


@pytest.mark.parametrize("number", range(1, 5))
def test_files_of_an_import_that_begins_meanwhile_stay(var_dir, number):
    folder = upload_folders.place() / ("a" * 32)

    def begin() -> None:
        folder.mkdir()
        failed(folder=folder.name, state="waiting", finished_at=None)

    between = Between(begin, number)
    with between:
        upload_folders.remove_old()
    if between.was_done:
        assert folder.is_dir()


def test_what_was_fetched_once_more_lies_on_this_machine():
    run = failed(source="fetched", machine="web-2")
    assert runs.start_again(run, by="grace")
    assert (run.started_by, run.machine) == ("grace", socket.gethostname())


@pytest.mark.parametrize("name", ["a." + "é" * 300, "é" * 300 + ".xlsx", "a." + "\U0001f41d" * 90, "a" * 300])
def test_no_name_is_too_long_for_a_disk(name):
    assert len(upload_folders.safe_name(name).encode()) <= upload_folders.LONGEST_NAME


@pytest.fixture
def publishers(monkeypatch):
    """What `fetch_all` does where the publishers have one of two files."""
    wanted = [fetch.Source("https://www.bls.gov/soc_structure_2018.xlsx"), fetch.Source("https://www.bls.gov/no.zip")]

    def fetch_all(sources, folder, say):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOC, folder)
        (folder / "SHA256SUMS").write_text("sums")
        say("soc_structure_2018.xlsx: fetched, 1 bytes, SHA-256 0")
        say("no.zip: There is no file at https://www.bls.gov/no.zip (404).")
        return wanted[1:]

    monkeypatch.setattr(fetch, "sources", lambda: wanted)
    monkeypatch.setattr(fetch, "fetch_all", fetch_all)


def test_what_publishers_have_is_fetched_and_what_they_have_not_is_named(publishers, at_once, figures, send, text_of):
    assert "https://www.bls.gov/soc_structure_2018.xlsx" in text_of(figures.get(ADD))
    text = text_of(send(fetching=True))
    assert "1 of 2 files could not be fetched." in text
    assert "no.zip Refused: Not fetched. There is no file at https://www.bls.gov/no.zip (404)." in text
    assert not Release.objects.exists()
    text = text_of(send(page=page_of(ImportRun.objects.get()), without="yes"))
    assert "Done." in text
    assert "soc_structure_2018.xlsx" in text
    assert "SHA256SUMS" not in text
    assert "no.zip Refused: Not fetched." in text
    assert Release.objects.get().state == "staged"


def test_nothing_is_fetched_where_that_is_switched_off(publishers, figures, send, settings, started, text_of):
    settings.IMPORT_FETCHING = False
    assert "bls.gov" not in text_of(figures.get(ADD))
    assert "Fetching is switched off for this site." in text_of(send(fetching=True))
    assert "Fetching is switched off" in text_of(figures.get(page_of(failed(source="fetched"))))
    assert not started


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (KeyboardInterrupt(), "interrupted", "The import was stopped"),
        (AlreadyAtWork(), "failed", "Another import is running, begun on the command line."),
        (OSError(errno.ENOSPC, "No space left on device"), "failed", "There is no room left on the disk"),
        (RuntimeError("odd"), "failed", "The import failed; the log has the details. Nothing was changed."),
    ],
)
def test_however_it_ends_the_page_says_why_and_the_files_stay(
    error, state, said, at_once, send, monkeypatch, var_dir, text_of
):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(runs, "import_files", fail)
    assert said in text_of(send(file(SOC)))
    assert ImportRun.objects.get().state == state
    assert files_kept(var_dir) == ["soc_structure_2018.xlsx"]


def test_it_goes_on_in_a_process_of_its_own(on_disk, outside, var_dir, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{on_disk}" if on_disk else outside().url)
    monkeypatch.setenv("VAR_DIR", str(var_dir))
    monkeypatch.setenv("SECRET_KEY", "for-tests-only")
    with upload_folders.new_folder("uploaded") as folder:
        shutil.copy(SOC, folder.path)
        folder.keep()
    run = ImportRun.objects.create(folder=folder.name, started_by="ada")
    runs.start(run)
    until = time.monotonic() + 60
    # The files go after it is said to be done.
    while (run.state != "done" or (var_dir / "imports" / folder.name).exists()) and time.monotonic() < until:
        time.sleep(0.2)
        run.refresh_from_db()
    assert (run.state, run.reason) == ("done", "")
    assert Release.objects.get().state == "staged"
    assert not (var_dir / "imports" / folder.name).exists()

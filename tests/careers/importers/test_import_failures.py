"""An import that fails by no fault of its files says truly what it changed: nothing, or what the next one clears."""

import errno
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import InterfaceError, OperationalError, connection

from careers.importers import loading
from careers.importers.oews import PayBuilder
from careers.models import Occupation, Pay, Release
from careers.releases import lifecycle

from .everything import NATIONAL, ONET, SECTOR, everything, import_data, states
from .workbooks import zipped

pytestmark = pytest.mark.django_db

NO_ROOM = "there is no room left on its disk, or on that of temporary files"
LEFT = "What was read so far is not shown to anybody; it is cleared away by the next import."


def refused(*paths, **options) -> str:
    with pytest.raises(CommandError) as refusal:
        import_data(*paths, **options)
    return str(refusal.value)


def failing_at(code: str, error: BaseException):
    build = PayBuilder.build

    def fail(stager, row):
        if row.code == code:
            raise error
        return build(stager, row)

    return fail


@pytest.fixture
def few_pages(transactional_db):
    """SQLite's own way to be out of room: a file that may not grow."""
    if connection.vendor != "sqlite":
        pytest.skip("the size of a database is limited like this on SQLite alone")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute("PRAGMA max_page_count")
        [most] = cursor.fetchone()

        def limit(more: int):
            cursor.execute(f"PRAGMA max_page_count = {pages + more}")

        yield limit
        cursor.execute(f"PRAGMA max_page_count = {most}")


def test_a_file_that_the_disk_cannot_give_is_named(tmp_path, monkeypatch):
    path = tmp_path / "national_M2024_dl.xlsx"
    path.write_bytes(NATIONAL.read_bytes())
    really_open = Path.open

    def broken(self, *args, **kwargs):
        if self == path:
            raise OSError(errno.EIO, "Input/output error")
        return really_open(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", broken)
    said = "national_M2024_dl.xlsx: This file cannot be read: Input/output error."
    assert refused(path) == f"{said}\nNothing was changed."


def test_a_database_without_room_is_left_as_it_was(few_pages):
    before = everything()
    few_pages(1)
    told = f"The database refused the import; {NO_ROOM}. Nothing was changed."
    assert refused(NATIONAL, SECTOR, ONET) == told
    few_pages(10_000)
    assert everything() == before


def test_rows_that_cannot_be_removed_are_said_to_be_there_and_go_with_the_next_import(monkeypatch):
    full = OperationalError("database or disk is full")
    monkeypatch.setattr(PayBuilder, "build", failing_at("29-1141", full))
    monkeypatch.setattr("careers.importers.staging.ROWS_AT_ONCE", 5)

    def discard(release):
        raise full

    monkeypatch.setattr(lifecycle, "discard", discard)
    told = f"The database refused the import; {NO_ROOM}. {LEFT}"
    assert refused(SECTOR, NATIONAL) == told
    assert {state for *_, state in states()} == {"loading"}
    monkeypatch.undo()
    import_data(NATIONAL)
    assert states() == [("oews-national", "May 2024", "staged")]
    assert Pay.objects.count() == 15


def test_what_was_unpacked_makes_room_before_rows_are_removed(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    packed = zipped(tmp_path / "oesm24nat.zip", {"oesm24nat/national_M2024_dl.xlsx": NATIONAL.read_bytes()})
    monkeypatch.setattr(PayBuilder, "build", failing_at("29-1141", OperationalError("database or disk is full")))
    discard, seen = lifecycle.discard, []

    def look_and_discard(release):
        seen.append(list(temporary.iterdir()))
        discard(release)

    monkeypatch.setattr(lifecycle, "discard", look_and_discard)
    assert refused(packed) == f"The database refused the import; {NO_ROOM}. Nothing was changed."
    assert seen == [[]]
    assert states() == []


def test_stopped_twice_it_says_that_rows_are_left(monkeypatch):
    monkeypatch.setattr(PayBuilder, "build", failing_at("29-1141", KeyboardInterrupt()))

    def discard(release):
        raise KeyboardInterrupt

    monkeypatch.setattr(lifecycle, "discard", discard)
    assert refused(NATIONAL) == f"Stopped. {LEFT}"
    assert states() == [("oews-national", "May 2024", "loading")]


def test_stopped_when_all_was_stored_it_does_not_say_that_nothing_was_changed(monkeypatch):
    finish = loading._finish

    def finish_and_stop(*args):
        finish(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "_finish", finish_and_stop)
    told = "Stopped. By then, all had been stored: manage.py releases lists it."
    assert refused(NATIONAL, approve=True) == told
    assert states() == [("oews-national", "May 2024", "live")]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("attempt to write a readonly database", "it, or its disk, can only be read"),
        ("database is locked", "another program keeps it busy: try again later"),
        ("server closed the connection unexpectedly", "the connection to it is lost, and the log has the details"),
        ("could not extend file: No space left on device", NO_ROOM),
        ("something else", "the log has the details"),
    ],
)
def test_what_the_database_says_is_put_in_plain_words(said, told, monkeypatch):
    monkeypatch.setattr(PayBuilder, "build", failing_at("29-1141", OperationalError(said)))
    assert refused(NATIONAL) == f"The database refused the import; {told}. Nothing was changed."
    assert (states(), Occupation.objects.count()) == ([], 0)


def test_a_database_that_is_not_ready_changes_nothing(monkeypatch):
    def fail():
        raise OperationalError("no such table: careers_release")

    monkeypatch.setattr(loading, "clear_unfinished", fail)
    told = "The database refused the import; the log has the details. Nothing was changed."
    assert refused(NATIONAL) == told


def test_a_connection_that_is_closed_is_no_traceback(monkeypatch):
    monkeypatch.setattr(PayBuilder, "build", failing_at("29-1141", InterfaceError("connection already closed")))
    assert refused(NATIONAL).startswith("The database refused the import; the connection to it is lost")


def test_a_disk_without_room_to_unpack_is_no_fault_of_the_zip(tmp_path, monkeypatch):
    packed = zipped(tmp_path / "oesm24nat.zip", {"oesm24nat/national_M2024_dl.xlsx": NATIONAL.read_bytes()})
    opened = Path.open

    class Full:
        def __init__(self, path):
            self.path = path

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def write(self, chunk):
            raise OSError(errno.ENOSPC, "No space left on device", str(self.path))

    def open_full(path, mode="r", **options):
        return Full(path) if path.name.startswith("unpacked-") and "x" in mode else opened(path, mode, **options)

    monkeypatch.setattr(Path, "open", open_full)
    for skip in (False, True):
        told = refused(packed, SECTOR, skip_unreadable=skip)
        assert told.startswith("There is no room left on the disk, where files are unpacked: ")
        assert told.endswith(". Nothing was changed.")
    assert not Release.objects.exists()


def test_a_missing_folder_for_temporary_files_is_named(tmp_path, monkeypatch):
    missing = FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: (_ for _ in ()).throw(missing))
    assert "No usable temporary directory found" in refused(NATIONAL)

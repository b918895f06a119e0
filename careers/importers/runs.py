"""Imports that staff begin: a request of theirs stores what is to be done and starts a process that does it.

The process outlives the request and the web server, tells the row how far it is, and that it is alive; when it has been
silent for a minute, whoever looks reads that the import was interrupted.
"""

import logging
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction
from django.utils import timezone

from ..locks import AlreadyAtWork
from ..models import ImportedFile, ImportRun
from ..releases.lifecycle import ReleaseError
from . import faults, fetch, upload_folders
from .files import BadFile, BadFiles
from .loading import Import, Options, Unfinished, import_files
from .run_lines import Kind, for_staff, forget_lines, lines_of, notes_of, store_lines

logger = logging.getLogger("careerinfo.imports")

BEAT_SECONDS = 5
TELL_SECONDS = 1
LOOK_AGAIN_SECONDS = 2
NOTHING_CHANGED = "Nothing was changed."
NO_FILES = "Its files are no longer on this server. Upload them again."
STOPPED = f"The import was stopped, as when the server is restarted. {NOTHING_CHANGED}"
ANOTHER = "Another import is running, begun on the command line. Try again when it has finished."
NOT_STARTED = "The server could not start the import: {}."
State = ImportRun.State


class NotFetched(Exception):
    """Says which of the publishers' files could not be had."""


def start(run: ImportRun) -> None:
    """Have a process of its own carry the import out."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_uploaded", str(run.pk)]
    try:
        # In a session of its own, so that what ends the web server in a terminal does not end it too.
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        _end(run, State.FAILED, NOT_STARTED.format(error.strerror or error))
        return
    # Somebody must take note of its end, or the system keeps it in its table.
    threading.Thread(target=process.wait, daemon=True).start()


def start_again(run: ImportRun, *, by: str, **options: str | bool) -> bool:
    """Whether a stopped import was begun once more; not where somebody else was quicker."""
    who = {"started_by": by}
    if run.is_fetched:
        # Its files come to this machine now.
        who["machine"] = socket.gethostname()
    stopped = ImportRun.objects.filter(pk=run.pk, attempts=run.attempts, state__in=ImportRun.STOPPED)
    begun = {"attempts": run.attempts + 1, "alive_at": timezone.now(), "finished_at": None, "state": State.WAITING}
    shown = {"reason": "", "doing": "", "steps": [], "rows_read": 0, "percent": None, "has_readable_rest": False}
    with transaction.atomic():
        if not stopped.update(**begun, **shown, **who, **options):
            return False
        forget_lines(run)
    run.refresh_from_db()
    transaction.on_commit(lambda: start(run))
    return True


def is_of_another_machine(run: ImportRun) -> bool:
    """Whether its files lie where this machine cannot delete them."""
    return run.machine not in ("", socket.gethostname()) and not upload_folders.has_files(run)


def set_aside(run: ImportRun) -> bool:
    """Whether a stopped import was set aside: nobody waits for it any more, and its files go.

    Those on another machine go when that one removes what is no longer needed.
    """
    stopped = ImportRun.objects.filter(pk=run.pk, attempts=run.attempts, state__in=ImportRun.STOPPED)
    if not stopped.update(state=State.SET_ASIDE):
        return False
    upload_folders.remove_files_of(run)
    return True


def claim(pk: int) -> ImportRun | None:
    """The import, which this process now carries out; None where another is at work, or it need not be done."""
    ImportRun.objects.exclude(pk=pk).notice_interrupted()
    try:
        with transaction.atomic():
            waiting = ImportRun.objects.filter(pk=pk, state=State.WAITING)
            if not waiting.update(state=State.RUNNING, alive_at=timezone.now()):
                return None
    except IntegrityError:
        return None
    return ImportRun.objects.get(pk=pk)


def wait_and_claim(pk: int) -> ImportRun | None:
    """The import as soon as no other is running; None where it need not be done any more."""
    while True:
        if run := claim(pk):
            return run
        if not ImportRun.objects.filter(pk=pk, state=State.WAITING).update(alive_at=timezone.now()):
            return None
        time.sleep(LOOK_AGAIN_SECONDS)


def carry_out(run: ImportRun) -> None:
    """Import the files, and store how that went; they go when nobody can need them any more."""
    result = Import()
    try:
        folder = upload_folders.folder_of(run)
        progress = _Telling(run)
        if run.is_fetched:
            _fetch(run, folder, progress)
        elif not upload_folders.has_files(run):
            raise BadFile(NO_FILES)
        progress("Looking at the files")
        import_files([folder], _options_of(run), progress=progress, result=result)
    except KeyboardInterrupt as stop:
        _end(run, State.INTERRUPTED, STOPPED, result, stop)
    # Whatever it is, somebody waits on the page for a word of it.
    except Exception as error:  # noqa: BLE001
        _end(run, State.FAILED, _words_for(error), result, error)
    else:
        _end(run, State.DONE, notes_of(result), result)
        upload_folders.remove_files_of(run)


def _options_of(run: ImportRun) -> Options:
    by = ImportRun.LOADED_BY.format(run.started_by)
    return Options(period=run.period, label=run.label, skip_unreadable=run.skip_unreadable, by=by)


def _fetch(run: ImportRun, folder: Path, progress: "_Telling") -> None:
    """The publishers' files into the folder, and a row for each."""
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    wanted, said = fetch.sources(), {}

    def say(line: str) -> None:
        name, _, words = line.partition(": ")
        said[name] = words
        progress(f"Fetching the publishers' files: {len(said)} of {len(wanted)}")

    progress(f"Fetching the publishers' files: 0 of {len(wanted)}")
    failed = {source.name for source in fetch.fetch_all(wanted, folder, say)}
    _store_fetched(run, folder, {source.name: said.get(source.name, "") for source in wanted}, failed)
    if failed and (len(failed) == len(wanted) or not run.skip_unreadable):
        raise NotFetched(f"{len(failed)} of {len(wanted)} files could not be fetched.")


def _store_fetched(run: ImportRun, folder: Path, said: dict[str, str], failed: set[str]) -> None:
    rows = []
    for name, words in said.items():
        row = ImportedFile(run=run, name=name, size=0)
        if name in failed:
            row.kind, row.says = Kind.REFUSED, f"Not fetched. {words}"
        else:
            row.size = (folder / name).stat().st_size
        rows.append(row)
    with transaction.atomic():
        run.files.all().delete()
        ImportedFile.objects.bulk_create(rows)


def _words_for(error: Exception) -> str:
    """Why an import failed and what that changed, for staff."""
    if isinstance(error, Unfinished):
        cause = error.__cause__
        why = str(cause) if isinstance(cause, BadFile | ReleaseError) else faults.sentence_of(cause)
        return f"{why} {error}"
    if isinstance(error, BadFile):
        # The others have their lines beside the files.
        first = str(error).partition("\n")[0].replace("cannot be read:", "cannot be read; each says below why.")
        return f"{first}\n{NOTHING_CHANGED}"
    if isinstance(error, ReleaseError | NotFetched):
        return f"{error}\n{NOTHING_CHANGED}"
    if isinstance(error, AlreadyAtWork):
        return ANOTHER
    if not isinstance(error, Error | OSError):
        logger.error("An import that staff began failed.", exc_info=error)
    return f"{faults.sentence_of(error)} {NOTHING_CHANGED}"


def _end(
    run: ImportRun,
    state: str,
    reason: str,
    result: Import | None = None,
    error: BaseException | None = None,
) -> None:
    now = timezone.now()
    has_rest = (isinstance(error, BadFiles) and error.others) or _is_fetched_in_part(run, error)
    values = {
        "state": state,
        "reason": for_staff(run, reason),
        "has_readable_rest": has_rest,
        "finished_at": now,
        "alive_at": now,
    }
    with transaction.atomic():
        if not ImportRun.objects.filter(pk=run.pk, attempts=run.attempts).update(doing="", percent=None, **values):
            return
        if result is not None and not isinstance(error, NotFetched):
            store_lines(run, lines_of(run, result, error))


def _is_fetched_in_part(run: ImportRun, error: BaseException | None) -> bool:
    return isinstance(error, NotFetched) and run.files.exclude(kind=Kind.REFUSED).exists()


class _Telling:
    """Writes how far an import is where the page reads it, now and then."""

    def __init__(self, run: ImportRun) -> None:
        self.row = ImportRun.objects.filter(pk=run.pk, attempts=run.attempts)
        self.steps: list[str] = []
        self.told_at = 0.0

    def __call__(self, what: str, rows: int = 0, share: float | None = None) -> None:
        is_new = what not in self.steps[-1:]
        if is_new:
            self.steps.append(what)
        elif time.monotonic() - self.told_at < TELL_SECONDS:
            return
        self.told_at = time.monotonic()
        percent = None if share is None else int(share * 100)
        values = {"steps": self.steps} if is_new else {}
        self.row.update(doing=what[:300], rows_read=rows, percent=percent, alive_at=timezone.now(), **values)


class Heartbeat:
    """Says every few seconds, within the `with`, that the process is alive: some steps take longer than that."""

    def __init__(self, run: ImportRun) -> None:
        self.run, self._is_over = run, threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *args: object) -> None:
        self._is_over.set()
        self._thread.join(BEAT_SECONDS)

    def _beat(self) -> None:
        row = ImportRun.objects.filter(pk=self.run.pk, attempts=self.run.attempts)
        while not self._is_over.wait(BEAT_SECONDS):
            try:
                row.update(alive_at=timezone.now())
            except Error:
                # The database is busy or away; the import itself says what that means for it.
                connection.close()
        connection.close()

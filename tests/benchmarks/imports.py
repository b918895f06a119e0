"""How long importing takes beside merely reading the files, what memory it needs, and how long it holds up visitors.

    python -m tests.benchmarks.imports

Prints a table and ends with status 1 when a limit is broken. With DATABASE_URL=postgres://... also on that server, in a
database made for it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import real_files
from .real_files import DATA, FOLDERS, Run, Site

RATIO_STAGED, RATIO, RATIO_UNCHANGED = 4.0, 6.0, 1.5
# Of the shared files, and of one of 150,000 rows and 32 columns, which calamine takes 410 for.
MEGABYTES, MEGABYTES_OF_A_LARGE_FILE = 300, 700
WAIT = 0.5

# Everything beside the site's own code that a page needs is that of the tests: plain names of static files.
PAGES = """
import django
from django.conf import settings
django.setup()
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
from careers.models import Career
from tests.whole_files.page_limits import page_of, weight
pages = [page_of(career) for career in Career.objects.published()]
print(len(pages), max(queries for _, queries in pages), max(weight(body) for body, _ in pages))
"""


class Table:
    def __init__(self):
        self.broken = False

    def line(
        self, site: str, what: str, value: float, unit: str, limit: float | None = None, *, least: float | None = None
    ) -> None:
        verdict = ""
        for bound, is_kept in ((limit, limit is None or value <= limit), (least, least is None or value >= least)):
            if bound is not None:
                verdict = f"limit {bound:g}: {'ok' if is_kept else 'BROKEN'}"
                self.broken |= not is_kept
        print(f"{site:<12}{what:<58}{value:>10,.2f} {unit:<4}{verdict}".rstrip(), flush=True)


def beside(reading: Run, run: Run, what: str, limit: float, site: Site, table: Table) -> None:
    if run.code:
        raise SystemExit(run.output)
    table.line(site.name, what, run.seconds, "s")
    table.line(site.name, "  beside reading alone", run.seconds / reading.seconds, "x", limit)
    # Without what a server does.
    table.line(site.name, "  the same of the processor", run.processor / reading.processor, "x")


def importing(site: Site, table: Table) -> None:
    real_files.empty(site)
    reading = min((real_files.reading_alone() for _ in range(2)), key=lambda run: run.seconds)
    table.line(site.name, "reading the files alone", reading.seconds, "s")
    staged = site.manage("import_data", *FOLDERS)
    beside(reading, staged, "staging them in an empty database", RATIO_STAGED, site, table)
    real_files.empty(site)
    site.manage("load_demo")
    run = site.manage("import_data", *FOLDERS, "--approve", "--publish")
    beside(reading, run, "importing them beside the demo, approved and published", RATIO, site, table)
    table.line(site.name, "  peak memory", run.megabytes, "MB", MEGABYTES)
    again = site.manage("import_data", *FOLDERS)
    if "Release  Data set" in again.output:
        raise SystemExit(again.output)
    beside(reading, again, "the same files again, unchanged", RATIO_UNCHANGED, site, table)


def waiting(site: Site, table: Table, what: str, paths: list[Path], *options: str, limit: float | None) -> None:
    real_files.empty(site)
    process = site.start("import_data", *paths, *options)
    longest, stored = real_files.longest_wait(site, process)
    if process.returncode or not stored:
        raise SystemExit(f"{what}: status {process.returncode}, {stored} sign-ups stored")
    table.line(site.name, f"longest wait of a sign-up, {what}", longest, "s", limit)


def large_file(site: Site, table: Table, file: Path) -> None:
    real_files.empty(site)
    site.manage("import_data", DATA / "oews" / "national_M2024_dl.xlsx", "--approve")
    run = site.manage("import_data", file)
    if run.code:
        raise SystemExit(run.output)
    table.line(site.name, "a file of 150,000 rows", run.seconds, "s")
    table.line(site.name, "  peak memory", run.megabytes, "MB", MEGABYTES_OF_A_LARGE_FILE)


def pages(site: Site, table: Table) -> None:
    real_files.empty(site)
    site.manage("import_data", *FOLDERS, "--approve", "--publish")
    done = subprocess.run(
        [sys.executable, "-c", PAGES], cwd=real_files.ROOT, env=site.environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    count, queries, size = map(int, done.stdout.split())
    table.line(site.name, f"most queries of {count} published careers' pages", queries, "", 20)
    table.line(site.name, "  heaviest, compressed", size / 1024, "KB", 14)


def on_each_site(measure: Callable[[Site, Table], None]) -> int:
    """Measure with the publishers' files on each database; 1 where they are missing or a limit is broken."""
    if not DATA.is_dir():
        print(f"There are no publishers' files in {DATA}.")
        return 1
    return status_of(measure)


def status_of(measure: Callable[[Site, Table], None]) -> int:
    """Measure on each database; 1 where a limit is broken."""
    table = Table()
    with real_files.sites() as sites:
        for site in sites:
            measure(site, table)
    return int(table.broken)


def main() -> int:
    if not DATA.is_dir():
        print(f"There are no publishers' files in {DATA}.")
        return 1
    table = Table()
    with tempfile.TemporaryDirectory() as folder, real_files.sites() as sites:
        large = real_files.made_up_areas(Path(folder))
        for site in sites:
            importing(site, table)
            large_file(site, table, large)
            waiting(site, table, "the real files", FOLDERS, limit=WAIT)
            waiting(site, table, "150,000 rows", [large], limit=WAIT)
            waiting(site, table, "the real files, approving too", FOLDERS, "--approve", limit=None)
            pages(site, table)
    return int(table.broken)


if __name__ == "__main__":
    sys.exit(main())

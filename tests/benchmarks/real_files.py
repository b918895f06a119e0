"""What the benchmarks of importing share: the publishers' whole files, databases of their own, timed processes."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
FOLDERS = [DATA / name for name in ("onet-29.3", "oews", "projections", "soc")]
SQL_OF_A_SIGN_UP = (
    "INSERT INTO signups_subscription (email, status, created_at) VALUES ('{email}', 'pending', CURRENT_TIMESTAMP)"
)

# The writer of workbooks that the tests share asks the settings where the project lies.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
os.environ.setdefault("SECRET_KEY", "for-benchmarks-only")


@dataclass
class Run:
    """One process: how long it took by the clock and of the processor, the most memory it had, and what it wrote."""

    seconds: float
    processor: float
    megabytes: float
    code: int
    output: str


@dataclass
class Site:
    """A migrated database without content, and the processes that work on it."""

    name: str
    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "SECRET_KEY": "for-benchmarks-only",
            "VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "careerinfo.settings",
        }

    @property
    def file(self) -> Path | None:
        return self.folder / "site.sqlite3" if self.name == "SQLite" else None

    def start(self, *arguments: object) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def manage(self, *arguments: object) -> Run:
        return measured([sys.executable, "manage.py", *map(str, arguments)], self.environment)


# Run in between, so that the peak of one child is not taken for that of another.
MEASURE = """
import resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:])
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"\\n{seconds} {used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
sys.exit(done.returncode)
"""


def measured(command: list[str], environment: dict[str, str] | None = None) -> Run:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    *output, last = done.stdout.splitlines()
    seconds, processor, megabytes = map(float, last.split())
    return Run(seconds, processor, megabytes, done.returncode, "\n".join(output))


def reading_alone() -> Run:
    """The same files, every cell of every sheet of them, read with python-calamine and nothing else."""
    files = sorted(str(path) for folder in FOLDERS for path in folder.rglob("*.xlsx"))
    code = (
        "import sys, python_calamine\n"
        "for path in sys.argv[1:]:\n"
        "    book = python_calamine.CalamineWorkbook.from_path(path)\n"
        "    for name in book.sheet_names:\n"
        "        book.get_sheet_by_name(name).to_python()\n"
    )
    return measured([sys.executable, "-c", code, *files])


@contextmanager
def sites() -> Iterator[list[Site]]:
    """SQLite in a folder that goes away, and a database of its own on the server of DATABASE_URL, if that is set."""
    with tempfile.TemporaryDirectory(prefix="careerinfo-benchmark-") as name:
        folder = Path(name)
        found = [Site("SQLite", f"sqlite:///{folder / 'site.sqlite3'}", folder)]
        server = os.environ.get("DATABASE_URL", "")
        if not server.startswith("postgres"):
            yield found
            return
        import psycopg

        database = f"careerinfo_benchmark_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")
        try:
            parts = urlsplit(server)
            found.append(Site("PostgreSQL", parts._replace(path=f"/{database}").geturl(), folder))
            yield found
        finally:
            # Another connection: the server may have been restarted.
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


def empty(site: Site) -> None:
    """Migrate the database, or take it back to having no content."""
    if site.file:
        for path in site.folder.glob("site.sqlite3*"):
            path.unlink()
        done = site.manage("migrate", "--verbosity", 0)
    else:
        done = site.manage("migrate", "--verbosity", 0)
        done = site.manage("flush", "--no-input", "--verbosity", 0)
    if done.code:
        raise SystemExit(done.output)


def made_up_areas(folder: Path, areas: int = 185) -> Path:
    """A metropolitan file of 150,000 rows: each detailed occupation of the national file in each of `areas` areas."""
    import python_calamine

    from tests.careers.importers.workbooks import write_workbook

    national = python_calamine.CalamineWorkbook.from_path(DATA / "oews" / "national_M2024_dl.xlsx")
    headers, *rows = national.get_sheet_by_index(0).to_python()
    at = {header: headers.index(header) for header in headers}
    kept = [row for row in rows if row[at["O_GROUP"]] in ("total", "detailed")]
    chance = random.Random(1)
    made = [headers]
    for number in range(areas):
        share = chance.uniform(0.001, 0.02)
        for row in kept:
            row = list(row)
            row[at["AREA"]] = f"{10_000 + number}"
            row[at["AREA_TITLE"]] = f"Town {number}, {chance.choice(['OH', 'KY', 'TX-AR'])}"
            row[at["AREA_TYPE"]], row[at["PRIM_STATE"]] = "4", "OH"
            if isinstance(row[at["TOT_EMP"]], float):
                row[at["TOT_EMP"]] = round(row[at["TOT_EMP"]] * share, -1)
            made.append(row)
    return write_workbook(folder / "MSA_M2024_dl.xlsx", {"MSA_M2024_dl": made})


def longest_wait(site: Site, process: subprocess.Popen) -> tuple[float, int]:
    """While `process` runs: the longest time that storing a sign-up took, in seconds, and how many were stored."""
    longest, stored = 0.0, 0
    connection = open_database(site)
    try:
        while process.poll() is None:
            began = time.perf_counter()
            connection.execute(SQL_OF_A_SIGN_UP.format(email=f"{site.name}{process.pid}-{stored}@example.org"))
            longest = max(longest, time.perf_counter() - began)
            stored += 1
            time.sleep(0.01)
    finally:
        connection.close()
    return longest, stored


def open_database(site: Site):
    """A connection with automatic commits, whose `execute` waits for locks as the site's own does."""
    if site.file:
        import sqlite3

        return sqlite3.connect(site.file, timeout=20, isolation_level=None)
    import psycopg

    return psycopg.connect(site.url, autocommit=True)

"""What it costs to keep clear of SQLite's WAL-reset bug: eight greedy writers and two readers, in each way for a while.

    python -m tests.benchmarks.checkpoints [seconds]

The ways: SQLite's automatic checkpoints, those of `careerinfo/databases/wal_reset.py`, and no log beside the database.
Each row says what was committed and read in a second, how long a commit took, what failed, and how large the log grew.
At the end of each the database is checked; ends with status 1 where it is damaged or a commit is lost.
"""

import multiprocessing
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

WRITERS, READERS = 8, 2
# As the site has it.
USUAL = "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON"
PATIENCE = 20


@dataclass(frozen=True)
class Way:
    name: str
    commands: str
    is_ours: bool = False


WAYS = [
    Way("automatic checkpoints", "PRAGMA journal_mode=WAL"),
    Way("nobody commits meanwhile", "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0", is_ours=True),
    Way("no log, but a journal", "PRAGMA journal_mode=DELETE"),
]


@dataclass(frozen=True)
class Done:
    """Of one process: how many, how long each took in milliseconds, and how many failed."""

    took: list[float]
    failed: int


def connect(file: Path, way: Way) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    connection.executescript(f"{way.commands}; {USUAL}")
    return connection


def timed(file: Path, way: Way, seconds: float, act: Callable[[sqlite3.Connection], None], queue) -> None:
    took, failed, until = [], 0, time.monotonic() + seconds
    with closing(connect(file, way)) as connection:
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                act(connection)
            except sqlite3.OperationalError:
                failed += 1
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            else:
                took.append((time.perf_counter() - began) * 1_000)
    queue.put((act.__name__, Done(took, failed)))


def write(connection: sqlite3.Connection) -> None:
    """Something like a signup: a few rows, two of them with indexes."""
    connection.execute("BEGIN IMMEDIATE")
    row = connection.execute("INSERT INTO person (email) VALUES (?)", [f"{random.random()}@example.org"]).lastrowid
    connection.execute("INSERT INTO topic (person, name) VALUES (?, ?)", [row, random.choice("abcdef") * 40])
    connection.execute("UPDATE seen SET times = times + 1")
    connection.execute("COMMIT")


def read(connection: sqlite3.Connection) -> None:
    """Something like a page: a dozen queries."""
    for _ in range(12):
        connection.execute("SELECT * FROM person ORDER BY email LIMIT 20").fetchall()


def look_after(file: Path) -> None:
    from careerinfo.databases import wal_reset

    wal_reset.EVERY = 0.02
    wal_reset.Keeper(file).run()


def largest_log(file: Path, until: float) -> int:
    log, largest = file.with_name(f"{file.name}-wal"), 0
    while time.monotonic() < until:
        if log.exists():
            largest = max(largest, log.stat().st_size)
        time.sleep(0.05)
    return largest


def run(way: Way, folder: Path, seconds: float) -> bool:
    """Whether the database is sound afterwards."""
    file = folder / "site.sqlite3"
    keeping_open = connect(file, way)
    keeping_open.executescript(
        "CREATE TABLE person (id integer PRIMARY KEY, email text UNIQUE);"
        "CREATE TABLE topic (id integer PRIMARY KEY, person int REFERENCES person, name text);"
        "CREATE INDEX by_name ON topic (name, person); CREATE TABLE seen (times int); INSERT INTO seen VALUES (0)"
    )
    queue = multiprocessing.Queue()
    acts = [write] * WRITERS + [read] * READERS
    processes = [multiprocessing.Process(target=timed, args=(file, way, seconds, act, queue)) for act in acts]
    keeper = multiprocessing.Process(target=look_after, args=(file,), daemon=True)
    if way.is_ours:
        keeper.start()
    for process in processes:
        process.start()
    largest = largest_log(file, time.monotonic() + seconds)
    done = [queue.get() for _ in processes]
    for process in processes:
        process.join()
    if way.is_ours:
        keeper.kill()
    commits = [took for name, one in done if name == "write" for took in one.took]
    pages = sum(len(one.took) for name, one in done if name == "read")
    failed = sum(one.failed for _, one in done)
    sound = keeping_open.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    kept = keeping_open.execute("SELECT times, (SELECT count(*) FROM person) FROM seen").fetchone()
    keeping_open.close()
    quantiles = statistics.quantiles(commits, n=1_000)
    print(
        f"{way.name:25} {len(commits) / seconds:8,.0f} {pages / seconds:8,.0f} {statistics.median(commits):8.2f} "
        f"{quantiles[989]:8.1f} {max(commits):8.0f} {failed:7} {largest / 2**20:8.1f}  "
        f"{'sound' if sound and kept == (len(commits), len(commits)) else f'DAMAGED {kept} of {len(commits)}'}",
        flush=True,
    )
    return sound and kept == (len(commits), len(commits))


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    print(f"SQLite {sqlite3.sqlite_version}, {WRITERS} writers, {READERS} readers, {seconds:.0f} s each")
    print(
        f"{'':25} {'commit/s':>8} {'page/s':>8} {'ms each':>8} {'99 %':>8} {'longest':>8} {'failed':>7} {'log MB':>8}"
    )
    results = []
    for way in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            results.append(run(way, Path(folder), seconds))
    sys.exit(not all(results))


if __name__ == "__main__":
    main()

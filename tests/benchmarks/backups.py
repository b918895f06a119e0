"""How long a backup of a big SQLite database takes beside SQLite's own `.backup`, and how long writers wait for it.

    python -m tests.benchmarks.backups [--megabytes 500] [--rounds 5]

Makes a database of its own with made-up rows. Both take turns, in one process, and medians are compared: until the
backup is safe on the disk, which may take twice as long as the bare copy, or the status is 1; and with
`integrity_check`, which follows at the lowest priority. Then another process writes one row after the other during a
backup. (The bare copy, a hundred pages at a time, begins anew with each write, and would not end.)
"""

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="careerinfo-backups-"))
os.environ |= {"VAR_DIR": str(FOLDER), "DATABASE_URL": "", "SECRET_KEY": "for-benchmarks-only"}
os.environ.pop("DATABASE_URL")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from careerinfo.backups import making  # noqa: E402

DATABASE = FOLDER / "careerinfo.sqlite3"
MOST = 2.0
# Of such rows, small ones with many indexes and long texts, a site with several releases has most.
SMALL = """
INSERT INTO signups_delivery (mailing_id, email, key, is_single, state, reason, attempts, due_at, worker, provider_id)
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 20000)
SELECT 1, 'somebody' || n || '@example.org', lower(hex(randomblob(16))), 0, 'sent', '', 1, '2026-01-01', '', ''
FROM number
"""
LONG = """
INSERT INTO signups_mailing (kind, data, state, held_because, created_at, due_at, recipients)
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 500)
SELECT 'letter', json_object('text', hex(randomblob(5000))), 'done', '', '2026-01-01', '2026-01-01', 0 FROM number
"""
ROW = """
INSERT INTO signups_signuprequest (email, wants, topics, received_at) VALUES ('a', 'topics', '[]', '2026-01-01')
"""
WRITER = """
import sqlite3, sys, time
site = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
site.execute("PRAGMA synchronous = NORMAL")
longest, count = 0, 0
print("begun", flush=True)
try:
    while True:
        began = time.monotonic()
        site.execute(sys.argv[2])
        longest, count = max(longest, time.monotonic() - began), count + 1
        time.sleep(0.002)
except KeyboardInterrupt:
    print(f"{longest:.3f} {count}")
"""


def make(megabytes: int) -> None:
    call_command("migrate", verbosity=0)
    with closing(sqlite3.connect(DATABASE)) as site:
        site.execute(LONG)
        while DATABASE.stat().st_size < megabytes * 1_000_000:
            for sql in (SMALL, SMALL, LONG, LONG):
                site.execute(sql)
            site.commit()
            site.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def bare() -> None:
    """As the sqlite3 shell does it."""
    to = FOLDER / "bare.sqlite3"
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(DATABASE)) as site, closing(sqlite3.connect(to)) as copy:
        site.backup(copy, pages=100)


def seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def longest_wait(act: Callable[[], object]) -> tuple[float, int]:
    """Of a process that writes meanwhile: how long one write took at most, and how many there were."""
    with subprocess.Popen([sys.executable, "-c", WRITER, DATABASE, ROW], stdout=subprocess.PIPE, text=True) as writer:
        writer.stdout.readline()
        act()
        writer.send_signal(2)
        longest, count = writer.communicate()[0].split()
    return float(longest), int(count)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--megabytes", type=int, default=500)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    try:
        make(given.megabytes)
        return measure(given.rounds)
    finally:
        shutil.rmtree(FOLDER)


def measure(rounds: int) -> int:
    size = DATABASE.stat().st_size / 1e6
    bares, safes, checks = [], [], []
    for _ in range(rounds):
        bares.append(seconds(bare))
        safes.append(seconds(lambda: making.copied(timezone.now())))
        newest = max((FOLDER / "backups").glob("*.backup"))
        checks.append(seconds(lambda path=newest: making.engine().look_through(path)))
        newest.unlink()
    usual, safe, check = map(statistics.median, (bares, safes, checks))
    print(
        f"{size:,.0f} MB, medians of {rounds} rounds: bare .backup {usual:.2f} s, safe after {safe:.2f} s", flush=True
    )
    ratio = safe / usual
    print(
        f"ratio {ratio:.2f} (at most {MOST}); with integrity_check, {check:.2f} s more, {(safe + check) / usual:.1f}",
        flush=True,
    )
    wait, count = longest_wait(lambda: making.back_up(lambda line: None))
    print(f"a process that wrote {count} rows meanwhile waited {wait * 1000:.0f} ms at most")
    return ratio > MOST


if __name__ == "__main__":
    sys.exit(main())

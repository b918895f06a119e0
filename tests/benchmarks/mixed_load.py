"""Visitors who browse, search and send forms, while the site is reloaded, killed, and left without room.

    MINUTES=10 python -m tests.benchmarks.mixed_load

The demo, served by gunicorn (two workers of four threads) to VISITS_PER_SECOND (40). On SQLite, or with
DATABASE_URL=postgres://... on that server, which PG_CTL=/path/to/pg_ctl and PG_DATA=/its/folder let it restart. Root
also sees what becomes of SQLite when its disk is full. Prints tables, and ends with status 1 when a promise is broken.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from . import real_files
from .imports import Table
from .pages import free_port, served
from .processes import children, megabytes, visitors_of
from .real_files import ROOT, Site, open_database
from .visitors import Answer, Lost, Sent, Visitors

SECONDS = 60 * float(os.environ.get("MINUTES", "10"))
RATE = float(os.environ.get("VISITS_PER_SECOND", "40"))
FIRST_MINUTE = min(60, SECONDS / 2)
# Parts of the whole time at which something happens.
RELOADS, KILL, RESTART, FULL = (0.15, 0.35, 0.55, 0.8), 0.25, 0.45, 0.6
FULL_SECONDS = min(60, SECONDS / 10)
# How long the site may still say that it cannot, once what kept it is over.
RECOVERS_IN = 10
DISK = 128 << 20
# New workers fill their caches, and what was once in use is not given back at once.
MOST_GROWTH = 1.1
LINES_OF_LOG = 40
STORED = {
    "sign up": "SELECT email FROM signups_signuprequest UNION SELECT email FROM signups_subscription",
    "ask": "SELECT text FROM signups_question",
}
VOTES = "SELECT id, helpful + not_helpful FROM signups_question"


@dataclass
class Run:
    """`troubles`: when the site may say that it cannot; `cut`: ports of the visitors whom a killed worker served."""

    site: Site
    server: subprocess.Popen
    troubles: list[tuple[float, float]] = field(default_factory=list)
    cut: set[int] = field(default_factory=set)
    memory: list[float] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def reload(self) -> None:
        self.server.send_signal(signal.SIGHUP)

    def kill_a_worker(self) -> None:
        workers = [pid for pid in children(self.server.pid) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        # Nothing is taken up between the look at its connections and its end.
        os.kill(workers[0], signal.SIGSTOP)
        self.cut = visitors_of(workers[0])
        os.kill(workers[0], signal.SIGKILL)

    def restart_database(self) -> None:
        tool, folder = os.environ["PG_CTL"], os.environ["PG_DATA"]
        owner = os.stat(folder).st_uid if os.geteuid() == 0 else None
        command = [tool, "restart", "--wait", "--mode=fast", f"--pgdata={folder}"]
        with self.trouble():
            subprocess.run(command, check=True, user=owner, cwd="/", stdout=subprocess.DEVNULL)

    def fill_disk(self) -> None:
        ballast = self.site.folder / "ballast"
        with self.trouble():
            until = time.monotonic() + FULL_SECONDS
            with ballast.open("ab", buffering=0) as file:
                while time.monotonic() < until:
                    # To the last byte, and again where the site has made room.
                    with suppress(OSError):
                        while file.write(bytes(4_096)):
                            pass
                    time.sleep(0.05)
            ballast.unlink()

    @contextmanager
    def trouble(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.troubles.append((began, time.monotonic() + RECOVERS_IN))

    def megabytes(self) -> float:
        return sum(map(megabytes, [self.server.pid, *children(self.server.pid)]))

    def measure(self) -> None:
        self.memory.append(self.megabytes())

    def plan(self, has_small_disk: bool) -> list[tuple[float, Callable[[], None]]]:
        plan = [*((part * SECONDS, self.reload) for part in RELOADS), (KILL * SECONDS, self.kill_a_worker)]
        plan += [(FIRST_MINUTE, self.measure), (SECONDS, self.measure)]
        if has_small_disk:
            plan.append((FULL * SECONDS, self.fill_disk))
        else:
            self.left_out.append("a full disk (only on SQLite, for root, where a small disk can be mounted)")
        if not self.site.file and "PG_CTL" in os.environ:
            plan.append((RESTART * SECONDS, self.restart_database))
        elif not self.site.file:
            self.left_out.append("a restart of PostgreSQL (PG_CTL and PG_DATA are not given)")
        return sorted(plan, key=lambda one: one[0])

    def is_excused(self, one: Answer | Lost) -> bool:
        if isinstance(one, Lost):
            return one.port in self.cut
        return one.status in (200, 302) or (one.status == 503 and one.has_retry and self.is_in_trouble(one))

    def is_in_trouble(self, one: Answer) -> bool:
        return any(began <= one.at <= end for began, end in self.troubles)


@contextmanager
def small_disk(site: Site) -> Iterator[bool]:
    """Whether the site's folder is a small file system of its own."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "none", str(site.folder)]
    if not site.file or os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", str(site.folder)], check=True)


def rows(site: Site, sql: str) -> list[tuple]:
    connection = open_database(site)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def broken_words(site: Site, sent: list[Sent], votes_before: dict[int, int]) -> list[str]:
    """What the site said of a form, and the database does not."""
    there = {kind: {row[0] for row in rows(site, sql)} for kind, sql in STORED.items()}
    found = []
    for one in sent:
        is_there = one.what in there.get(one.kind, ())
        if one.kind in there and one.is_stored not in (is_there, None):
            found.append(f"{one.kind}: {'refused, and is there' if is_there else 'stored, it said, and is not there'}")
    counted = {number: votes - votes_before[number] for number, votes in rows(site, VOTES) if number in votes_before}
    said = Counter((one.what, one.is_stored) for one in sent if one.kind == "vote")
    for number, votes in counted.items():
        least = said[str(number), True]
        if not least <= votes <= least + said[str(number), None]:
            found.append(f"votes of question {number}: {least} said stored, {votes} are there")
    if site.file and (state := rows(site, "PRAGMA integrity_check")) != [("ok",)]:
        found.append(f"the database's file: {state[:3]}")
    return found


def is_ready(base: str) -> bool:
    for _ in range(30):
        with suppress(OSError), urllib.request.urlopen(f"{base}/readyz", timeout=10) as answer:
            return answer.status == 200
        time.sleep(1)
    return False


def visited(run: Run, base: str, has_small_disk: bool) -> Visitors:
    with urllib.request.urlopen(f"{base}/sitemap.xml") as answer:
        paths = [urlsplit(found).path for found in re.findall(r"<loc>([^<]+)", answer.read().decode())]
    began = time.monotonic()
    with Visitors(urlsplit(base).port, paths, RATE) as visitors:
        for second, happen in run.plan(has_small_disk):
            time.sleep(max(0, began + second - time.monotonic()))
            what = happen.__name__.replace("_", " ")
            print(f"{time.monotonic() - began:6.0f} s {run.megabytes():8.0f} MB  {what}", flush=True)
            happen()
    return visitors


def show(run: Run, visitors: Visitors, is_well: bool, words: list[str], log: str) -> bool:
    """Whether a promise was broken."""
    table, name = Table(), run.site.name
    by_kind = Counter((one.kind, run.is_in_trouble(one), one.status) for one in visitors.answers)
    for (kind, is_in_trouble, status), count in sorted(by_kind.items()):
        table.line(name, f"{kind}{', in trouble' if is_in_trouble else ''}: {status}", count, "")
    for kind in sorted({kind for kind, *_ in by_kind}):
        took = sorted(one.seconds * 1_000 for one in visitors.answers if one.kind == kind)
        table.line(name, f"{kind}: p50", took[len(took) // 2], "ms")
        table.line(name, f"{kind}: p99", took[len(took) * 99 // 100], "ms")
    for (kind, stored), count in sorted(Counter((one.kind, str(one.is_stored)) for one in visitors.sent).items()):
        table.line(name, f"{kind}: stored as the site says: {stored}", count, "")
    wrong = Counter(f"{one.kind}: {one.status}" for one in visitors.answers if not run.is_excused(one))
    lost = [one for one in visitors.lost if not run.is_excused(one)]
    wrong += Counter(f"{one.kind}: {one.error}" for one in lost) + Counter(visitors.failed) + Counter(words)
    table.line(name, "connections lost with the killed worker", len(visitors.lost) - len(lost), "")
    table.line(name, "errors, and other broken promises", sum(wrong.values()), "", limit=0)
    table.line(name, "memory after the first minute", run.memory[0], "MB")
    table.line(name, "memory at the end", run.memory[1], "MB", limit=run.memory[0] * MOST_GROWTH)
    table.line(name, "ready at the end", int(is_well), "", least=1)
    said = [f"Broken: {count} x {what}" for what, count in wrong.items()]
    said += [f"Left out: {what}" for what in run.left_out]
    print(*said, "The site's own log:", *log.splitlines()[:LINES_OF_LOG], sep="\n")
    return table.broken


def measure(site: Site) -> bool:
    with small_disk(site) as has_small_disk:
        real_files.empty(site)
        site.manage("load_demo")
        site.manage("collectstatic", "--noinput", "--verbosity", 0)
        votes = dict(rows(site, VOTES))
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        environment = {**site.environment, "PORT": str(port), "WEB_CONCURRENCY": "2", "THREADS": "4"}
        command = [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"]
        with served(command, ROOT, environment, f"{base}/readyz") as (server, log):
            run = Run(site, server)
            visitors = visited(run, base, has_small_disk)
            is_well, said = is_ready(base), log.read_text()
        return show(run, visitors, is_well, broken_words(site, visitors.sent, votes), said)


def main() -> int:
    with real_files.sites() as sites:
        return int(measure(sites[-1]))


if __name__ == "__main__":
    sys.exit(main())

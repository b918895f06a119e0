"""How long approving and rolling back the publishers' whole releases takes, and how long nobody else can write.

    python -m tests.benchmarks.approvals

On a new site with the demo and the publishers' files staged. Prints a table and ends with status 1 when a limit is
broken. With DATABASE_URL=postgres://... also on that server, in a database made for it. "Beside writing alone" is the
time of the whole beside that of storing the rows that it changed, of index, listing, change log, careers and releases,
each once, in one transaction, and of deleting the rows of the index that these take the place of, in another.

Seconds are of the processor, since what else the machine does is no matter of the site, but for the lines "by the
clock": these count only where nothing else runs. What a PostgreSQL server of another machine does is in these alone.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from . import real_files
from .imports import Table, on_each_site
from .real_files import FOLDERS, Site

LOCKED, RATIO = 0.5, 3.0
TEXT = "O*NET"
# Made up, of the size of the publisher's.
BY_AREA = "pay of 150,000 rows by area"

# In a process of its own, with the site's settings: a decision, and what it wrote, written once more by itself.
DECIDE = """
import gc, json, sys, time
from contextlib import suppress
import django
django.setup()
from django.apps import apps
from django.db import connection, transaction
from careers import bulk
from careers.models import Area, Career, CareerChange, CareerListing, Field, Occupation, Release, SearchEdition
from careers.releases import lifecycle
from careers.search import tables

what, number = sys.argv[1:]
release = Release.objects.get(pk=number)
held = []


def used():
    # Of the processor, in seconds: by this process, and by the server's for it where that runs on this machine.
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with suppress(FileNotFoundError), open(f"/proc/{connection.connection.info.backend_pid}/schedstat") as file:
            seconds += int(file.read().split()[0]) / 1e9
    return seconds


class Timed(transaction.Atomic):
    # A transaction holds what others wait for from its beginning on SQLite, and on PostgreSQL at most from there.
    def __enter__(self):
        self.is_outermost = not connection.in_atomic_block
        super().__enter__()
        self.began = used(), time.perf_counter()

    def __exit__(self, *error):
        super().__exit__(*error)
        if self.is_outermost:
            held.append((used() - self.began[0], time.perf_counter() - self.began[1]))


def alone(execute, sql, *rest):
    # What is written outside of a transaction is one of its own.
    began = used(), time.perf_counter()
    result = execute(sql, *rest)
    if not connection.in_atomic_block and not sql.startswith(("SELECT", "PRAGMA", "BEGIN")):
        held.append((used() - began[0], time.perf_counter() - began[1]))
    return result


def timed(deed):
    began = used(), time.perf_counter()
    result = deed()
    return used() - began[0], time.perf_counter() - began[1], result


def decide():
    if what == "approve":
        return lifecycle.approve([release], by="bench", publish=True, despite_losses=True)
    return lifecycle.rollback(release, by="bench", despite_losses=True)


# Whatever a decision writes one by one or in bulk, besides the index; those first that others point to.
STORED = [Release, Occupation, Area, Field, Career, CareerListing, CareerChange]


def snapshot():
    edition = SearchEdition.objects.get(state="live").number
    return edition, [{row[model._meta.pk.attname]: row for row in model.objects.values()} for model in STORED]


INDEX = ["searchpassage", "searchweight", "indexedcareer", "searchword"]


def rows_of(model, edition):
    columns = ["edition" if field.name == "edition" else field.column for field in model._meta.concrete_fields]
    columns = [column for column in columns if not (model.__name__ == "SearchWord" and column == "id")]
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {model._meta.db_table} WHERE edition = %s", [edition])
        return model._meta.db_table, listed, [tuple(row) for row in cursor.fetchall()]


def clear():
    # What is replaced is deleted, which takes its time too.
    with transaction.atomic(), connection.cursor() as cursor:
        for name in INDEX:
            table = apps.get_model("careers", name)._meta.db_table
            cursor.execute(f"DELETE FROM {table} WHERE edition = %s", [before[0]])
        transaction.set_rollback(True)


before = snapshot()
# As the server's workers do when they begin.
gc.freeze()
cleared, _, _ = timed(clear)
# `transaction.atomic` makes the class that it finds by name when it is called.
usual, transaction.Atomic = transaction.Atomic, Timed
with connection.execute_wrapper(alone):
    cpu, wall, _ = timed(decide)
transaction.Atomic = usual
after = snapshot()
longest = max(held), len(held)
stored = [
    [model(**row) for pk, row in now.items() if then.get(pk) != row]
    for model, then, now in zip(STORED, before[1], after[1], strict=True)
]
lines = stored.pop()
new_index = before[0] != after[0]
written = [rows_of(apps.get_model("careers", name), after[0]) for name in INDEX] if new_index else []
spellings = []
if new_index:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT form, word FROM {tables.SPELLING}")
        spellings = cursor.fetchall()


def moved(row, columns):
    # The same rows as those of the other edition: their ids begin with its number.
    values = dict(zip(columns.split(", "), row, strict=True))
    other = 1 - after[0]
    values["edition"] = other
    for name in ("id", "passage"):
        if name in values:
            values[name] = values[name] ^ (1 << tables.EDITION_BITS)
    return tuple(values.values())


def write():
    # Each row once, whole, and stored for good, as those of the decision are.
    with transaction.atomic():
        for table, columns, rows in again:
            tables.insert(table, columns, rows)
        if spellings:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {tables.SPELLING}")
            tables.insert(tables.SPELLING, "form, word", spellings)
        for rows in stored:
            columns = [field.name for field in rows[0]._meta.concrete_fields if not field.primary_key] if rows else []
            bulk.insert(rows, update=columns)
        bulk.insert(lines)


def take_back():
    # Only what is there twice: all other rows were the same as before.
    CareerChange.objects.exclude(pk__in=after[1][-1]).delete()
    with connection.cursor() as cursor:
        for table, _, rows in again:
            if rows:
                cursor.execute(f"DELETE FROM {table} WHERE edition = %s", [1 - after[0]])


again = [(table, columns, [moved(row, columns) for row in rows]) for table, columns, rows in written]
for line in lines:
    line.pk = None
times = []
for _ in range(1 if new_index else 3):
    times.append(timed(write)[0])
    take_back()
by_itself = sorted(times)[len(times) // 2]
print(json.dumps({
    "cpu": cpu, "wall": wall, "held": longest[0][0], "held_wall": max(wall for _, wall in held), "times": longest[1],
    "alone": by_itself + (cleared if new_index else 0),
    "rows": sum(len(rows) for _, _, rows in again) + len(spellings) + sum(map(len, stored)) + len(lines),
}))
"""
RELEASES = "SELECT data_set, id FROM careers_release WHERE state = 'staged'"


def decided(site: Site, what: str, number: int) -> dict[str, float]:
    command = [sys.executable, "-c", DECIDE, what, str(number)]
    done = subprocess.run(command, cwd=real_files.ROOT, env=site.environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def staged(site: Site, *files: Path) -> dict[str, int]:
    """The releases of the publishers' files, and of `files`, by data set, on a site that has only the demo besides."""
    real_files.empty(site)
    for arguments in (["load_demo"], ["import_data", *FOLDERS], *(["import_data", file] for file in files)):
        done = site.manage(*arguments)
        if done.code:
            raise SystemExit(done.output)
    connection = real_files.open_database(site)
    try:
        return dict(connection.execute(RELEASES).fetchall())
    finally:
        connection.close()


def measure(site: Site, table: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        releases = staged(site, real_files.made_up_areas(Path(folder)))
    # Text first, for its careers have pay too.
    chosen = [(TEXT, releases["onet"]), ("national pay", releases["oews-national"])]
    chosen.append((BY_AREA, releases["oews-metropolitan"]))
    decisions = [("approve", *one) for one in chosen] + [("rollback", *one) for one in reversed(chosen)]
    for what, name, number in decisions:
        found = decided(site, what, number)
        table.line(site.name, f"{what} {name}", found["cpu"], "s")
        table.line(site.name, "  by the clock", found["wall"], "s")
        table.line(
            site.name, f"  nobody else can write, the longest of {found['times']} times", found["held"], "s", LOCKED
        )
        table.line(site.name, "  by the clock", found["held_wall"], "s")
        table.line(site.name, f"  writing its {found['rows']:,} rows alone", found["alone"], "s")
        # To see what is in 150,000 rows takes longer than to write what they change.
        limit = RATIO if name != BY_AREA else None
        table.line(site.name, "  the whole beside writing alone", found["cpu"] / found["alone"], "x", limit)
        table.line(site.name, "  the longest beside writing alone", found["held"] / found["alone"], "x")


def main() -> int:
    return on_each_site(measure)


if __name__ == "__main__":
    sys.exit(main())

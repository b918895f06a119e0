"""Imports the files it is given, in small batches; says each step on a line, and waits for a line before it goes on.

    python -m tests.careers.importers.stepwise FILE...

It stops in the middle of a batch, after each batch, before it compares, before it prepares the approval, in the
middle of that, and at the end.
"""

import functools
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
django.setup()

from django.db import connection  # noqa: E402

from careers.importers import loading  # noqa: E402
from careers.importers.oews import rows as oews_rows  # noqa: E402
from careers.releases import change_log, lifecycle  # noqa: E402

ROWS_AT_ONCE = 5


def step(name: str) -> None:
    print(name, flush=True)
    sys.stdin.readline()


def announced(name: str, function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        step(name)
        return function(*args, **kwargs)

    return wrapped


def in_the_middle_of_a_batch(read):
    def rows(described):
        for number, row in enumerate(read(described)):
            if number == ROWS_AT_ONCE + 2:
                step(f"within a batch of {described.data_set}")
                assert not connection.in_atomic_block
            yield row

    return rows


oews_rows.read = in_the_middle_of_a_batch(oews_rows.read)
loading.batches = functools.partial(loading.batches, size=ROWS_AT_ONCE)
loading.diff_of = announced("comparing", loading.diff_of)
lifecycle.prepared = announced("preparing", lifecycle.prepared)
change_log.write = announced("approving", change_log.write)
assert lifecycle.change_log is change_log


def each_batch():
    told = ("", 0)

    def progress(what, rows=0, share=None):
        nonlocal told
        if rows and told != (what, rows):
            told = (what, rows)
            step(f"{what.removeprefix('Reading ')}: {rows}")

    return progress


if __name__ == "__main__":
    loading.import_files(
        [Path(argument) for argument in sys.argv[1:]],
        loading.Options(approve=True, publish=True, despite_losses=True),
        progress=each_batch(),
    )
    step("done")

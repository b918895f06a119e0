"""Kills an import of the publishers' whole files at random moments; after each, the site must be the old or the new.

    python -m tests.benchmarks.kills [SEED]

With DATABASE_URL=postgres://... also on that server, in a database made for it. Ends with status 1 at the first fault.
"""

import random
import signal
import sys
import time

from . import real_files
from .real_files import DATA, Site

KILLS = 20
# How many seconds to wait for a server to see that a process is gone.
PATIENCE = 10
OLD = [DATA / "oews" / "natsector_M2023_dl.xlsx", DATA / "onet-29.3"]
NEW = [DATA / name for name in ("oews", "projections", "soc")]
SHOWN = "SELECT data_set, period, state FROM careers_release WHERE state IN ('live', 'superseded') ORDER BY 1, 2"
CAREERS = "SELECT count(*), sum(CASE WHEN status = 'published' THEN 1 ELSE 0 END) FROM careers_career"
CHANGES = "SELECT data_set, count(*) FROM careers_careerchange GROUP BY 1 ORDER BY 1"
LOADING = "SELECT count(*) FROM careers_release WHERE state = 'loading'"


def seen(site: Site) -> tuple:
    """What visitors see, as far as an import can change it."""
    connection = real_files.open_database(site)
    try:
        return tuple(tuple(map(tuple, connection.execute(sql).fetchall())) for sql in (SHOWN, CAREERS, CHANGES))
    finally:
        connection.close()


def unfinished(site: Site) -> int:
    connection = real_files.open_database(site)
    try:
        return connection.execute(LOADING).fetchone()[0]
    finally:
        connection.close()


def start_over(site: Site) -> tuple:
    real_files.empty(site)
    done = site.manage("import_data", *OLD, "--approve", "--publish")
    if done.code:
        raise SystemExit(done.output)
    return seen(site)


def finish(site: Site) -> None:
    """Import what was killed; another import cannot begin before the server has noticed that one is gone."""
    until = time.monotonic() + PATIENCE
    while True:
        done = site.manage("import_data", *NEW, "--approve", "--publish")
        if done.code == 0:
            return
        if "Another import is running" not in done.output or time.monotonic() > until:
            raise SystemExit(done.output)
        time.sleep(0.2)


def kills(site: Site, chance: random.Random) -> None:
    old = start_over(site)
    began = time.perf_counter()
    finish(site)
    whole = time.perf_counter() - began
    new = seen(site)
    if new == old:
        raise SystemExit("The import changed nothing, so nothing can be told from it.")
    # One moment in each twentieth of the run, so that early and late ones are among them.
    moments = [(part + chance.random()) * whole / KILLS for part in range(KILLS)]
    chance.shuffle(moments)
    start_over(site)
    for number, moment in enumerate(moments, 1):
        process = site.start("import_data", *NEW, "--approve", "--publish")
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = seen(site)
        if after not in (old, new):
            raise SystemExit(f"{site.name}: killed after {moment:.2f} s, visitors see neither old nor new: {after}")
        state = "new" if after == new else "old"
        print(f"{site.name:<12}{number:>3}. killed after {moment:5.2f} s of {whole:.2f}: {state}", flush=True)
        if state == "new" or number % 5 == 0:
            finish(site)
            if seen(site) != new or unfinished(site):
                raise SystemExit(f"{site.name}: the next import did not put everything right: {seen(site)}")
            start_over(site)


def main() -> int:
    if not DATA.is_dir():
        print(f"There are no publishers' files in {DATA}.")
        return 1
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10_000)
    print(f"Seed {seed}")
    with real_files.sites() as sites:
        for site in sites:
            kills(site, random.Random(seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())

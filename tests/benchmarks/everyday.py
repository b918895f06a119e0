"""How many everyday queries find the right career first and in three, with the publishers' whole files loaded.

    python -m tests.benchmarks.everyday

Two sets: the shared one, where it is at hand, and our own, which was written before search had any rule for them.
With DATABASE_URL=postgres://... also on that server. Ends with status 1 when a limit is broken.
"""

import os
import subprocess
import sys

from . import real_files
from .imports import Table
from .real_files import DATA, FOLDERS, Site

# First and in three.
RIGHT = {"SHARED": (92, 96), "OWN": (88, 94)}


def here(name: str) -> int:
    import django

    django.setup()
    from tests.careers.search import everyday

    table = Table()
    for which, (first, in_three) in RIGHT.items():
        path = getattr(everyday, which)
        if not path.is_file():
            continue
        score = everyday.measure(path)
        table.line(name, f"{score.asked} queries of {path.name}: right first", score.percent_first, "%", least=first)
        table.line(name, "  among the first three", score.percent_in_three, "%", least=in_three)
        print(f"    not first: {', '.join(score.missed)}; of these no release answers {', '.join(score.unanswered)}")
    return int(table.broken)


def main() -> int:
    if not DATA.is_dir():
        print(f"There are no publishers' files in {DATA}.")
        return 1
    with real_files.sites() as sites:
        return max(_on(site) for site in sites)


def _on(site: Site) -> int:
    # Not emptied: what a site begins with, the words people use, comes by migrations.
    for arguments in (["migrate", "--verbosity", 0], ["import_data", *FOLDERS, "--approve", "--publish"]):
        done = site.manage(*arguments)
        if done.code:
            raise SystemExit(done.output)
    command = [sys.executable, "-m", "tests.benchmarks.everyday", "--here", site.name]
    return subprocess.run(command, cwd=real_files.ROOT, env={**os.environ, **site.environment}).returncode


if __name__ == "__main__":
    sys.exit(here(sys.argv[2]) if sys.argv[1:2] == ["--here"] else main())

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from . import MIGRATED
from .answers import ANSWERS
from .asking import ASKING
from .asking_own import ASKING_OWN
from .backups import BACKUPS
from .colleagues import COLLEAGUES
from .databases import DATABASES
from .deploying import DEPLOYING
from .desk import DESK
from .digests import DIGESTS
from .experts import EXPERTS
from .facts import FACTS
from .figures import FIGURES
from .importing import IMPORTING
from .keeping import KEEPING
from .letters import LETTERS
from .limiting import LIMITING
from .mailing import MAILING
from .marks import MARKS
from .one import Break
from .page_cache import CACHING
from .page_views import PAGE_VIEWS
from .pages import PAGES
from .publishing import PUBLISHING
from .quizzing import QUIZZING
from .releasing import RELEASING
from .reviewing import REVIEWING
from .safety import SAFETY
from .searching import SEARCHING
from .signing_in import SIGNING_IN
from .staff import STAFF
from .updates import UPDATES
from .visitors import VISITORS
from .watching import WATCHING
from .wording import WORDING

PROJECT = Path(__file__).resolve().parents[2]
OF_STAFF = [*STAFF, *DESK, *REVIEWING, *COLLEAGUES, *KEEPING, *PUBLISHING, *SIGNING_IN, *WORDING]
OF_MAIL = [*UPDATES, *LETTERS, *DIGESTS, *MAILING, *BACKUPS]
OF_QUESTIONS = [*ASKING, *ASKING_OWN, *ANSWERS, *EXPERTS, *FACTS, *MARKS]
OF_SERVING = [*CACHING, *PAGE_VIEWS, *DEPLOYING, *SAFETY, *LIMITING, *WATCHING, *DATABASES]
BREAKS = [
    *(*PAGES, *QUIZZING, *SEARCHING, *RELEASING, *IMPORTING, *FIGURES, *OF_STAFF, *VISITORS, *OF_MAIL),
    *(*OF_QUESTIONS, *OF_SERVING),
]
PLUGINS = ["-p", "no:cacheprovider", "-p", "tests.breaks.migrated_once"]
ENVIRONMENT = {"SECRET_KEY": "for-tests-only", "PYTHONDONTWRITEBYTECODE": "1"}
# pytest's own: all passed, and some failed. Anything else is no answer.
PASSED, FAILED = 0, 1


def copy_of_project(folder: Path) -> Path:
    """A copy that a killed run leaves broken, instead of the project."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=PROJECT, capture_output=True, check=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        source, target = PROJECT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def misfit(one: Break) -> str:
    """Why it cannot be tried any more; empty where it can."""
    file = PROJECT / one.file
    times = file.read_text(encoding="utf-8").count(one.old) if file.is_file() else 0
    missing = [name for name in one.tests.split() if not (PROJECT / "tests" / name).exists()]
    if times != 1:
        return f"{one.file} has its text {times} times"
    return f"there is no tests/{missing[0]}" if missing else ""


def fails(names: Iterable[str], copy: Path) -> str:
    """What pytest says where one of these tests fails; empty where all pass."""
    tests = [f"tests/{name}" for name in names]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", *PLUGINS, *tests]
    environment = {**os.environ, **ENVIRONMENT, MIGRATED: str(copy / "migrated.sqlite3")}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
    if done.returncode not in (PASSED, FAILED):
        sys.exit(f"These tests could not be run: {' '.join(tests)}\n{done.stdout[-2_000:]}{done.stderr[-2_000:]}")
    return done.stdout if done.returncode == FAILED else ""


def is_noticed(one: Break, copy: Path) -> bool:
    """Whether a test fails; the copy is whole again afterwards."""
    file = copy / one.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(one.old, one.new), encoding="utf-8")
    try:
        return bool(fails(one.tests.split(), copy))
    finally:
        file.write_text(whole, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.breaks", description="Which breaks does no test notice?")
    parser.add_argument("parts", nargs="*", help="parts of names or files; all breaks where none is given")
    parts = parser.parse_args().parts
    chosen = [one for one in BREAKS if not parts or any(part in f"{one.what} {one.file}" for part in parts)]
    if not chosen:
        # pytest would run all tests where it is given none.
        print("No break has that in its name or file.")
        return 2
    misfits = [f"{one.what}: {why}" for one in chosen if (why := misfit(one))]
    if misfits:
        print("These fit the project no more; mend them first:", *misfits, sep="\n  ")
        return 2
    unnoticed = []
    with tempfile.TemporaryDirectory(prefix="careerinfo-breaks-") as folder:
        copy = copy_of_project(Path(folder))
        # What fails in any case would notice every break.
        if said := fails(dict.fromkeys(name for one in chosen for name in one.tests.split()), copy):
            print("These tests fail with nothing broken; mend them first:", said[-2_000:], sep="\n")
            return 2
        for number, one in enumerate(chosen, 1):
            noticed = is_noticed(one, copy)
            print(f"{number:3} of {len(chosen)} {'noticed' if noticed else 'UNNOTICED'}: {one.what}", flush=True)
            unnoticed += [] if noticed else [one]
    print(f"{len(chosen) - len(unnoticed)} of {len(chosen)} breaks were noticed.")
    for one in unnoticed:
        print(f"  No test notices it: {one.what} ({one.file}; tried: {one.tests})")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())

"""What became of each file of an import, in a line for the page that shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..models import ImportedFile, ImportRun, Release
from .files import BadFile, BadFiles
from .loading import Import
from .recogniser import RecognisedRelease

Kind = ImportedFile.Kind
# Written beside what is fetched, for whoever fetches on the command line.
NOT_TOLD = ("SHA256SUMS",)
# What refusals say to whoever types commands alone.
TYPED = ("--period ", "--release ", " (manage.py fetch_data gets it)")


@dataclass(frozen=True, kw_only=True)
class Line:
    name: str
    kind: str
    says: str
    release: Release | None = None


def lines_of(run: ImportRun, result: Import, error: BaseException | None = None) -> dict[str, Line]:
    """By the name of each file, without that of the folder; where several things are to be said, the last one."""
    lines = {line.name.removeprefix(f"{run.source}/"): line for line in _said(result, error)}
    return {name: line for name, line in lines.items() if name and name not in NOT_TOLD}


def _said(result: Import, error: BaseException | None) -> Iterator[Line]:
    for one in result.recognised:
        why = ". Nothing of it was kept" if error else ""
        yield from _of_release(one, Kind.READ, f"{one}{why}.")
    for outcome in () if error else result.outcomes:
        rows = f"{outcome.rows:,} row{'' if outcome.rows == 1 else 's'}"
        yield from _of_release(outcome.found, Kind.READ, f"{outcome.found}: {rows}.", outcome.release)
    for unchanged in result.unchanged:
        release = unchanged.release
        says = f"Release {release.pk}, {release}, which is {release.state}."
        for file in unchanged.files:
            yield Line(name=file.name, kind=Kind.KNOWN, says=says, release=release)
    for left in result.left_alone:
        yield Line(name=left.source.name, kind=Kind.LEFT, says=_sentence(left.why))
    for left_out in result.not_imported:
        yield from _of_release(left_out.release, Kind.LEFT, f"{left_out.release}: not imported, {left_out.why}")
    for refused in result.refused:
        yield Line(name=refused.source.name, kind=Kind.REFUSED, says=_without_file(refused.problem))
    for problem in _problems_of(error):
        yield Line(name=problem.file, kind=Kind.REFUSED, says=_without_file(problem))


def _of_release(one: RecognisedRelease, kind: str, says: str, release: Release | None = None) -> Iterator[Line]:
    for file in one.files:
        yield Line(name=file.name, kind=kind, says=says, release=release)


def _problems_of(error: BaseException | None) -> Iterable[BadFile]:
    if isinstance(error, BadFiles):
        return error.problems
    return [error] if isinstance(error, BadFile) else []


def _without_file(problem: BadFile) -> str:
    """The name stands beside it already."""
    return str(BadFile(problem.message, sheet=problem.sheet, row=problem.row, column=problem.column))


def for_staff(run: ImportRun, words: str) -> str:
    """What the importers say, without the folder's name and what is said to whoever types commands."""
    for typed in (*TYPED, f"{run.source}/"):
        words = words.replace(typed, "")
    return words


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def notes_of(result: Import) -> str:
    """What else there is to know of an import that is done, a line each; reviews say what is odd in a release."""
    again = [f"Read again: {one}" for one in result.missing_rows]
    return "\n".join([*again, *filter(None, (outcome.found.note for outcome in result.outcomes))])


def store_lines(run: ImportRun, lines: dict[str, Line]) -> None:
    """Beside each file that came what became of it, and of a zip what became of those in it."""
    rows = {row.name: row for row in run.files.all()}
    for name, line in lines.items():
        row = rows.setdefault(name[-300:], ImportedFile(run=run, name=name[-300:]))
        row.kind, row.says, row.release = line.kind, for_staff(run, line.says), line.release
    run.files.all().delete()
    ImportedFile.objects.bulk_create(rows.values())


def forget_lines(run: ImportRun) -> None:
    """Of the files that came nothing is known yet."""
    run.files.filter(size=None).delete()
    run.files.update(kind=Kind.NOT_READ, says="", release=None)

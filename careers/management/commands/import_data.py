import getpass
import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from careers.importers import faults
from careers.importers.files import BadFiles
from careers.importers.loading import Import, Options, Unfinished, import_files
from careers.importers.reading import BadFile
from careers.locks import AlreadyAtWork
from careers.management.arguments import some_path
from careers.releases.console import Progress, shape_of, table, words_for
from careers.releases.lifecycle import Approval, ReleaseError


def who() -> str:
    """Who runs a command, for the record of a release."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):
        return "command line"


def changes_in_careers(approval: Approval) -> list[str]:
    """What an approval did to careers, in a line; none where the releases have no say in that."""
    return [words] if (words := words_for(approval)) else []


def add_despite_losses(parser) -> None:
    parser.add_argument(
        "--despite-losses",
        action="store_true",
        help="approve a release that lacks a quarter of what is shown or usual: occupations, areas, a part like skills",
    )


class Command(BaseCommand):
    help = "Read publishers' files (O*NET, OEWS, Employment Projections, SOC) into releases that wait for approval."

    def add_arguments(self, parser) -> None:
        parser.add_argument("paths", nargs="+", type=some_path, metavar="PATH", help="files, folders and zips")
        parser.add_argument("--release", default="", metavar="NUMBER", help="where O*NET's files do not tell: 29.3")
        parser.add_argument("--period", default="", help="where pay files do not tell: “May 2024”")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, store nothing")
        parser.add_argument(
            "--skip-unreadable",
            action="store_true",
            help="go on without files that cannot be read, and without the releases that they are a part of",
        )
        parser.add_argument("--approve", action="store_true", help="show the releases to visitors at once")
        parser.add_argument(
            "--publish", action="store_true", help="publish the careers that have a description and tasks"
        )

        add_despite_losses(parser)

    def handle(self, *args, **options) -> None:
        if options["publish"] and not options["approve"]:
            raise CommandError("--publish needs --approve: careers are published when their release is live.")
        if options["dry_run"] and options["approve"]:
            raise CommandError("--dry-run stores nothing, so there is nothing to --approve.")
        wanted = Options(
            period=options["period"],
            label=options["release"],
            dry_run=options["dry_run"],
            approve=options["approve"],
            publish=options["publish"],
            despite_losses=options["despite_losses"],
            skip_unreadable=options["skip_unreadable"],
            by=who(),
        )
        progress = Progress(sys.stderr)
        try:
            result = import_files(options["paths"], wanted, progress=progress)
        except Unfinished as error:
            raise _refusal(error.__cause__, str(error)) from error
        except (BadFile, ReleaseError, Error, OSError, KeyboardInterrupt) as error:
            raise _refusal(error, "Nothing was changed.") from error
        except AlreadyAtWork as error:
            raise CommandError("Another import is running. Wait until it has finished.") from error
        finally:
            progress.end()
        self._report(result, dry_run=options["dry_run"])

    def _report(self, result: Import, *, dry_run: bool) -> None:
        for line in [*_found(result), *_done(result, dry_run=dry_run)]:
            self.stdout.write(line)


def _refusal(error: BaseException | None, changed: str) -> CommandError:
    """What went wrong, and what that changed."""
    if isinstance(error, KeyboardInterrupt):
        return CommandError(f"Stopped. {changed}", returncode=130)
    if isinstance(error, BadFiles) and error.others:
        them = "it" if len(error.problems) == 1 else "them"
        return CommandError(f"{error}\nTo import the rest without {them}, add --skip-unreadable.\n{changed}")
    if isinstance(error, BadFile | ReleaseError):
        return CommandError(f"{error}\n{changed}")
    return CommandError(f"{faults.sentence_of(error)} {changed}")


def _found(result: Import) -> Iterator[str]:
    for refused in result.refused:
        yield f"Cannot be read: {refused.problem}"
    for left_out in result.not_imported:
        yield f"Not imported: {left_out.release}; {left_out.why}"
    for left in result.left_alone:
        yield f"Left alone: {left.source.name} ({left.why})."
    for one in result.unchanged:
        count = f"{len(one.files)} file{'s' if len(one.files) != 1 else ''}"
        yield f"Unchanged: {count} of release {one.release.pk}, {one.release}, which is {one.release.state}."
    yield from (f"Read again: {one}" for one in result.missing_rows)
    if result.outcomes:
        heads = ["Release", "Data set", "Period", "Rows", "Added", "Gone", "Changed", "Outliers", "State"]
        yield from table(heads, [shape_of(outcome) for outcome in result.outcomes])
    for outcome in result.outcomes:
        if outcome.found.note:
            yield outcome.found.note
        for oddity in filter(None, (outcome.oddity, outcome.found.oddity)):
            yield f"Look at this: {outcome.found}: {oddity}"
        if outcome.warning:
            yield f"Look at this: {outcome.warning}"


def _done(result: Import, *, dry_run: bool) -> Iterator[str]:
    if dry_run and (result.refused or result.not_imported):
        yield "Dry run: the rest can be read; nothing was stored."
    elif dry_run:
        yield "Dry run: all of it can be read; nothing was stored."
    elif result.approval:
        yield from changes_in_careers(result.approval)
    elif result.outcomes:
        numbers = " ".join(str(outcome.release.pk) for outcome in result.outcomes)
        yield (
            f"Nothing is shown to visitors yet. Review: manage.py releases {numbers}. "
            f"Show: manage.py approve {numbers}."
        )

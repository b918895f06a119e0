"""Files into releases: recognised by their contents, staged whole or not at all, approved when asked.

Every release is LOADING until the last file has been read, so a bad file or a killed process leaves nothing that
anybody sees; what it left is cleared away by the next import.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from django.db import transaction

from ..locks import Work, one_at_a_time
from ..models import Release, ReleaseFile
from ..models.data_sets import names
from ..releases import coverage, lifecycle
from ..releases.diff import Diff, diff_of
from . import publishers
from .files import BadFiles, LeftAlone, Refused
from .missing_rows import MissingRows, releases_without_all_rows
from .reading import BadFile, SourceFile, source_files
from .recogniser import NotImported, RecognisedRelease, ReleaseKey, Stated
from .recognition import look_at, refuse
from .row_counts import count_again
from .staging import Stager, batches
from .workspace import workspace

logger = logging.getLogger("careerinfo.imports")


@dataclass
class Outcome:
    """What became of one release's files: `release` is None in a dry run.

    `warning` says what it lacks, `oddity` what is strange in its files, if anything.
    """

    found: RecognisedRelease
    release: Release | None = None
    rows: int = 0
    diff: Diff | None = None
    warning: str = ""
    oddity: str = ""


@dataclass(frozen=True)
class Unchanged:
    """Files that were read before, and the release that they were read into."""

    release: Release
    files: list[SourceFile]


@dataclass
class Import:
    """What became of the files; where an import fails, as far as that was known by then."""

    # What was recognised in them, whether or not it could be read.
    recognised: list[RecognisedRelease] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    unchanged: list[Unchanged] = field(default_factory=list)
    # Releases that have fewer rows than their files, which were read again.
    missing_rows: list[MissingRows] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_imported: list[NotImported] = field(default_factory=list)
    approval: lifecycle.Approval | None = None
    is_begun: bool = False


class Unfinished(Exception):
    """An import that broke off and could not be taken back; says what is left of it, and its cause says why it did."""


# What says all that there is to know by itself; anything else is logged.
EXPECTED = (BadFile, KeyboardInterrupt, lifecycle.ReleaseError)
ROWS_LEFT = "What was read so far is not shown to anybody; it is cleared away by the next import."
ALL_STORED = "By then, all had been stored: manage.py releases lists it."


@dataclass(frozen=True)
class Options:
    """`period` ("May 2024") and `label` ("29.3") serve where the files do not tell; `by` is who is asking.

    With `skip_unreadable`, files that cannot be read are left out, and the releases that they may be a part of.
    """

    period: str = ""
    label: str = ""
    dry_run: bool = False
    approve: bool = False
    publish: bool = False
    despite_losses: bool = False
    skip_unreadable: bool = False
    by: str = "import_data"


class OnProgress(Protocol):
    """Told what is being done, and while files are read how many rows and which share of them have been, if known."""

    def __call__(self, what: str, rows: int = 0, share: float | None = None) -> None: ...


def _nobody(what: str, rows: int = 0, share: float | None = None) -> None:
    pass


def import_files(
    paths: Iterable[Path], options: Options, *, progress: OnProgress = _nobody, result: Import | None = None
) -> Import:
    """Stage the releases that `paths` hold, and approve them if asked; BadFile, with nothing changed, on any fault.

    AlreadyAtWork when another is at work; Unfinished when it failed and what it had stored could not be removed. Of an
    import that fails, whoever gave `result` finds there what became of the files until then.
    """
    result = Import() if result is None else result
    with one_at_a_time(Work.IMPORT):
        try:
            with workspace() as folder:
                _import(paths, folder, options, progress, result)
        except BaseException as problem:
            # After the unpacked files are gone: on a full disk, to delete rows takes the room that they had.
            if result.is_begun:
                _take_back(result, problem)
            elif not isinstance(problem, EXPECTED):
                logger.exception("The import failed before anything was stored.")
            raise
    return result


def _import(paths: Iterable[Path], folder: Path, options: Options, progress: OnProgress, result: Import) -> None:
    if not options.dry_run:
        clear_unfinished()
    unreadable: list[Refused] = []
    sources = source_files(paths, folder, unreadable.append)
    known = _known(sources, options.label)
    result.missing_rows = releases_without_all_rows(sources, known)
    lacking = {one.release.pk for one in result.missing_rows}
    known = {sha256: release for sha256, release in known.items() if release.pk not in lacking}
    stated = Stated(options.period, options.label)
    recognition = look_at(sources, known, stated, unreadable=unreadable)
    result.recognised = recognition.releases
    result.left_alone, result.refused = recognition.left_alone, recognition.refused
    result.not_imported, result.unchanged = recognition.not_imported, _unchanged(recognition.unchanged, known)
    refuse(recognition, known, stated, skip_unreadable=options.skip_unreadable)
    order = names()
    releases = sorted(recognition.releases, key=lambda one: (order.index(one.data_set), one.as_of))
    if options.approve:
        _refuse_rolled_back(result, releases)
    if options.dry_run:
        _read_all(releases, result, options, progress, partial(_counted, progress=progress))
    else:
        _stage_all(releases, result, options, progress)


def clear_unfinished() -> None:
    """Remove what a killed import left, and finish a deletion that was killed."""
    for release in Release.objects.filter(state=Release.State.LOADING):
        lifecycle.discard(release)
    lifecycle.finish_deleting()


def _known(sources: list[SourceFile], label: str) -> dict[str, Release]:
    """The release that each file, by its SHA-256, was read into before; rejected releases may be read again.

    O*NET's releases share tables that did not change: of several, the one counts that most of the folder is of.
    """
    files = ReleaseFile.objects.filter(sha256__in={source.sha256 for source in sources})
    unread = [Release.State.REJECTED, Release.State.LOADING, Release.State.DELETING]
    files = files.exclude(release__state__in=unread)
    holders: dict[str, list[Release]] = defaultdict(list)
    for file in files.select_related("release"):
        holders[file.sha256].append(file.release)
    shared = Counter((source.folder, release.pk) for source in sources for release in holders.get(source.sha256, ()))

    def fit(source: SourceFile, release: Release) -> tuple[bool, int, int]:
        return bool(label) and release.label == label, shared[source.folder, release.pk], release.pk

    return {
        source.sha256: max(holders[source.sha256], key=partial(fit, source))
        for source in sources
        if source.sha256 in holders
    }


def _unchanged(sources: list[SourceFile], known: dict[str, Release]) -> list[Unchanged]:
    by_release: dict[int, Unchanged] = {}
    for source in sources:
        release = known[source.sha256]
        by_release.setdefault(release.pk, Unchanged(release, [])).files.append(source)
    return list(by_release.values())


def _refuse_rolled_back(result: Import, releases: list[RecognisedRelease]) -> None:
    """Somebody took it back on purpose: it is shown again only when named, or when another has its place anyway."""
    new = {one.key for one in releases}
    for release in (one.release for one in result.unchanged):
        if release.state != Release.State.ROLLED_BACK or ReleaseKey(release.data_set, release.period) in new:
            continue
        if (
            not Release.objects.of_publishers()
            .shown()
            .filter(data_set=release.data_set, period=release.period)
            .exists()
        ):
            raise lifecycle.ReleaseError(
                f"Release {release.pk} ({release}), which these files hold, was rolled back. To show it again, run "
                f"manage.py approve {release.pk}."
            )


class _Meter:
    """Tells how far the reading of one release's files is, by rows and by bytes."""

    def __init__(self, release: RecognisedRelease, progress: OnProgress):
        self.what, self.progress = f"Reading {release}", progress
        self.rows = self.bytes = 0
        sizes = [table.book.size(table.sheet) for table in release.tables]
        self.size = sum(sizes) if all(sizes) else None
        for table in release.tables:
            table.book.on_read = self.read

    def read(self, size: int) -> None:
        self.bytes += size
        self._tell()

    def take(self, rows: list) -> None:
        self.rows += len(rows)
        self._tell()

    def _tell(self) -> None:
        self.progress(self.what, self.rows, min(self.bytes / self.size, 1) if self.size else None)


def _counted(release: RecognisedRelease, progress: OnProgress) -> Outcome:
    outcome = Outcome(release)
    for _ in _batches_of(outcome, progress):
        pass
    return outcome


def _batches_of(outcome: Outcome, progress: OnProgress) -> Iterator[list]:
    """The rows of a release, which are counted and checked on the way."""
    release = outcome.found
    meter, check = _Meter(release, progress), release.check()
    try:
        for batch in batches(release.rows()):
            yield batch
            meter.take(batch)
            check.take(batch)
    finally:
        release.close()
    outcome.rows, outcome.oddity = meter.rows, check.oddity


def _read_all(
    releases: list[RecognisedRelease],
    result: Import,
    options: Options,
    progress: OnProgress,
    read: Callable[[RecognisedRelease], Outcome],
) -> None:
    """Read every release; after a bad row the others are only looked through, so that all bad files are named at once.

    With `skip_unreadable`, the release with the bad row is left out.
    """
    problems: list[BadFile] = []
    for one in releases:
        try:
            result.outcomes.append(_counted(one, progress) if problems else read(one))
        except BadFile as problem:
            if options.skip_unreadable:
                result.not_imported.append(NotImported(one, f"{problem}"))
            else:
                problems.append(problem)
    if problems:
        raise BadFiles(problems, others=len(problems) < len(releases))
    if releases and not (result.outcomes or result.unchanged):
        raise BadFiles([BadFile(f"{one.release}: {one.why}") for one in result.not_imported])


def _stage_all(releases: list[RecognisedRelease], result: Import, options: Options, progress: OnProgress) -> None:
    def stage(one: RecognisedRelease) -> Outcome:
        outcome = Outcome(one, _begin(one, options.by))
        try:
            _load(outcome, progress)
        except BadFile:
            lifecycle.discard(outcome.release)
            raise
        return outcome

    result.is_begun = True
    try:
        _read_all(releases, result, options, progress, stage)
        count_again()
        progress("Comparing with what is shown")
        for outcome in result.outcomes:
            outcome.diff = diff_of(outcome.release)
            Release.objects.filter(pk=outcome.release.pk).update(outliers=len(outcome.diff.outliers))
            outcome.warning = coverage.warning_of(coverage.missing_if_shown(outcome.release))
        if options.approve:
            progress("Showing it to visitors")
        _finish(result, options)
        count_again()
    except BaseException as problem:
        if not isinstance(problem, EXPECTED):
            logger.exception("The import failed while staging %s.", ", ".join(str(one) for one in releases))
        raise


def _take_back(result: Import, problem: BaseException) -> None:
    """Remove what a failed import has stored; Unfinished where that is not to be, or cannot be."""
    begun = [outcome.release.pk for outcome in result.outcomes if outcome.release]
    try:
        # Once the transaction that shows them is through, an interruption must not take them back.
        is_stored = Release.objects.filter(pk__in=begun).exclude(state=Release.State.LOADING).exists()
        clear_unfinished()
    except BaseException:
        logger.exception("What the import had stored cannot be removed now.")
        raise Unfinished(ROWS_LEFT) from problem
    if is_stored:
        raise Unfinished(ALL_STORED) from problem


def _begin(found: RecognisedRelease, by: str) -> Release:
    """A LOADING release with its files: made before its first row, so that a killed import can be cleared away."""
    with transaction.atomic():
        release = Release.objects.create(
            data_set=found.data_set,
            period=found.period,
            label=found.label,
            as_of=found.as_of,
            state=Release.State.LOADING,
            loaded_by=by,
            **{**publishers.release_values(found.data_set, found.period, found.label), **found.values},
        )
        ReleaseFile.objects.bulk_create(
            ReleaseFile(release=release, name=source.name[-300:], sha256=source.sha256, size=source.size)
            for source in found.files
        )
    return release


def _load(outcome: Outcome, progress: OnProgress) -> None:
    stager = Stager(outcome.release)
    for batch in _batches_of(outcome, progress):
        stager.write(batch)
    Release.objects.filter(pk=outcome.release.pk).update(rows_loaded=outcome.rows, oddity=outcome.oddity)


def _finish(result: Import, options: Options) -> None:
    """Staged, and live if asked, in one step: nobody ever sees some of an import's releases without the others."""
    staged = [outcome.release for outcome in result.outcomes]
    if options.approve:
        known = [one.release.pk for one in result.unchanged]
        waiting = Release.objects.filter(pk__in=known, state=Release.State.STAGED)
        result.approval = lifecycle.approve(
            [*staged, *waiting],
            by=options.by,
            publish=options.publish,
            despite_losses=options.despite_losses,
            arrived=staged,
        )
    with transaction.atomic():
        loaded = Release.objects.filter(pk__in=[release.pk for release in staged], state=Release.State.LOADING)
        loaded.update(state=Release.State.STAGED)
        for release in staged:
            release.refresh_from_db()
            release.pass_on_top_code()

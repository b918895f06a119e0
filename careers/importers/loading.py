"""Files into releases: recognised by their contents, staged whole or not at all, approved when asked.

Every release is LOADING until the last file has been read, so a bad file or a killed process leaves nothing that
anybody sees; what it left is cleared away by the next import.
"""

import logging
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from django.db import transaction

from .. import losses, releases
from ..diff import Diff, compare
from ..models import DataSet, Release, ReleaseFile
from ..one_at_a_time import Work, one_at_a_time
from . import publishers, recognition
from .missing_rows import Incomplete, incomplete
from .reading import BadFile, SourceFile, source_files
from .staging import Stager, batches

logger = logging.getLogger("careerinfo.imports")

# Titles of occupations come from whatever names them first, so the classification itself goes before all others.
ORDER = [
    DataSet.SOC,
    DataSet.ONET,
    DataSet.OEWS_NATIONAL,
    DataSet.PROJECTIONS,
    DataSet.OEWS_INDUSTRY,
    DataSet.OEWS_STATE,
    DataSet.OEWS_METROPOLITAN,
]


@dataclass
class Outcome:
    """What became of one release's files: `release` is None in a dry run, `warning` says what it lacks, if anything."""

    found: recognition.Found
    release: Release | None = None
    rows: int = 0
    diff: Diff | None = None
    warning: str = ""


@dataclass
class Import:
    outcomes: list[Outcome] = field(default_factory=list)
    unchanged: list[tuple[Release, list[SourceFile]]] = field(default_factory=list)
    # Releases that have fewer rows than their files, which were read again.
    incomplete: list[Incomplete] = field(default_factory=list)
    left_alone: list[tuple[SourceFile, str]] = field(default_factory=list)
    approval: releases.Approval | None = None


@dataclass(frozen=True)
class Options:
    """`period` ("May 2024") and `label` ("29.3") serve where the files do not tell; `by` is who is asking."""

    period: str = ""
    label: str = ""
    dry_run: bool = False
    approve: bool = False
    publish: bool = False
    despite_losses: bool = False
    by: str = ""


class Progress(Protocol):
    """Told what is being done, and while files are read how many rows and which share of them have been, if known."""

    def __call__(self, what: str, rows: int = 0, share: float | None = None) -> None: ...


def _nobody(what: str, rows: int = 0, share: float | None = None) -> None:
    pass


def import_files(paths: Iterable[Path], options: Options, *, progress: Progress = _nobody) -> Import:
    """Stage the releases that `paths` hold, and approve them if asked; BadFile, with nothing changed, on any fault.

    AlreadyAtWork when another is at work.
    """
    with one_at_a_time(Work.IMPORT), tempfile.TemporaryDirectory(prefix="careerinfo-") as workspace:
        if not options.dry_run:
            clear_unfinished()
        sources = source_files(paths, Path(workspace))
        known = _known(sources, options.label)
        lacking = incomplete(sources, known)
        lacking_ids = {one.release.pk for one in lacking}
        known = {sha256: release for sha256, release in known.items() if release.pk not in lacking_ids}
        recognised = recognition.recognise(sources, known, period=options.period, label=options.label)
        result = Import(
            left_alone=recognised.left_alone,
            unchanged=_unchanged(recognised.unchanged, known),
            incomplete=lacking,
        )
        found = sorted(recognised.found, key=lambda one: (ORDER.index(one.data_set), one.as_of))
        if options.approve:
            _refuse_rolled_back(result, found)
        if options.dry_run:
            result.outcomes = [Outcome(one, rows=_count(one, progress)) for one in found]
        else:
            _stage_all(found, result, options, progress)
        return result


def clear_unfinished() -> int:
    """Remove what a killed import left; returns how many releases that was."""
    left = list(Release.objects.filter(state=Release.State.LOADING))
    for release in left:
        releases.discard(release)
    return len(left)


def _known(sources: list[SourceFile], label: str) -> dict[str, Release]:
    """The release that each file, by its SHA-256, was read into before; rejected releases may be read again.

    O*NET's releases share tables that did not change: of several, the one counts that most of the folder is of.
    """
    files = ReleaseFile.objects.filter(sha256__in={source.sha256 for source in sources})
    files = files.exclude(release__state__in=[Release.State.REJECTED, Release.State.LOADING])
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


def _unchanged(sources: list[SourceFile], known: dict[str, Release]) -> list[tuple[Release, list[SourceFile]]]:
    by_release: dict[int, tuple[Release, list[SourceFile]]] = {}
    for source in sources:
        release = known[source.sha256]
        by_release.setdefault(release.pk, (release, []))[1].append(source)
    return list(by_release.values())


def _refuse_rolled_back(result: Import, found: list[recognition.Found]) -> None:
    """Somebody took it back on purpose: it is shown again only when named, or when another has its place anyway."""
    new = {(one.data_set, one.period) for one in found}
    for release, _ in result.unchanged:
        if release.state != Release.State.ROLLED_BACK or (release.data_set, release.period) in new:
            continue
        if (
            not Release.objects.of_publishers()
            .shown()
            .filter(data_set=release.data_set, period=release.period)
            .exists()
        ):
            raise releases.ReleaseError(
                f"Release {release.pk} ({release}), which these files hold, was rolled back. To show it again, run "
                f"manage.py approve {release.pk}."
            )


class _Meter:
    """Tells how far the reading of one release's files is, by rows and by bytes."""

    def __init__(self, found: recognition.Found, progress: Progress):
        self.what, self.progress = f"Reading {found}", progress
        self.rows = self.bytes = 0
        sizes = [table.book.size(table.sheet) for table in found.tables]
        self.size = sum(sizes) if all(sizes) else None
        for table in found.tables:
            table.book.on_read = self.read

    def read(self, size: int) -> None:
        self.bytes += size
        self._tell()

    def take(self, rows: list) -> None:
        self.rows += len(rows)
        self._tell()

    def _tell(self) -> None:
        self.progress(self.what, self.rows, min(self.bytes / self.size, 1) if self.size else None)


def _count(found: recognition.Found, progress: Progress) -> int:
    meter = _Meter(found, progress)
    for batch in batches(found.rows()):
        meter.take(batch)
    return meter.rows


def _stage_all(found: list[recognition.Found], result: Import, options: Options, progress: Progress) -> None:
    try:
        for one in found:
            result.outcomes.append(Outcome(one, _begin(one, options.by)))
            _load(result.outcomes[-1], progress)
        progress("Comparing with what is shown")
        for outcome in result.outcomes:
            outcome.diff = compare(outcome.release)
            outcome.warning = losses.warning_of(outcome.release)
        if options.approve:
            progress("Showing it to visitors")
        _finish(result, options)
    except BaseException as problem:
        if not isinstance(problem, BadFile | KeyboardInterrupt | releases.ReleaseError):
            # First: where the database itself is gone, nothing can be discarded now, but by the next import.
            logger.exception("The import failed while staging %s.", ", ".join(str(one) for one in found))
        # Once the transaction that shows them is through, an interruption must not take them back.
        begun = [outcome.release.pk for outcome in result.outcomes]
        for release in Release.objects.filter(pk__in=begun, state=Release.State.LOADING):
            releases.discard(release)
        raise


def _begin(found: recognition.Found, by: str) -> Release:
    """A LOADING release with its files: made before its first row, so that a killed import can be cleared away."""
    with transaction.atomic():
        release = Release.objects.create(
            data_set=found.data_set,
            period=found.period,
            label=found.label,
            as_of=found.as_of,
            state=Release.State.LOADING,
            top_code_annual=found.top_code_annual,
            top_code_hourly=found.top_code_hourly,
            loaded_by=by,
            **publishers.release_values(found.data_set, found.label),
        )
        ReleaseFile.objects.bulk_create(
            ReleaseFile(release=release, name=source.name[-300:], sha256=source.sha256, size=source.size)
            for source in found.files
        )
    return release


def _load(outcome: Outcome, progress: Progress) -> None:
    meter = _Meter(outcome.found, progress)
    stager = Stager(outcome.release)
    for batch in batches(outcome.found.rows()):
        stager.write(batch)
        meter.take(batch)
    outcome.rows = meter.rows
    Release.objects.filter(pk=outcome.release.pk).update(rows_loaded=meter.rows)


@transaction.atomic
def _finish(result: Import, options: Options) -> None:
    """Staged, and live if asked, in one step: nobody ever sees some of an import's releases without the others."""
    staged = [outcome.release for outcome in result.outcomes]
    Release.objects.filter(pk__in=[release.pk for release in staged]).update(state=Release.State.STAGED)
    if options.approve:
        known = [release.pk for release, _ in result.unchanged]
        waiting = Release.objects.filter(pk__in=known, state=Release.State.STAGED)
        result.approval = releases.approve(
            [*staged, *waiting], by=options.by, publish=options.publish, despite_losses=options.despite_losses
        )
    for release in staged:
        release.refresh_from_db()

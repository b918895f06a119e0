"""Releases and their differences as lines of text, for the command line."""

import shutil
import time
from collections.abc import Iterator, Sequence
from typing import TextIO

from ..models import Release
from ..models.data_sets import data_set
from .coverage import missing_if_shown
from .diff import Change, Diff
from .top_codes import oddities_of

CHANGES_SHOWN = 10
PROGRESS_SECONDS = 0.2
BAR_WIDTH = 20


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell; cells of digits are set to the right."""
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    lines = []
    for row in [heads, ["-" * width for width in widths], *rows]:
        cells = [
            cell.rjust(width) if cell.replace(",", "").isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def shape_of(outcome) -> list[str]:
    """One release of an import in the words of a table's row."""
    found, release, diff = outcome.found, outcome.release, outcome.diff
    counts = [f"{outcome.rows:,}"]
    if diff and diff.base:
        counts += [f"{len(part):,}" for part in (diff.added, diff.gone, diff.changed, diff.outliers)]
    else:
        counts += ["new", "", "", ""]
    name = found.label or found.period
    return [
        str(release.pk) if release else "",
        data_set(found.data_set).label,
        name,
        *counts,
        _state(release) if release else "not stored",
    ]


def words_for(approval) -> str:
    """What an approval did to careers, in a sentence; empty where it did nothing to them."""
    parts = []
    if approval.drafts or approval.published:
        parts += [f"{approval.drafts:,} drafted", f"{approval.published:,} published"]
    if approval.withdrawn:
        parts.append(f"{approval.withdrawn:,} taken off the site because they have no text left")
    if approval.restored:
        parts.append(f"{approval.restored:,} back on the site")
    return f"Careers: {', '.join(parts)}." if parts else ""


def place_of(release: Release) -> str:
    """Where visitors see a release that was just approved."""
    if release.is_own:
        return "shown beside the publisher's, for the careers that it has figures for"
    if release.covers_part:
        return "shown beside the release that it covers a part of"
    if release.is_live:
        return "live"
    live = Release.objects.live().get(data_set=release.data_set)
    return f"shown as an earlier release; live is release {live.pk}, {live}"


def list_of(releases: Sequence[Release]) -> list[str]:
    heads = ["Release", "Data set", "Period", "State", "Loaded", "Decided", "Next due"]
    return table(heads, [_line(release) for release in releases])


def _line(release: Release) -> list[str]:
    due = f"{release.next_due:%B %Y}" if release.is_live and release.next_due else ""
    return [
        str(release.pk),
        f"{release.get_data_set_display()}{', own' if release.is_own else ''}",
        f"{release.period} ({release.label})" if release.label else release.period,
        _state(release),
        f"{release.loaded_at:%Y-%m-%d} {release.loaded_by}".strip(),
        f"{release.decided_at:%Y-%m-%d} {release.decided_by}" if release.decided_at else "",
        f"{due}: overdue" if release.is_overdue else due,
    ]


def description_of(diff: Diff, *, most: int | None = CHANGES_SHOWN) -> Iterator[str]:
    """A release's difference from its neighbour, for somebody who decides whether to approve it.

    At most `most` lines of a kind; None for all of them.
    """
    release = diff.release
    yield f"Release {release.pk}: {release} ({_state(release)}), {diff.rows:,} row{'s' if diff.rows != 1 else ''}"
    yield from (f"Look at this: {oddity}" for oddity in oddities_of(release))
    is_ = "is" if release.state in Release.SHOWN else "would be"
    yield f"Beside: {diff.base or f'nothing; this {is_} the first of its data set'}"
    if missing := missing_if_shown(release):
        yield f"Look at this: {missing}"
    if diff.base:
        yield from _some("Added", [f"{one.code} {one.title}" for one in diff.added], most)
        yield from _some("Gone", [f"{one.code} {one.title}" for one in diff.gone], most)
        if diff.beside:
            stays = [f"{one.code} {one.title}" for one in diff.stays]
            yield from _some(f"Not in it, shown as before from {diff.beside}", stays, most)
        yield f"Changed: {len(diff.changed):,} figures"
        if diff.renamed:
            yield from _some("Renamed", [f"{one.code} {one.names}" for one in diff.renamed], most)
        yield from _some("Outliers", [_outlier(one) for one in diff.outliers], most)
    unmatched = [f"{one.code} {one.title}" for one in diff.without_career]
    yield from _some("Codes that match no career", unmatched, most)
    yield from _some(f"Careers left without {diff.content}", [str(career) for career in diff.left_without], most)
    older = [f"{one.career}: {one.period}" for one in diff.keep_older]
    yield from _some("Careers that keep older figures", older, most)


def _outlier(change: Change) -> str:
    old = f"{change.old_text}{f' ({change.old_period})' if change.old_period else ''}"
    percent = f" ({change.percent:+}%)" if change.percent is not None else ""
    return f"{change.code} {change.title}: {change.figure} {old} -> {change.new_text}{percent}; {change.outlier}"


def number_text(value: object) -> str:
    """A figure for staff: thousands set apart, a missing one named."""
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _some(what: str, lines: list[str], most: int | None) -> Iterator[str]:
    yield f"{what}: {len(lines):,}"
    for line in lines[:most]:
        yield f"  {line}"
    if most is not None and len(lines) > most:
        yield f"  and {len(lines) - most:,} more"


class Progress:
    """What is being done and how far it is, on one line that is written over; on a file, one line for each thing."""

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.on_terminal = stream.isatty()
        self.what = ""
        self.width = 0
        self.last = 0.0

    def __call__(self, what: str, rows: int = 0, share: float | None = None) -> None:
        if not self.on_terminal:
            if what != self.what:
                self._write(f"{what} ...\n")
        elif what != self.what or time.monotonic() - self.last > PROGRESS_SECONDS:
            line = self._line(what, rows, share)[: shutil.get_terminal_size().columns - 1]
            self._write(f"\r{line.ljust(self.width)}")
            self.width, self.last = len(line), time.monotonic()
        self.what = what

    def _line(self, what: str, rows: int, share: float | None) -> str:
        parts = [what]
        if share is not None:
            done = int(share * BAR_WIDTH)
            parts.insert(0, f"[{'#' * done}{'.' * (BAR_WIDTH - done)}] {int(share * 100):3}%")
        if rows:
            parts.append(f"{rows:,} rows")
        return "  ".join(parts)

    def end(self) -> None:
        if self.on_terminal and self.width:
            self._write(f"\r{' ' * self.width}\r")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def _state(release: Release) -> str:
    """One that covers a part is superseded by nothing: visitors see it beside the whole."""
    is_beside = release.covers_part and release.state == Release.State.SUPERSEDED
    return "shown beside" if is_beside else release.state

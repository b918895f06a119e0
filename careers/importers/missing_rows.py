"""Rows of a release that are not there any more, though its files have them: the files must then be read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..models import Release
from .files import BadFile, SourceFile
from .recogniser import Stated
from .recognition import recognise


@dataclass(frozen=True)
class MissingRows:
    """That a release has fewer rows than its files, by `count`."""

    release: Release
    count: int

    def __str__(self) -> str:
        rows = f"{self.count:,} row{'s' if self.count != 1 else ''}"
        return (
            f"release {self.release.pk}, {self.release}, lacks {rows} that its files have. "
            "Approve the new one in its place."
        )


def releases_without_all_rows(sources: Iterable[SourceFile], known: Mapping[str, Release]) -> list[MissingRows]:
    """Of the releases that `known` (by SHA-256) says `sources` are of, those that lack rows.

    How many rows there should be is stored since it is counted; for older releases the files are read once to know it.
    """
    files: dict[int, tuple[Release, list[SourceFile]]] = {}
    for source in sources:
        if release := known.get(source.sha256):
            files.setdefault(release.pk, (release, []))[1].append(source)
    found = []
    for release, of_release in files.values():
        if release.rows_loaded is None and (rows := _rows_in(of_release, release)):
            Release.objects.filter(pk=release.pk, rows_loaded=None).update(rows_loaded=rows)
            release.rows_loaded = rows
        missing = (release.rows_loaded or 0) - release.record.rows(release).count()
        if missing > 0:
            found.append(MissingRows(release, missing))
    return found


def _rows_in(files: list[SourceFile], release: Release) -> int | None:
    """None where not all files of the release are there, or they cannot be read as they were."""
    if {source.sha256 for source in files} != set(release.files.values_list("sha256", flat=True)):
        return None
    asks = release.record.asks
    stated = Stated(**{asks: getattr(release, asks)}) if asks else Stated()
    try:
        releases = recognise(files, {}, stated).releases
        return sum(1 for one in releases if one.data_set == release.data_set for _ in one.rows())
    except BadFile:
        return None

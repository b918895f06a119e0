"""What the review of a release lists, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Career
from ..releases.diff import Change, Diff


@dataclass(frozen=True)
class OutlierLine:
    """A figure to be looked at; a row is held back as a whole, by one box, which the first of its figures has."""

    change: Change
    is_first: bool


@dataclass(frozen=True)
class ReviewLine:
    text: str
    note: str = ""
    career: Career | None = None


@dataclass(frozen=True)
class ReviewList:
    """What is folded away, under its name."""

    name: str
    lines: list[ReviewLine]


def outlier_lines(outliers: Iterable[Change]) -> list[OutlierLine]:
    seen: set[int] = set()
    return [OutlierLine(change, not (change.row in seen or seen.add(change.row))) for change in outliers]


def lists_of(diff: Diff) -> list[ReviewList]:
    place = diff.release.record.place
    without = [ReviewLine(str(career), career=career) for career in diff.left_without]
    older = [ReviewLine(str(one.career), one.period, one.career) for one in diff.keep_older]
    renamed = [ReviewLine(one.code, one.names) for one in diff.renamed]
    added, gone, stays, unmatched = (
        [ReviewLine(one.code, one.title) for one in rows]
        for rows in (diff.added, diff.gone, diff.stays, diff.without_career)
    )
    return [
        ReviewList(f"Careers left without {diff.content}", without),
        ReviewList("Careers that keep older figures", older),
        ReviewList(f"Renamed {place.name if place else ''}".strip(), renamed),
        ReviewList("Added", added if diff.base else []),
        ReviewList("Gone", gone),
        ReviewList("Not in it, shown as before", stays),
        ReviewList("Codes that match no career", unmatched),
    ]

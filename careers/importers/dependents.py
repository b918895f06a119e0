"""Which releases must wait for a file that cannot be read: half a release never goes live.

O*NET's tables are one release, and metropolitan and nonmetropolitan areas come in two files of one. Every other release
is a file of its own. Where its name does not tell what a file holds, it counts for what lies beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models.data_sets import data_set
from .file_names import expected_in
from .files import Refused

if TYPE_CHECKING:
    from .recogniser import RecognisedRelease


@dataclass(frozen=True)
class NotImported:
    """A release that is left out of an import, and why, as the rest of a sentence."""

    release: RecognisedRelease
    why: str


@dataclass(frozen=True)
class Divided:
    """Releases that no refused file may be a part of, and the others."""

    whole: list[RecognisedRelease]
    not_imported: list[NotImported]


def without_dependents(releases: list[RecognisedRelease], refused: list[Refused]) -> Divided:
    divided = Divided([], [])
    for one in releases:
        missing = [each.source.name for each in refused if _may_be_part(each, one, releases)]
        if missing:
            why = f"a part of it cannot be read: {', '.join(missing)}"
            divided.not_imported.append(NotImported(one, why))
        else:
            divided.whole.append(one)
    return divided


def _may_be_part(refused: Refused, of: RecognisedRelease, releases: list[RecognisedRelease]) -> bool:
    if not data_set(of.data_set).several_files:
        return False
    expected = expected_in(refused.source.name)
    beside = refused.source.folder in _folders(of) or (refused.source.named and any(file.named for file in of.files))
    if expected is None:
        return beside
    if expected.data_set != of.data_set or not expected.is_used:
        return False
    if expected.year or expected.label:
        return expected.year in (None, of.as_of.year) and expected.label in ("", of.label)
    # What lies beside no release may be of any.
    same = [one for one in releases if one.data_set == of.data_set and refused.source.folder in _folders(one)]
    return beside or not same


def _folders(release: RecognisedRelease) -> set[str]:
    return {file.folder for file in release.files}

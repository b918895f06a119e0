"""Which releases must wait for a file that cannot be read: half a release never goes live.

O*NET's tables are one release, and metropolitan and nonmetropolitan areas come in two files of one. Every other release
is a file of its own. Where its name does not tell what a file holds, it counts for what lies beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models import data_sets
from .file_names import told_by
from .files import Refused

if TYPE_CHECKING:
    from .recognition import Found


@dataclass(frozen=True)
class NotImported:
    """A release that is left out of an import, and why, as the rest of a sentence."""

    found: Found
    why: str


def without_dependents(found: list[Found], refused: list[Refused]) -> tuple[list[Found], list[NotImported]]:
    """Those releases that no refused file may be a part of, and the others."""
    kept, left_out = [], []
    for one in found:
        missing = [each.source.name for each in refused if _may_be_part(each, one, found)]
        if missing:
            left_out.append(NotImported(one, f"a part of it cannot be read: {', '.join(missing)}"))
        else:
            kept.append(one)
    return kept, left_out


def _may_be_part(refused: Refused, of: Found, found: list[Found]) -> bool:
    if not data_sets.data_set(of.data_set).several_files:
        return False
    told = told_by(refused.source.name)
    beside = refused.source.folder in _folders(of) or (refused.source.named and any(file.named for file in of.files))
    if told is None:
        return beside
    if told.data_set != of.data_set or not told.used:
        return False
    if of.data_set == data_sets.OEWS_METROPOLITAN:
        return told.year in (None, of.as_of.year)
    if told.label:
        return told.label == of.label
    # A table that lies beside no release may be of any.
    others = [one for one in found if one.data_set == data_sets.ONET and refused.source.folder in _folders(one)]
    return beside or not others


def _folders(found: Found) -> set[str]:
    return {file.folder for file in found.files}

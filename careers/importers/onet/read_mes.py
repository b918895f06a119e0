"""O*NET's "Read Me.txt" beside tables that are all known already: whether it is of the same release as they are."""

from collections.abc import Iterator, Mapping

from ...models import Release, ReleaseFile, data_sets
from .. import contents
from ..files import LeftAlone, SourceFile
from .editions import release_in_read_me


def beside_other_tables(
    new: Mapping[SourceFile, str], read_before: Mapping[SourceFile, Release]
) -> Iterator[LeftAlone]:
    """Those beside which another release's tables lie.

    `new` are Read Mes that were not read before, by the release that they tell; `read_before` are O*NET's files that
    were, by the release that they were read into.
    """
    known = {source: label for source in read_before if (label := _label_in(source))}
    for read_me, label in {**known, **new}.items():
        tables = [source for source in read_before if source.folder == read_me.folder and source not in known]
        elsewhere = {source: read_before[source].label for source in tables if read_before[source].label != label}
        its_own = _files_of(label) if elsewhere else set()
        others = [source for source in elsewhere if source.sha256 not in its_own]
        if not others:
            continue
        releases = " and ".join(sorted({elsewhere[source] for source in others}))
        which = f"{len(others):,} of the {len(tables):,}" if len(others) < len(tables) else "the"
        what = f"{which} {'tables' if len(tables) > 1 else 'table'}"
        are = "is" if len(others) == 1 else "are"
        yield LeftAlone(
            read_me, f"it is of O*NET {label}, but {what} beside it {are} of {releases}. Fetch O*NET {label} whole"
        )


def _label_in(source: SourceFile) -> str:
    told = release_in_read_me(contents.beginning(source.path)) if source.path.suffix.lower() == ".txt" else None
    return told.label if told else ""


def _files_of(label: str) -> set[str]:
    """Most tables stay the same from one release to the next, and are of both."""
    files = ReleaseFile.objects.filter(release__data_set=data_sets.ONET, release__label=label)
    return set(files.values_list("sha256", flat=True))

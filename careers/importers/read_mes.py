"""O*NET's "Read Me.txt" beside tables that are all known already: whether it is of the same release as they are."""

from collections.abc import Iterator, Mapping, Sequence

from ..models import Release, ReleaseFile, data_sets
from . import contents, onet
from .files import SourceFile


def beside_other_tables(
    new: Mapping[SourceFile, str], unchanged: Sequence[SourceFile], known: Mapping[str, Release]
) -> Iterator[tuple[SourceFile, str]]:
    """(Read Me, what does not fit) where the tables beside it are another release's.

    `new` are Read Mes that were not read before, by the release that they tell; `unchanged` are files that were.
    """
    of_onet = [source for source in unchanged if known[source.sha256].data_set == data_sets.ONET]
    read_before = {source: told[0] for source in of_onet if (told := _told_by(source))}
    for read_me, label in {**read_before, **new}.items():
        tables = [source for source in of_onet if source.folder == read_me.folder and source not in read_before]
        if others := _others(tables, label, known):
            releases = " and ".join(sorted({known[source.sha256].label for source in others}))
            if len(others) == len(tables):
                what = (
                    f"the {'tables' if len(tables) > 1 else 'table'} beside it {'are' if len(tables) > 1 else 'is'} of"
                )
            else:
                what = (
                    f"{len(others):,} of the {len(tables):,} tables beside it {'are' if len(others) > 1 else 'is'} of"
                )
            yield read_me, f"it is of O*NET {label}, but {what} {releases}. Fetch O*NET {label} whole"


def _told_by(source: SourceFile) -> tuple | None:
    return onet.release_in_read_me(contents.beginning(source.path)) if source.path.suffix.lower() == ".txt" else None


def _others(tables: list[SourceFile], label: str, known: Mapping[str, Release]) -> list[SourceFile]:
    """Those of `tables` that no release with `label` has: most tables stay the same from one release to the next."""
    elsewhere = [source for source in tables if known[source.sha256].label != label]
    sums = {source.sha256 for source in elsewhere}
    its_own = ReleaseFile.objects.filter(sha256__in=sums, release__data_set=data_sets.ONET, release__label=label)
    shared = set(its_own.values_list("sha256", flat=True))
    return [source for source in elsewhere if source.sha256 not in shared]

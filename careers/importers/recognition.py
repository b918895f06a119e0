"""Which releases files hold: each importer in turn is asked whether a file is its own."""

from collections.abc import Iterable, Mapping

from ..models import Release
from . import contents, file_names, refusals
from .dependents import without_dependents
from .files import BadFile, Refused, SourceFile
from .opened_files import OpenedFiles
from .reading import Book
from .recogniser import NotUsed, RecognisedRelease, Recognition, ReleaseKey, Stated, importers


def recognise(
    sources: list[SourceFile],
    known: Mapping[str, Release],
    stated: Stated,
    *,
    unreadable: Iterable[Refused] = (),
    skip_unreadable: bool = False,
) -> Recognition:
    """The releases in `sources` that `known` (by SHA-256) has not.

    `unreadable` are files that lie beside `sources`. BadFiles for all that cannot be told or read; with
    `skip_unreadable`, these and whatever is incomplete without them are left out.
    """
    recognition = look_at(sources, known, stated, unreadable=unreadable)
    refuse(recognition, known, stated, skip_unreadable=skip_unreadable)
    return recognition


def look_at(
    sources: list[SourceFile], known: Mapping[str, Release], stated: Stated, *, unreadable: Iterable[Refused] = ()
) -> Recognition:
    """What each file is, and what is wrong with it."""
    recognising = _Recognising(sources, stated)
    recognition = recognising.recognition
    for refused in unreadable:
        always = refused.problem.message != contents.EMPTY
        refusals.refuse_or_leave(refused.source, refused.problem, recognition, always=always)
    recognising.look_at_all(known)
    recognising.finish()
    return recognition


def refuse(
    recognition: Recognition, known: Mapping[str, Release], stated: Stated, *, skip_unreadable: bool = False
) -> None:
    """BadFiles where what was looked at cannot be imported, or not as whoever imports it said."""
    refusals.refuse_bad_files(recognition, skip_unreadable=skip_unreadable)
    if not recognition.refused:
        names = {release.data_set for release in recognition.releases}
        names |= {known[source.sha256].data_set for source in recognition.unchanged}
        refusals.refuse_idle_options(names, stated)


class _Recognising:
    def __init__(self, sources: list[SourceFile], stated: Stated):
        # Said of no file in particular, so that nothing is looked at where it is wrong.
        self.year = stated.year
        self.stated, self.files = stated, OpenedFiles(sources)
        self.recognition = Recognition()
        self.recognisers = [importer(stated) for importer in importers()]

    def look_at_all(self, known: Mapping[str, Release]) -> None:
        originals = _without_copies(self.files.sources)
        for source in originals:
            if source.sha256 not in known:
                self._look_at(source)
        for source in originals:
            release = known.get(source.sha256)
            if release and any(one.reads_again(source, release) for one in self.recognisers):
                self._look_at(source)
            elif release:
                refusals.refuse_contradiction(source, release, self.stated)
                self.recognition.unchanged.append(source)
        for copy in refusals.copies_of_bad_files(self.files.sources, originals, self.recognition):
            self._look_at(copy)

    def _look_at(self, source: SourceFile) -> None:
        if finished := file_names.finished_name(source.name):
            refusals.sort_out_unfinished(source, finished, self.files.sources, self.recognition)
            return
        try:
            book = self.files.book(source)
        except BadFile as problem:
            refusals.refuse_or_leave(source, problem, self.recognition)
            return
        try:
            self._ask_for(book)
        except BadFile as problem:
            self.recognition.refuse(source, problem)

    def _ask_for(self, book: Book) -> None:
        try:
            is_taken = any(one.take(book) for one in self.recognisers)
            if not is_taken and not any(one.take_incomplete(book) for one in self.recognisers):
                refusals.sort_out_unknown(book, self.recognition)
                book.close()
        except NotUsed as why:
            book.close()
            if book.file.named:
                raise BadFile(f"This is {why}.", file=book.file.name) from why
            self.recognition.leave(book.file, str(why))

    def finish(self) -> None:
        recognition = self.recognition
        for one in self.recognisers:
            one.finish(self.files, recognition)
        recognition.releases = _one_of_each(recognition)
        refusals.refuse_zips_of_nothing(self.files.sources, recognition)
        divided = without_dependents(recognition.releases, recognition.refused)
        releases, recognition.not_imported = divided.whole, divided.not_imported
        for one in self.recognisers:
            releases = one.complete(releases)
        recognition.releases = releases


def _without_copies(sources: Iterable[SourceFile]) -> list[SourceFile]:
    originals: dict[str, SourceFile] = {}
    for source in sources:
        originals.setdefault(source.sha256, source)
    return list(originals.values())


def _one_of_each(recognition: Recognition) -> list[RecognisedRelease]:
    """Those releases that the files hold once."""
    releases: dict[ReleaseKey, RecognisedRelease] = {}
    twice = set()
    for one in recognition.releases:
        first = releases.setdefault(one.key, one)
        if first is not one:
            twice.add(one.key)
            message = f"{one} is in two files: {first.files[0].name} and {one.files[0].name}. Give one of them."
            recognition.refuse(one.files[0], BadFile(message))
    return [one for key, one in releases.items() if key not in twice]

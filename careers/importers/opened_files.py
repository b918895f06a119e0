"""The files of an import, each of which is opened once."""

from collections.abc import Sequence

from . import contents
from .files import BadFile, SourceFile
from .reading import Book, open_file


class OpenedFiles:
    def __init__(self, sources: Sequence[SourceFile]):
        self.sources = sources
        self._books: dict[SourceFile, Book] = {}
        self._problems: dict[SourceFile, BadFile] = {}

    def book(self, source: SourceFile) -> Book:
        """What is in a file; BadFile, each time, where that cannot be read."""
        if source in self._problems:
            raise self._problems[source]
        if source not in self._books:
            try:
                self._books[source] = _opened(source)
            except BadFile as problem:
                self._problems[source] = problem
                raise
        return self._books[source]

    def beside(self, source: SourceFile) -> list[Book]:
        """The other files of its folder that can be read."""
        books = []
        for other in self.sources:
            if other.folder == source.folder and other is not source:
                try:
                    books.append(self.book(other))
                except BadFile:
                    continue
        return books


def _opened(source: SourceFile) -> Book:
    if said := contents.what_it_is(source.path, source.directory):
        raise BadFile(said, file=source.name)
    book = open_file(source)
    if book.text:
        # What is no text table at all is known by its first row.
        book.head()
    return book

"""Pay files: each is a release, except that metropolitan and nonmetropolitan areas come in two files of one."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from ...models import Release, data_sets
from ...models.data_sets import data_set
from .. import publishers
from ..files import BadFile, SourceFile
from ..look_alikes import RESEARCH, look_alike_in
from ..opened_files import OpenedFiles
from ..reading import Book
from ..recogniser import NotUsed, RecognisedRelease, Recogniser, Recognition, Stated
from . import older, top_codes
from .rows import not_by_sector, read_all
from .workbook import OewsFile, PayFiles, describe, recognises


def release_of(pay: PayFiles) -> RecognisedRelease:
    top_code = top_codes.of_release(pay.files)
    return RecognisedRelease(
        pay.data_set,
        pay.key.period,
        publishers.oews_day(pay.year),
        partial(read_all, pay.files),
        [file.table.file for file in pay.files],
        [file.table for file in pay.files],
        values={
            "top_code_annual": top_code.annual,
            "top_code_hourly": top_code.hourly,
            "states_top_code": any(file.states_top_code for file in pay.files),
        },
        check=partial(top_codes.ExactFigures, pay.files),
    )


class OewsRecogniser(Recogniser):
    def __init__(self, stated: Stated):
        super().__init__(stated)
        self._pay: list[PayFiles] = []

    def take(self, book: Book) -> bool:
        if not recognises(book):
            return False
        # Said before a column is missed: nothing is wrong with the file, but it is another.
        if look_alike_in(book) is RESEARCH:
            raise book.bad(RESEARCH)
        file = describe(book)
        if why := not_by_sector(file):
            raise NotUsed(why)
        self._add(file, self._year_of(file))
        return True

    def _add(self, file: OewsFile, year: int) -> None:
        pay = PayFiles(file.data_set, year, [file])
        same = next((one for one in self._pay if one.key == pay.key), None)
        if same and data_set(file.data_set).several_files:
            same.files.append(file)
        else:
            self._pay.append(pay)

    def _year_of(self, file: OewsFile) -> int:
        name, stated = file.table.file.name, self.stated.year
        if stated and file.year and stated != file.year:
            message = f"The file says that its figures are of May {file.year}, not “{self.stated.period}”."
            raise BadFile(message, file=name)
        year = file.year or stated
        older.refuse(file.table, year)
        if year is None:
            raise BadFile(
                "The file does not tell which May its figures are of; give the period, such as --period “May 2024”.",
                file=name,
            )
        publishers.refuse_unlikely(year, file=name)
        return year

    def reads_again(self, source: SourceFile, release: Release) -> bool:
        """A known file of towns is read with a new one of the country, or their release would lose half."""
        new = [one.key.period for one in self._pay if one.data_set == data_sets.OEWS_METROPOLITAN]
        return release.data_set == data_sets.OEWS_METROPOLITAN and release.period in new

    def finish(self, files: OpenedFiles, recognition: Recognition) -> None:
        recognition.releases += [release_of(one) for one in self._pay]

    def complete(self, releases: list[RecognisedRelease]) -> list[RecognisedRelease]:
        """With the top code that another file of the period, or a stored release, tells."""
        keys = [one.key for one in releases]
        pay = {one.key: one for one in self._pay if one.key in keys}
        top_codes.settle(pay.values())
        return [self._whole(pay[one.key], pay.values()) if one.key in pay else one for one in releases]

    def _whole(self, one: PayFiles, pay: Iterable[PayFiles]) -> RecognisedRelease:
        return replace(release_of(one), oddity=top_codes.contradiction_of(one, pay))

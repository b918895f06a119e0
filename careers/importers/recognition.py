"""Which releases files hold, recognised by their contents; the files of one O*NET release are grouped."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import PurePath, PurePosixPath

from ..models import Release, data_sets
from . import contents, file_names, oews, onet, projections, publishers, read_mes, refusals, soc
from .dependents import NotImported, without_dependents
from .files import Refused
from .found import Found, of_one_file, recognise_by
from .oews import older
from .reading import BadFile, Book, SourceFile, Table, open_file

recognise_by(projections, soc)


@dataclass
class Recognised:
    found: list[Found] = field(default_factory=list)
    unchanged: list[SourceFile] = field(default_factory=list)
    left_alone: list[tuple[SourceFile, str]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_imported: list[NotImported] = field(default_factory=list)


@dataclass
class _OnetFolder:
    label: str = ""
    note: str = ""
    released: date | None = None
    read_me: SourceFile | None = None
    tables: list[tuple[str, Table]] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    incomplete: list[tuple[onet.Incomplete, SourceFile]] = field(default_factory=list)


def recognise(
    sources: list[SourceFile],
    known: dict[str, Release],
    *,
    period: str = "",
    label: str = "",
    unreadable: Iterable[Refused] = (),
    skip_unreadable: bool = False,
) -> Recognised:
    """The releases in `sources` that `known` (by SHA-256) has not.

    `period` ("May 2024") and `label` ("29.3") are taken where the files do not tell. `unreadable` are files that lie
    beside `sources`. BadFiles for all that cannot be told or read; with `skip_unreadable`, these and whatever is
    incomplete without them are left out.
    """
    year = _year_in(period)
    recognised = Recognised()
    for refused in unreadable:
        always = refused.problem.message != contents.EMPTY
        refusals.refuse_or_leave(refused.source, refused.problem, recognised, always=always)
    onet_folders: dict[str, _OnetFolder] = defaultdict(_OnetFolder)
    originals = _without_copies(sources)
    for source in originals:
        release = known.get(source.sha256)
        if release and (release.data_set != data_sets.ONET or not _has_news(source, sources, known)):
            refusals.refuse_contradiction(source, release, period=period, year=year, label=label)
            recognised.unchanged.append(source)
        else:
            _look_at(source, sources, recognised, onet_folders, period)
    for copy in refusals.copies_of_bad_files(sources, originals, recognised):
        _look_at(copy, sources, recognised, onet_folders, period)
    _bring_together(sources, known, recognised, onet_folders, period, label)
    refusals.refuse_bad_files(recognised, skip_unreadable=skip_unreadable)
    if not recognised.refused:
        names = {found.data_set for found in recognised.found}
        names |= {known[source.sha256].data_set for source in recognised.unchanged}
        refusals.refuse_idle_options(names, period=period, label=label)
    return recognised


def _bring_together(
    sources: list[SourceFile],
    known: dict[str, Release],
    recognised: Recognised,
    onet_folders: dict[str, _OnetFolder],
    period: str,
    label: str,
) -> None:
    for folder in onet_folders.values():
        for incomplete, source in folder.incomplete:
            _leave_or_refuse(incomplete, source, sources, recognised)
    recognised.found += _onet_releases(onet_folders, label, recognised)
    _read_again_beside_news(recognised, known, period)
    new = {folder.read_me: folder.label for folder in onet_folders.values() if folder.read_me and not folder.tables}
    recognised.left_alone += read_mes.beside_other_tables(new, recognised.unchanged, known)
    recognised.found = _one_for_each_release(recognised)
    tables = [table for folder in onet_folders.values() for _, table in folder.tables]
    refusals.refuse_zips_of_nothing(sources, recognised, tables)
    recognised.found, recognised.not_imported = without_dependents(recognised.found, recognised.refused)


def _without_copies(sources: list[SourceFile]) -> list[SourceFile]:
    return list({source.sha256: source for source in reversed(sources)}.values())[::-1]


def _has_news(source: SourceFile, sources: list[SourceFile], known: dict[str, Release]) -> bool:
    """Whether a known O*NET table lies beside one that is new: an O*NET release is read whole or not at all."""
    beside = [other for other in sources if other.folder == source.folder and other.sha256 not in known]
    return any(_onet_table(other) not in (None, onet.UNUSED) for other in beside)


def _read_again_beside_news(recognised: Recognised, known: dict[str, Release], period: str) -> None:
    """A known file of towns may lie beside a new one of the country: their release is read whole, or it loses half."""
    new = {one.period for one in recognised.found if one.data_set == data_sets.OEWS_METROPOLITAN}
    for source in list(recognised.unchanged):
        release = known[source.sha256]
        if release.data_set == data_sets.OEWS_METROPOLITAN and release.period in new:
            recognised.unchanged.remove(source)
            _add_oews(open_file(source), source, recognised, period)


def _onet_table(source: SourceFile) -> str | None:
    """The O*NET table in a file; UNUSED and None as of `onet.recognises`."""
    try:
        return onet.table_in(open_file(source))[0]
    except BadFile:
        return None


def _leave_or_refuse(
    incomplete: onet.Incomplete, source: SourceFile, sources: list[SourceFile], recognised: Recognised
) -> None:
    """Nothing is lost where the release has the whole table in another file, or nothing else is O*NET's."""
    beside = [_onet_table(other) for other in sources if other.folder == source.folder and other is not source]
    if incomplete.name != "skills" and incomplete.name in beside:
        recognised.left_alone.append((source, refusals.UNKNOWN))
    elif incomplete.sure or any(beside):
        recognised.refused.append(Refused(source, refusals.with_its_words(incomplete.problem, source)))
    else:
        refusals.sort_out_unknown(open_file(source), source, recognised)


def _look_at(
    source: SourceFile,
    sources: list[SourceFile],
    recognised: Recognised,
    onet_folders: dict[str, _OnetFolder],
    period: str,
) -> None:
    if finished := file_names.finished_name(source.name):
        refusals.sort_out_unfinished(source, finished, sources, recognised)
        return
    try:
        if said := contents.what_it_is(source.path):
            raise BadFile(said, file=source.name)
        book = open_file(source)
        head = book.head() if book.text else []
    except BadFile as problem:
        refusals.refuse_or_leave(source, problem, recognised)
        return
    try:
        read_me = onet.release_in_read_me(contents.beginning(source.path)) if book.text and _is_prose(head) else None
        if read_me:
            folder = onet_folders[source.folder]
            folder.label, folder.released = read_me
            folder.read_me = source
            folder.files.append(source)
        else:
            _add(book, source, recognised, onet_folders, period)
    except BadFile as problem:
        recognised.refused.append(Refused(source, problem))


def _add(book: Book, source: SourceFile, recognised: Recognised, folders: dict[str, _OnetFolder], period: str) -> None:
    if oews.recognises(book):
        refusals.refuse_research(book)
        _add_oews(book, source, recognised, period)
    elif recogniser := next((one for one in of_one_file() if one.recognises(book)), None):
        recognised.found.append(recogniser.found_in(book, source))
    else:
        _add_onet(book, source, recognised, folders)


def _add_onet(book: Book, source: SourceFile, recognised: Recognised, folders: dict[str, _OnetFolder]) -> None:
    name, table = onet.table_in(book)
    incomplete = onet.incomplete(table, name) if name in (None, onet.UNUSED) else None
    if incomplete:
        folders[source.folder].incomplete.append((incomplete, source))
    elif name is not None:
        folders[source.folder].tables.append((name, table))
        folders[source.folder].files.append(source)
    else:
        refusals.sort_out_unknown(book, source, recognised)


def _is_prose(head: list[list]) -> bool:
    return all(len(row) < 4 for row in head)


def _add_oews(book, source: SourceFile, recognised: Recognised, period: str) -> None:
    described = oews.describe(book)
    if why := oews.not_by_sector(described):
        if source.named:
            raise BadFile(f"This is {why}.", file=source.name)
        recognised.left_alone.append((source, why))
        return
    given = _year_in(period)
    if given and described.year and given != described.year:
        raise BadFile(f"The file says that its figures are of May {described.year}, not “{period}”.", file=source.name)
    year = described.year or given
    older.refuse(described.table, year)
    if year is None:
        raise BadFile(
            "The file does not tell which May its figures are of; give the period, such as --period “May 2024”.",
            file=source.name,
        )
    publishers.refuse_unlikely(year, file=source.name)
    recognised.found.append(
        Found(
            described.data_set,
            f"May {year}",
            publishers.oews_day(year),
            partial(oews.read_all, (described,)),
            [source],
            [described.table],
            top_code_annual=described.top_code_annual,
            top_code_hourly=described.top_code_hourly,
            oews_files=(described,),
        )
    )


def _year_in(period: str) -> int | None:
    year = period.removeprefix("May ")
    if not period:
        return None
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadFile(f"“{period}” is not a period of these figures; write it as “May 2024”.")
    publishers.refuse_unlikely(int(year))
    return int(year)


def _onet_releases(folders: dict[str, _OnetFolder], label: str, recognised: Recognised) -> list[Found]:
    """One release for each label; folders of the same label are read together."""
    by_label: dict[str, _OnetFolder] = {}
    for path, folder in folders.items():
        if not any(name != onet.UNUSED for name, _ in folder.tables):
            continue
        try:
            name, note = _label_of(path, folder, label)
            released = folder.released or onet.release_date(name)
            publishers.refuse_unlikely(released.year, file=(folder.read_me or folder.files[0]).name)
        except BadFile as problem:
            recognised.refused.append(Refused(folder.tables[0][1].file, problem))
            continue
        together = by_label.setdefault(name, _OnetFolder(label=name))
        together.note = together.note or note
        together.released = folder.released or together.released or released
        together.tables += folder.tables
        together.files += folder.files
    return [_onet_release(name, folder) for name, folder in by_label.items()]


def _label_of(path: str, folder: _OnetFolder, given: str) -> tuple[str, str]:
    """The release's number, and a note where no more than a name tells it."""
    file = folder.files[0].name
    if given and folder.label and given != folder.label:
        raise BadFile(f"The files say that they are of O*NET {folder.label}, not {given}.", file=file)
    name, note = folder.label or given, ""
    if not name:
        name, note = _label_in_names(path, folder)
    if not name:
        for _, table in folder.tables:
            onet.refuse_older_taxonomy(table)
        raise BadFile(
            "The files do not tell which O*NET release they are of; give its number, such as --release 29.3.",
            file=file,
        )
    return name, note


def _label_in_names(path: str, folder: _OnetFolder) -> tuple[str, str]:
    """The release's number in the name of a zip, file or folder, and a note that says so: a name is no proof."""
    packed, _, inner = folder.files[0].name.rpartition(": ")
    folders = [*reversed(PurePosixPath(inner).parts[:-1]), PurePath(path).name]
    names = [
        ("zip", PurePosixPath(packed).name),
        ("file", PurePosixPath(inner).name),
        *(("folder", name) for name in folders),
    ]
    for what, name in names:
        if found := onet.label_in_name(name):
            return found, f"O*NET: release {found}, taken from the {what}'s name, “{name}”."
    return "", ""


def _onet_release(label: str, folder: _OnetFolder) -> Found:
    def rows() -> Iterator:
        collector = onet.Collector(label, folder.released)
        for name, table in folder.tables:
            collector.add(name, table)
        return collector.profiles()

    return Found(
        data_sets.ONET,
        publishers.month_and_year(folder.released),
        folder.released,
        rows,
        folder.files,
        [table for name, table in folder.tables if name != onet.UNUSED],
        label=label,
        note=folder.note,
    )


def _one_for_each_release(recognised: Recognised) -> list[Found]:
    """Metropolitan and nonmetropolitan areas come in two files of one release; all else may be there once."""
    releases: dict[tuple[str, str], Found] = {}
    refused = set()
    for one in recognised.found:
        other = releases.setdefault((one.data_set, one.period), one)
        if other is one:
            continue
        try:
            releases[one.data_set, one.period] = _one_of_two(other, one)
        except BadFile as problem:
            recognised.refused.append(Refused(one.files[0], problem))
            refused.add((one.data_set, one.period))
    return [one for key, one in releases.items() if key not in refused]


def _one_of_two(other: Found, one: Found) -> Found:
    if one.data_set != data_sets.OEWS_METROPOLITAN:
        raise BadFile(f"{one} is in two files: {other.files[0].name} and {one.files[0].name}. Give one of them.")
    return _together(other, one)


def _together(first: Found, second: Found) -> Found:
    described = first.oews_files + second.oews_files
    return replace(
        first,
        rows=partial(oews.read_all, described),
        files=[*first.files, *second.files],
        tables=[*first.tables, *second.tables],
        oews_files=described,
    )

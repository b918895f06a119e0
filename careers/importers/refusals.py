"""Which files of a run refuse it, and which are left alone: what passes for a publisher's must be read or named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..models import Release
from ..models.data_sets import data_set
from . import contents, file_names
from .files import BROKEN_ZIP, BadFile, BadFiles, SourceFile
from .look_alikes import look_alike_in
from .reading import Book

if TYPE_CHECKING:
    from .recogniser import Stated
    from .recognition import Recognition

MOST_REASONS = 10
UNKNOWN = "not a file that this importer knows"


def refuse_or_leave(source: SourceFile, problem: BadFile, recognition: Recognition, *, always: bool = False) -> None:
    """Refuse what passes for a file of the publisher's; what is plainly something else is nobody's loss."""
    said = contents.what_it_is(source.path, source.directory)
    if not said and problem.message == BROKEN_ZIP:
        said = contents.words_instead(source.path, of="a zip")
    if said:
        problem = BadFile(said, file=source.name)
    if contents.TAKE_ONET in problem.message:
        # Such an edition has a file for each table, and one line is enough for all of them.
        problem = BadFile(problem.message, file=file_names.zip_of(source.name) or source.name)
        said_before = {other.problem.message for other in recognition.refused if other.source.folder == source.folder}
        if problem.message not in said_before:
            recognition.refuse(source, problem)
    elif always or _passes_for_a_table(source):
        recognition.refuse(source, problem)
    else:
        recognition.leave(source, f"{UNKNOWN}: {problem.message.rstrip('.')}")


def _passes_for_a_table(source: SourceFile) -> bool:
    name = file_names.finished_name(source.name) or source.name
    return source.named or file_names.has_table_ending(name) or file_names.expected_in(name) is not None


def sort_out_unfinished(source: SourceFile, finished: str, sources: list[SourceFile], recognition: Recognition) -> None:
    is_there = any(finished in (other.name, file_names.zip_of(other.name)) for other in sources)
    problem = BadFile("This download is not finished. Fetch it again.", file=source.name)
    if is_there and not source.named:
        recognition.leave(source, "an unfinished download of a file that is there too")
    elif _passes_for_a_table(source):
        recognition.refuse(source, problem)
    else:
        recognition.leave(source, f"{UNKNOWN}: {problem.message.rstrip('.')}")


def sort_out_unknown(book: Book, recognition: Recognition) -> None:
    """Leave a table alone that no importer knows, unless its name says that it should be known."""
    source = book.file
    expected = file_names.expected_in(source.name)
    is_prose = book.text and "\t" not in contents.beginning(source.path).strip().partition("\n")[0]
    is_expected = expected is not None and (expected.is_used or is_prose)
    should_be_known = is_expected or (book.text and file_names.has_workbook_ending(source.name))
    seems = look_alike_in(book)
    if not (source.named or should_be_known):
        but = f", but {seems.what}. {seems.instead}".rstrip(".") if seems else ""
        recognition.leave(source, f"{UNKNOWN}{but}")
        return
    if seems:
        message = str(seems)
    elif should_be_known and is_prose:
        message = contents.words_instead(source.path, of="a table") or f"{contents.NO_TABLE}."
    else:
        but = f", though its name is that of {expected}" if expected else ""
        message = f"This is not a file that this importer knows{but}."
    recognition.refuse(source, BadFile(message, file=source.name))


def with_its_words(problem: BadFile, book: Book) -> BadFile:
    """What a text says that has no columns at all, such as an error answer, tells more than which ones it lacks."""
    if (seems := look_alike_in(book)) and seems.is_onets:
        return BadFile(str(seems), file=problem.file)
    if "There is no column" not in problem.message or not _is_prose(book):
        return problem
    message = f"{contents.words_instead(book.file.path, of='a table')} {problem.message}"
    return BadFile(message.strip(), file=problem.file, row=problem.row)


def _is_prose(book: Book) -> bool:
    return book.text and all(len(row) < 2 for row in book.head()[:1])


def refuse_zips_of_nothing(sources: Sequence[SourceFile], recognition: Recognition) -> None:
    """A zip that has the publisher's name, and within it nothing of what the name tells."""
    used = [file for release in recognition.releases for file in release.files]
    used += [*recognition.unchanged, *recognition.known, *(refused.source for refused in recognition.refused)]
    used += [left.source for left in recognition.left_alone if not left.why.startswith(UNKNOWN)]
    names, sums = {file.name for file in used}, {sha256 for file in used if (sha256 := _sha256(file))}
    zips: dict[str, list[SourceFile]] = defaultdict(list)
    for source in sources:
        zips[file_names.zip_of(source.name)].append(source)
    reasons = {left.source.name: left.why for left in recognition.left_alone if left.why != UNKNOWN}
    for name, members in zips.items():
        expected = file_names.expected_in(name)
        if expected and not any(member.name in names or member.sha256 in sums for member in members):
            inside = "".join(
                f" In it: {member.name} ({reasons[member.name]})." for member in members if member.name in reasons
            )
            message = f"There is nothing of {expected} in this zip, though its name says so.{inside}"
            recognition.refuse(members[0], BadFile(message, file=name))


def copies_of_bad_files(
    sources: Sequence[SourceFile], originals: Sequence[SourceFile], recognition: Recognition
) -> list[SourceFile]:
    """What must be named too: one error answer may have been saved under the names of several files."""
    bad = {one.source for one in (*recognition.refused, *recognition.left_alone)}
    sums = {source.sha256 for source in originals if source in bad}
    return [source for source in sources if source not in originals and source.sha256 in sums]


def refuse_bad_files(recognition: Recognition, *, skip_unreadable: bool) -> None:
    problems = [refused.problem for refused in recognition.refused]
    if problems and not (skip_unreadable and (recognition.releases or recognition.unchanged)):
        raise BadFiles(problems, others=bool(recognition.releases))
    if not (recognition.releases or recognition.unchanged):
        message = "None of these files holds a release that this importer knows."
        reasons = [f"{left.source.name}: {left.why}." for left in recognition.left_alone if left.why != UNKNOWN]
        more = [f"And {len(reasons) - MOST_REASONS:,} more."] if len(reasons) > MOST_REASONS else []
        raise BadFile("\n".join([message, *reasons[:MOST_REASONS], *more]))


def refuse_contradiction(source: SourceFile, release: Release, stated: Stated) -> None:
    """BadFile where somebody says something else of a file than what it was read as before."""
    if release.record.asks == "period" and stated.year and stated.year != release.as_of.year:
        raise BadFile(f"This file was read before, as of {release.period}, not “{stated.period}”.", file=source.name)
    if release.record.asks == "label" and stated.label and stated.label != release.label:
        raise BadFile(f"This file was read before, as of O*NET {release.label}, not {stated.label}.", file=source.name)


def refuse_idle_options(names: set[str], stated: Stated) -> None:
    """What somebody says of files that are not there is a slip, and those that are there are not what they think."""
    asks = {data_set(name).asks for name in names}
    if stated.period and "period" not in asks:
        raise BadFile(f"The period “{stated.period}” was given, but none of these files holds pay figures.")
    if stated.label and "label" not in asks:
        raise BadFile(f"The release {stated.label} was given, but none of these files is of O*NET.")


def _sha256(source: SourceFile) -> str:
    """ "" for what cannot be read, which is refused for that."""
    try:
        return source.sha256 if source.path.is_file() else ""
    except (OSError, BadFile):
        return ""

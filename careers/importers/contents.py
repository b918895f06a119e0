"""What a file is that holds no table, by its first bytes: an error answer, a web page, a picture.

    if sentence := what_it_is(path):  # "This is a web page, not a table: the download went wrong. Download it again."
        ...

Nothing is said of workbooks and text tables, nor of what cannot be recognised.
"""

import codecs
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

LOOKED_AT = 64 * 1024
READ_ME_LENGTH = 4_000
AGAIN = "Download it again."
REFUSED = f"the publisher refused the download, or it went wrong. {AGAIN}"
NO_TABLE = "This is neither a spreadsheet nor a text table"
EMPTY = "This file is empty."
TAKE_ONET = "Take the Excel or the text edition from onetcenter.org/database.html."
LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Kind:
    """A kind of file that begins with `start`, `offset` bytes in; `advice` is what to do about it."""

    start: bytes
    name: str
    advice: str = "Give the publisher's own file."
    offset: int = 0


@dataclass(frozen=True)
class ZipDirectory:
    """The names of what a zip holds, and how many bytes into the file the first of it stands."""

    names: frozenset[str]
    starts_at: int


UNPACK = "Unpack it first."
KINDS = (
    Kind(b"%PDF", "a PDF", "Give the workbook that the publisher offers beside it."),
    Kind(b"{\\rtf", "a text document (RTF)"),
    Kind(b"\x89PNG", "a picture (PNG)"),
    Kind(b"\xff\xd8\xff", "a picture (JPEG)"),
    Kind(b"GIF8", "a picture (GIF)"),
    Kind(b"WEBP", "a picture (WebP)", offset=8),
    Kind(b"ftyphei", "a picture (HEIC)", offset=4),
    Kind(b"II*\0", "a picture (TIFF)"),
    Kind(b"MM\0*", "a picture (TIFF)"),
    Kind(b"\x1f\x8b", "a file packed with gzip", UNPACK),
    Kind(b"BZh", "a file packed with bzip2", UNPACK),
    Kind(b"\xfd7zXZ", "a file packed with xz", UNPACK),
    Kind(b"7z\xbc\xaf", "a 7-Zip archive", UNPACK),
    Kind(b"Rar!", "a RAR archive", UNPACK),
    Kind(b"ustar", "a tar archive", UNPACK, offset=257),
    Kind(b"SQLite format 3", "a database (SQLite)"),
    Kind(b"\0\x01\0\0Standard ", "a database of Microsoft Access"),
    Kind(b"PAR1", "a Parquet file"),
    Kind(b"HEADER RECORD***", "a SAS file"),
    Kind(b"$FL2", "an SPSS file"),
    Kind(b"MZ", "a program for Windows"),
    Kind(b"[InternetShortcut]", "a link to a web page, not what it leads to"),
)
# What a zip that is a document holds, and what that document is.
DOCUMENTS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "Index/Document.iwa": "a document of Apple Numbers, Pages or Keynote",
    "Index.zip": "a document of Apple Numbers, Pages or Keynote",
}
SAVE_AS_XLSX = "Give the publisher's own file, or save a copy as .xlsx."
_LFS = b"version https://git-lfs.github.com/spec/"
_WEB_PAGE = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|style|h1|div|p)\b", re.S
)
_MARKUP = re.compile(r"<[!?a-z]", re.I)
_MESSAGE = re.compile(r"<(?:message|code|title)>\s*([^<]+?)\s*</", re.I)
_SIGN_IN = re.compile(r"type\s*=\s*[\"']?password|<title>[^<]*\b(?:sign in|log ?in)\b", re.I)
_SQL = re.compile(r"\b(?:CREATE\s+TABLE|INSERT\s+INTO)\b", re.I)
_OF_ONET = re.compile(r"onet_?soc_?code|o\*net|\b(?:content_model|scales|job_zone)_reference\b", re.I)


def what_it_is(path: Path, directory: ZipDirectory | None = None) -> str:
    """A sentence that says what the file is, and what to do; "" for a table, and where nothing tells.

    `directory` is that of a zip, for whoever knows it already.
    """
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as handle:
            start = handle.read(LOOKED_AT)
    except OSError:
        return ""
    if not start:
        return EMPTY
    if start.startswith(_LFS):
        return (
            "This is not the file itself but a pointer to it (Git LFS). Fetch it with “git lfs pull”, or from its "
            "publisher."
        )
    for kind in KINDS:
        if start[kind.offset :].startswith(kind.start):
            return f"{NO_TABLE}. It is {kind.name}. {kind.advice}"
    if start.startswith(b"PK"):
        return _document(directory or directory_of(path))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _older_document(path)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return f"There is nothing in this file but spaces or zeros: the download broke off. {AGAIN}"
    return _written(_decoded(start).lstrip("\ufeff \t\r\n\x0b\x0c\xa0"))


def directory_of(path: Path) -> ZipDirectory | None:
    """None where it cannot be read, and for what is no zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            starts_at = min((info.header_offset for info in archive.infolist()), default=0)
            return ZipDirectory(frozenset(archive.namelist()), starts_at)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def beginning(path: Path) -> str:
    """The first lines of a text."""
    with path.open("rb") as handle:
        return _decoded(handle.read(READ_ME_LENGTH))


def words_instead(path: Path, of: str) -> str:
    """A sentence with what a text says that should have been `of`, such as "a table"; "" for what is no text."""
    text = beginning(path).lstrip("\ufeff")[: READ_ME_LENGTH // 8]
    if "\ufffd" in text or not all(letter.isprintable() or letter.isspace() for letter in text):
        return ""
    return f"This is not {of} but a text, {quoted(text)}: {REFUSED}"


def quoted(words: str) -> str:
    """The beginning of a text on one line, between quotation marks."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return f"“{line[: LONGEST_QUOTE - 1]}…”" if len(line) > LONGEST_QUOTE else f"“{line}”"


def _decoded(start: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if start.startswith(mark):
            return start.decode(encoding, "replace")
    return start.decode("utf-8", "replace")


def _written(text: str) -> str:
    lowered = text[:4096].casefold()
    if lowered.startswith("mime-version:") or (lowered.startswith("from:") and "<saved by" in lowered):
        return f"This is a web page saved with its pictures, not a table. {AGAIN}"
    if _MARKUP.match(text):
        return _marked_up(text)
    if text.startswith(("{", "[")):
        return _json(text)
    if _SQL.search(text[:8192]) and "\t" not in text.partition("\n")[0]:
        if _OF_ONET.search(text):
            return f"This is O*NET's edition for databases (MySQL, SQL Server, Oracle). {TAKE_ONET}"
        return f"{NO_TABLE}. It is a script for a database (SQL). Give the publisher's own file."
    return ""


def _marked_up(text: str) -> str:
    body = re.sub(r"^<\?xml.*?\?>\s*", "", text, flags=re.S | re.I)
    if "office:spreadsheet" in body or "Excel.Sheet" in body:
        return "This is a workbook in an old XML form. Open it in a spreadsheet program and save it as .xlsx."
    if "<!DOCTYPE html" not in body and re.match(r"(?:<!--.*?-->\s*)*<ooh\b", body, re.S | re.I):
        return (
            "This is the text of the Occupational Outlook Handbook (XML), which is not read. Its figures are in the "
            "employment projections and pay files of bls.gov."
        )
    if _WEB_PAGE.match(body.casefold()):
        if _SIGN_IN.search(body):
            return "This is a web page that asks to sign in, not a table. Sign in in a browser, and download it there."
        return f"This is a web page, not a table: the download went wrong. {AGAIN}"
    if (said := _MESSAGE.search(body)) and re.match(r"<(\w+:)?(error|response|fault)", body, re.I):
        return f"This is an error answer (XML), {quoted(said[1])}, not the file: {REFUSED}"
    if re.match(r"<(\w+:)?error", body, re.I):
        return f"This is an error answer (XML), not the file: {REFUSED}"
    return f"This is XML, not a table. {AGAIN}"


def _json(text: str) -> str:
    if re.search(r"\"onet_?soc_?code\"", text, re.I):
        return f"This is O*NET's JSON edition. {TAKE_ONET}"
    try:
        content = json.loads(text)
    except ValueError:
        return (
            "This is JSON, not a table. Give the publisher's own workbook."
            if re.match(r"[{\[]\s*[\"{\[\]}]", text)
            else ""
        )
    except RecursionError:
        content = None
    said = _words_in(content)
    if said:
        return f"This is an error answer (JSON), {quoted(said)}, not the file: {REFUSED}"
    return "This is JSON, not a table. Give the publisher's own workbook."


def _words_in(content: object) -> str:
    """The message of an error answer, by the names that programs give it."""
    if not isinstance(content, dict):
        return ""
    for name, value in content.items():
        if str(name).casefold() in ("message", "error", "errors", "detail", "title", "status", "code"):
            inner = _words_in(value) if isinstance(value, dict) else value if isinstance(value, str) else ""
            if inner:
                return inner
    return ""


def _document(directory: ZipDirectory | None) -> str:
    if directory is None or any(name.startswith("xl/") for name in directory.names):
        return ""
    found = next((what for name, what in DOCUMENTS.items() if name in directory.names), "")
    return f"{NO_TABLE}. It is {found}. {SAVE_AS_XLSX}" if found else ""


def _older_document(path: Path) -> str:
    """A Word document or presentation of the years in which workbooks were .xls files."""
    with path.open("rb") as handle:
        content = handle.read(16 * LOOKED_AT)
    for name, what in (("WordDocument", "a Word document"), ("PowerPoint Document", "a PowerPoint presentation")):
        if name.encode("utf-16-le") in content:
            return f"{NO_TABLE}. It is {what}. {SAVE_AS_XLSX}"
    return ""

"""The form of a backup: the database's own file, as SQLite or pg_dump makes it, and one line of JSON at its end.

Both open such a file as it is: nobody needs this site to get at what it holds.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

FORM = 1
LONGEST_LINE = 1_000_000
AT_ONCE = 1 << 20


class BadBackup(Exception):
    """The file is no backup, or not all of one; the message says so in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    engine: str
    # The version of SQLite or of the PostgreSQL server.
    server: str
    site: str
    made_at: datetime
    # By app.
    migrations: dict[str, list[str]]
    # By table.
    rows: dict[str, int]
    bytes: int = 0
    sha256: str = ""


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Return only when the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def seal(path: Path, manifest: Manifest, sha256: str) -> Manifest:
    """Add the line that makes a file a whole backup."""
    whole = replace(manifest, bytes=path.stat().st_size, sha256=sha256)
    line = json.dumps({"careerinfo_backup": FORM, **asdict(whole), "made_at": whole.made_at.isoformat()})
    with path.open("ab") as file:
        file.write(f"\n{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return whole


def read(path: Path) -> Manifest:
    """What the backup says of itself; BadBackup where it cannot be one."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - LONGEST_LINE, 0))
            end = file.read()
    except OSError as error:
        raise BadBackup(f"{path} cannot be read: {error.strerror}.") from error
    if not size:
        raise BadBackup(f"{path} is empty.")
    manifest = _manifest(path, end)
    if manifest.bytes + len(end) - end[:-1].rfind(b"\n") != size:
        raise BadBackup(f"{path} is damaged: it is not as long as it says.")
    return manifest


def _manifest(path: Path, end: bytes) -> Manifest:
    line = end[:-1].rpartition(b"\n")[2] if end.endswith(b"\n") else b""
    if not line.startswith(b'{"careerinfo_backup":'):
        raise BadBackup(f"{path} is no backup of this site, or was cut short.")
    try:
        said = json.loads(line)
        if said.pop("careerinfo_backup") != FORM:
            raise BadBackup(f"{path} was made by a newer version of the site. Install that version first.")
        return Manifest(**{**said, "made_at": datetime.fromisoformat(said["made_at"])})
    except (ValueError, TypeError, KeyError) as error:
        raise BadBackup(f"{path} is damaged: what it says of itself cannot be read.") from error


def unpack(path: Path, manifest: Manifest, write: Callable[[bytes], object]) -> None:
    """Give the database's own file to `write`; BadBackup at its end where it is not what was backed up."""
    digest, left = hashlib.sha256(), manifest.bytes
    with path.open("rb") as file:
        while left and (piece := file.read(min(AT_ONCE, left))):
            digest.update(piece)
            write(piece)
            left -= len(piece)
    if left or digest.hexdigest() != manifest.sha256:
        raise BadBackup(f"{path} is damaged: its contents are not what was backed up.")

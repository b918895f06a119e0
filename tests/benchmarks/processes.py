"""What Linux tells of the processes that serve."""

import os
import re
from contextlib import suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def visitors_of(pid: int) -> set[int]:
    """The visitors' own ports of all connections that a process has."""
    names = [os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()]
    held = {name[8:-1] for name in names if name.startswith("socket:[")}
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return {int(row[2].partition(":")[2], 16) for row in rows if row[9] in held} - {0}


def megabytes(pid: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        # Of a process that has ended it says nothing.
        return sum(map(int, re.findall(r"(?m)^Pss:\s+(\d+)", rollup))) / 1_024
    return 0

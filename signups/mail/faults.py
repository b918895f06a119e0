"""What the log says of a fault: where it happened, and never its words, which may quote somebody's address."""

from pathlib import Path
from traceback import extract_tb


def place_of(error: BaseException) -> str:
    """ "KeyError in digests.py, line 42"."""
    frames = extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"

"""A page's body as it is sent: compressed as a browser asks for it."""

import gzip
from functools import lru_cache

import brotli

PLAIN, GZIP, BROTLI = "", "gzip", "br"
# Before 5 pages stay larger than with gzip, and beyond it takes ten times as long for a tenth less.
QUALITY = 5


@lru_cache(maxsize=256)
def best_for(accepted: str) -> str:
    """Which of them an Accept-Encoding header prefers; of equals the smallest."""
    wanted: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        wanted[name.strip()] = _quality(rest)
    others = wanted.get("*", 0.0)
    found = max((BROTLI, GZIP), key=lambda name: wanted.get(name, others))
    quality = wanted.get(found, others)
    return found if quality and quality >= wanted.get("identity", 0.0) else PLAIN


def _quality(rest: str) -> float:
    name, _, value = rest.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def compressed(body: bytes, encoding: str) -> bytes:
    if encoding == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY)
    # Without a time of its own the same body is the same file.
    return gzip.compress(body, 6, mtime=0) if encoding == GZIP else body

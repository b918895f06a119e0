"""What a WSGI application answers to a request, in whole."""

from collections.abc import Callable
from typing import NamedTuple


class Answered(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def status_code(self) -> int:
        return int(self.status[:3])


def answered(application: Callable, environ: dict) -> Answered:
    started: list = []
    parts = application(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return Answered(*started[-1], body)

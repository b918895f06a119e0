"""Passwords are hashed one at a time in each process, and behind what visitors ask for.

Each takes a processor for a third of a second, by design. Eight at once left a site of two processors a tenth of its
pages, and every thread in which one was hashed or waited for.
"""

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

# Others come first where there are too few processors for all; on idle ones it takes no longer.
NICENESS = 5
RETRY_SECONDS = 3
BUSY = "Many people are signing in at this moment. Wait a few seconds, then try again."


class Busy(Exception):
    """As many wait already as may."""


class InTurn(PBKDF2PasswordHasher):
    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with nullcontext() if _holds.place else place():
            return _hashing.submit(super().encode, password, salt, iterations).result()


@contextmanager
def place() -> Iterator[None]:
    """Whoever has one is sure to be let in: for what is to be done only if the password is looked at. Else Busy."""
    if not _places.acquire(blocking=False):
        raise Busy
    _holds.place = True
    try:
        yield
    finally:
        _holds.place = False
        _places.release()


class _Holds(threading.local):
    place = False


def _give_way() -> None:
    # Elsewhere this would concern the whole process.
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, min(19, os.getpriority(os.PRIO_PROCESS, thread) + NICENESS))


_holds = _Holds()
# Half of the threads at most are there for it, of which all but one wait.
_places = threading.BoundedSemaphore(max(1, settings.THREADS // 2))
_hashing = ThreadPoolExecutor(1, "passwords", _give_way)

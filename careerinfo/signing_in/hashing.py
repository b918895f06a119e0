"""Passwords are hashed one at a time in each process, and behind what visitors ask for.

Each takes a processor for a third of a second, by design. Eight at once left a site of two processors a tenth of its
pages, and every thread in which one was hashed or waited for.
"""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

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
        if not _places.acquire(blocking=False):
            raise Busy
        try:
            return _hashing.submit(super().encode, password, salt, iterations).result()
        finally:
            _places.release()


def wait() -> int:
    """0 if a password would be hashed now or next, else in how many seconds to ask again."""
    if not _places.acquire(blocking=False):
        return RETRY_SECONDS
    _places.release()
    return 0


def _give_way() -> None:
    # Elsewhere this would concern the whole process.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


# Half of the threads at most are there for it, of which all but one wait.
_places = threading.BoundedSemaphore(max(1, settings.THREADS // 2))
_hashing = ThreadPoolExecutor(1, "passwords", _give_way)

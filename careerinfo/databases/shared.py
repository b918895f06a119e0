"""A shelf in Redis that all web servers of a site share; without REDIS_URL, or without an answer, an empty one."""

import logging
import time
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

PREFIX = "careerinfo:"
# A page is made in less than this: whoever waited longer would have been quicker alone.
PATIENCE = 0.1  # seconds
# So long it is left alone after it failed.
LEFT_ALONE = 5.0

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

_tried_again_at = [0.0]


def get(key: str) -> bytes | None:
    return _ask("GET", key)


def put(key: str, value: bytes, seconds: int) -> None:
    _ask("SET", key, value, "EX", seconds)


def _ask(command: str, key: str, *values) -> bytes | None:
    if not settings.REDIS_URL or time.monotonic() < _tried_again_at[0]:
        return None
    # Most sites have none, and need not read its code.
    from redis import RedisError

    try:
        answer = _client(settings.REDIS_URL).execute_command(command, PREFIX + key, *values)
    except (RedisError, OSError) as error:
        _leave_alone(error)
        return None
    if _tried_again_at[0]:
        _tried_again_at[0] = 0.0
        logger.warning("Redis answers again.")
    return answer


def _leave_alone(error: Exception) -> None:
    if not _tried_again_at[0]:
        logger.error("Redis does not answer (%s): pages are made without it.", type(error).__name__)
    _tried_again_at[0] = time.monotonic() + LEFT_ALONE


@cache
def _client(url: str) -> "Redis":
    """Its connections are shared by the threads of a process."""
    from redis import Redis

    return Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None)

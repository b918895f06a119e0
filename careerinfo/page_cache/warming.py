"""After a change, the pages that are viewed most are rendered again before somebody asks for them."""

import logging
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.urls import reverse

from careers.models import Career, Field, PageView

from . import token as tokens
from .layer import PageCache
from .token import Token

# Seconds: between two looks for a change, and without another one until its pages are rendered.
LOOKS_EVERY, QUIET = 2.0, 5.0
# It renders while nobody has asked for anything for a moment, or after having waited for that.
MOMENT, PATIENCE = 0.05, 1.0
DAYS = 30

logger = logging.getLogger("careerinfo.page_cache")


class Warmer:
    """A thread of each of the web server's workers, which keep their pages each by itself.

    It gives way by waiting. With a lower priority of its own it would hold Python's lock while the machine lets others
    run: on a busy one, the slowest hundredth of visitors waited 600 milliseconds for a kept page instead of 200.
    """

    def __init__(self, cache: PageCache) -> None:
        self.cache = cache
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)
        self._seen: Token | None = None
        self._seen_at = 0.0
        self._warmed: Token | None = None

    def start(self) -> None:
        if settings.WARM_PAGES and settings.PAGE_CACHE_MB:
            self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            # It is in the middle of a page at most.
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._ended.wait(LOOKS_EVERY):
            try:
                self.look(time.monotonic())
            # Whatever it is, visitors are served all the same.
            except Exception as error:  # noqa: BLE001
                logger.warning("Pages were not rendered ahead: %s.", type(error).__name__)
        connection.close()

    def look(self, now: float) -> None:
        """Render the pages anew where something was changed, and nothing more for a while."""
        token = tokens.current()
        if token is None or token == self._warmed:
            return
        if token != self._seen:
            self._seen, self._seen_at = token, now
        elif now - self._seen_at >= QUIET and self._warm(token):
            self._warmed = token

    def _warm(self, token: Token) -> bool:
        """Whether all were rendered; not where the worker ends, or something was changed meanwhile."""
        for page in most_viewed(settings.WARM_PAGES):
            self._give_way()
            if self._ended.is_set() or tokens.current() != token:
                return False
            began = time.monotonic()
            self.cache.fill(page)
            # It takes half of a processor at most.
            self._ended.wait(time.monotonic() - began)
        return True

    def _give_way(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.time() - self.cache.asked_at < MOMENT and time.monotonic() < until:
            if self._ended.wait(MOMENT):
                return


def most_viewed(most: int) -> list[str]:
    """So many addresses, the most viewed first, and after them those that visitors come to first on a new site."""
    viewed = PageView.objects.lately(DAYS).most_viewed().values_list("page", flat=True)[:most]
    pages = dict.fromkeys(viewed)
    for page in _by_default():
        if len(pages) >= most:
            break
        pages[page] = None
    return list(pages)


def _by_default() -> Iterator[str]:
    yield from map(reverse, ("home", "careers:list"))
    for rows in (Field.objects.with_published_counts(), Career.objects.published()):
        for row in rows:
            yield row.get_absolute_url()

"""Where a process keeps its pages: bounded in bytes, and so that nobody can push out what others read with rubbish."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

from .asked import Asked
from .pages import Page
from .token import Token

# Signed times in forms are good for a day; this is far from it, and so is twice as much: a page that another process
# put into Redis begins anew here.
OLDEST = 3_600
# Of the room for all pages, what those get of which there is no end.
SHARE_OF_OTHERS = 4
# How many of them are remembered as asked for once.
ONCE = 10_000


class Shelf:
    """The pages asked for last, as many as there is room for."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        with self._lock:
            self._take_out(key)
            page.counted = page.size
            self._pages[key] = page
            self.used += page.counted
            self._make_room()

    def count(self, key: Hashable, page: Page) -> None:
        """A page grows when somebody asks for it compressed in another way."""
        with self._lock:
            if self._pages.get(key) is page:
                self.used += page.size - page.counted
                page.counted = page.size
                self._make_room()

    def _make_room(self) -> None:
        while self.used > self.room:
            self._take_out(next(iter(self._pages)))

    def _take_out(self, key: Hashable) -> None:
        if (page := self._pages.pop(key, None)) is not None:
            self.used -= page.counted


class Store:
    """Two shelves: one for the site's own addresses, and one for those that are kept once they are asked for twice."""

    def __init__(self, megabytes: int) -> None:
        room = megabytes * 1_000_000
        self.room = room
        self.own, self.others = Shelf(room - room // SHARE_OF_OTHERS), Shelf(room // SHARE_OF_OTHERS)
        self._once: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: Asked, token: Token, now: float) -> Page | None:
        page = self._shelf(asked).get(asked.key)
        if page is None or now - page.made_at > OLDEST or not (page.token is token or page.token == token):
            return None
        return page

    def put(self, asked: Asked, page: Page) -> bool:
        """Whether it is worth keeping."""
        is_kept = asked.is_plain or self._was_asked_for(asked)
        if is_kept:
            page.pack()
            self._shelf(asked).put(asked.key, page)
        return is_kept

    def count(self, asked: Asked, page: Page) -> None:
        self._shelf(asked).count(asked.key, page)

    def _shelf(self, asked: Asked) -> Shelf:
        return self.own if asked.is_plain else self.others

    def _was_asked_for(self, asked: Asked) -> bool:
        # The key itself may be long.
        mark = hash(asked.key)
        with self._lock:
            if mark in self._once:
                self._once.move_to_end(mark)
                return True
            self._once[mark] = None
            if len(self._once) > ONCE:
                self._once.popitem(last=False)
            return False

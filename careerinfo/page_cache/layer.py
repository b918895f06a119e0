"""Pages that are the same for everybody, served out of memory, in front of Django.

A visit costs one query, which says whether anything was changed since a page was made. A page is kept under the token
that was read before it was rendered, so that one rendered before a change never stands for what is there after it.
"""

import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from . import second_shelf
from . import token as tokens
from .answered import answered
from .asked import Addresses, Asked
from .pages import Answer, Page, StartResponse, private_unless_said
from .store import Store
from .token import Token

Application = Callable[[dict, StartResponse], Iterable[bytes]]

# Nothing of these may be in a page that everybody gets. What is sent is decided when it is sent.
OF_ONE_VISITOR = (
    *("HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"),
    *("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"),
)
# Seconds that others wait for who is rendering the page that they want too.
PATIENCE = 5
# So long after it was there, in seconds, a page is taken to be there still.
LATELY = 1


# What stands in a request for which a page was found already.
FOUND = "careerinfo.found"


@dataclass(frozen=True)
class Found:
    asked: Asked
    page: Page
    at: float


@dataclass(eq=False)
class Rendering:
    """One thread renders a page, which is there for others once it is `done`."""

    done: threading.Event = field(default_factory=threading.Event)
    page: Page | None = None


class PageCache:
    """`site` is Django's application; `viewed` is told of each request that a kept page of HTML answered."""

    def __init__(self, site: Application, *, viewed: Callable[[dict], None] | None = None) -> None:
        self.site = site
        self.viewed = viewed
        self.store = Store(settings.PAGE_CACHE_MB)
        self.addresses = Addresses()
        # When somebody last asked for anything: who warms pages gives way.
        self.asked_at = 0.0
        self._site = urlsplit(settings.SITE_URL)
        self._renderings: dict[Hashable, Rendering] = {}
        # When a page of the site's own addresses was last served out of memory.
        self._served: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        if found := environ.pop(FOUND, None):
            asked, page, now = found.asked, found.page, found.at
        else:
            asked = self.addresses.asked(environ)
            # A page is not older than what was there at this moment.
            now = self.asked_at = time.time()
            page = self._page(environ, asked, now) if asked else None
        if page is None:
            return self.site(environ, private_unless_said(start_response))
        if isinstance(page, Answer):
            return page.send(environ, start_response)
        if asked.is_plain and page.made_at < now:
            self._served[environ["PATH_INFO"]] = now
        sent = page.send(environ, start_response, now)
        if page.size != page.counted:
            self.store.count(asked, page)
        if self.viewed and page.is_html:
            self.viewed(environ)
        return sent

    def is_at_hand(self, path: str) -> bool:
        """Whether the page at `path` was just served out of memory, and no server has to be asked if it still may."""
        is_near = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
        return is_near and time.time() - self._served.get(path, 0.0) < LATELY

    def finds(self, environ: dict) -> bool:
        """Whether a kept page answers this request, which then gets it without looking again."""
        now = self.asked_at = time.time()
        asked = self.addresses.asked(environ)
        token = tokens.current() if asked and self.store.room else None
        page = self.store.get(asked, token, now) if token else None
        if page:
            environ[FOUND] = Found(asked, page, now)
        return page is not None

    def fill(self, path: str) -> None:
        """Have the page at `path`, as visitors ask for it, if it may be kept."""
        environ = {
            **{"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": ""},
            **{"HTTP_HOST": self._site.netloc, "SERVER_NAME": self._site.hostname, "SERVER_PORT": "80"},
            **{"SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1"},
            **{"wsgi.url_scheme": self._site.scheme, "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr},
            **{"wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False, "wsgi.version": (1, 0)},
        }
        if asked := self.addresses.asked(environ):
            self._page(environ, asked, time.time())

    def _page(self, environ: dict, asked: Asked, now: float) -> Page | Answer | None:
        """None where the database does not say whether something was changed."""
        if not self.store.room:
            return self._render(environ, asked, None, now)
        token = tokens.current()
        return token and (self.store.get(asked, token, now) or self._rendered_once(environ, asked, token, now))

    def _rendered_once(self, environ: dict, asked: Asked, token: Token, now: float) -> Page | Answer:
        """Others who ask for the same meanwhile get what the first one renders."""
        key = (asked.key, token)
        with self._lock:
            is_first = key not in self._renderings
            rendering = self._renderings.setdefault(key, Rendering())
        if not is_first:
            rendering.done.wait(PATIENCE)
            return rendering.page or self._render(environ, asked, token, now)
        try:
            answer = self._render(environ, asked, token, now)
            if isinstance(answer, Page):
                rendering.page = answer
            return answer
        finally:
            del self._renderings[key]
            rendering.done.set()

    def _render(self, environ: dict, asked: Asked, token: Token | None, now: float) -> Page | Answer:
        if token and (page := second_shelf.get(asked, token, now)):
            self.store.put(asked, page)
            return page
        given = {name: value for name, value in environ.items() if name not in OF_ONE_VISITOR}
        answer = Answer(*answered(self.site, {**given, "REQUEST_METHOD": "GET", "QUERY_STRING": asked.query}))
        if not answer.is_for_everybody:
            return answer
        page = Page.of(answer, token, now)
        if token and self.store.put(asked, page):
            second_shelf.put(asked, page)
        return page

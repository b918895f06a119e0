"""Visitors of a site in threads, as people are: most browse, some search, a few send forms, and each has a network."""

import gzip
import http.client
import ipaddress
import queue
import random
import re
import select
import string
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import urlencode

from ..in_threads import InThreads
from ..site.form_reader import form_values

BROWSERS = 48
BROWSE, SEARCH, FORM = "browse", "search", "form"
SHARES = {BROWSE: 90, SEARCH: 8, FORM: 2}
# RFC 2544: addresses for measurements, which nobody has.
NETWORKS = ipaddress.ip_network("198.18.0.0/15")
HELD_OPEN = 10
FROM_PAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
FORM_TAG = re.compile(r"(?s)<form\b([^>]*)>.*?</form>")


@dataclass(frozen=True)
class Answer:
    kind: str
    status: int
    seconds: float
    at: float
    has_retry: bool = False


@dataclass(frozen=True)
class Lost:
    """A connection that ended before its answer had come; `port` is the visitor's own."""

    kind: str
    port: int
    at: float
    error: str


@dataclass(frozen=True)
class Sent:
    """A form: what is in the database if it was stored, and whether the site said so. None: nobody knows."""

    kind: str
    what: str
    is_stored: bool | None


class Browser:
    """Keeps its connection for some visits, and then comes back from another network."""

    def __init__(self, port: int, visits: "Visitors") -> None:
        self.port, self.visits, self.connection = port, visits, None

    def begin_visit(self) -> None:
        if random.randrange(HELD_OPEN) == 0 and self.connection:
            self.connection.close()
            self.connection = None
        number = random.randrange(NETWORKS.num_addresses)
        self.network = str(NETWORKS[number])

    def ask(self, kind: str, path: str, form: dict | None = None) -> tuple[int, str, str]:
        """Status, text and Location; 0 where the connection was lost."""
        headers = {"X-Forwarded-For": self.network, "Accept-Encoding": "gzip", "Connection": "keep-alive"}
        if form is not None:
            headers |= {**FROM_PAGE, "Content-Type": "application/x-www-form-urlencoded"}
        began, own_port = time.monotonic(), 0
        try:
            own_port = self._connect()
            body = None if form is None else urlencode(form, doseq=True)
            self.connection.request("GET" if form is None else "POST", path, body, headers)
            response = self.connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.connection = None
            self.visits.lost.append(Lost(kind, own_port, time.monotonic(), repr(error)))
            return 0, "", ""
        now, has_retry = time.monotonic(), "Retry-After" in response.headers
        self.visits.answers.append(Answer(kind, response.status, now - began, now, has_retry))
        if response.headers["Content-Encoding"] == "gzip":
            text = gzip.decompress(text)
        return response.status, text.decode(), response.headers["Location"] or ""

    def _connect(self) -> int:
        """A connection that the site has closed meanwhile is left, as browsers do."""
        kept = self.connection
        if kept and (not kept.sock or select.select([kept.sock], [], [], 0)[0]):
            kept.close()
            kept = None
        if not kept:
            self.connection = kept = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            kept.connect()
        return kept.sock.getsockname()[1]


@dataclass
class Visitors(InThreads):
    """Within `with`, `per_second` visits begin; `paths` are those of the sitemap."""

    port: int
    paths: list[str]
    per_second: float
    answers: list[Answer] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.groups = defaultdict(list)
        for path in self.paths:
            self.groups[path.split("/")[1]].append(path)
        self.groups["lists"] = [path for name in ("rankings", "fields", "schools") for path in self.groups[name]]
        self.groups["lists"] += ["/", "/careers/", "/careers/a-to-z/", "/careers/?sort=pay", "/careers/?page=2"]
        self.words = sorted({word for path in self.groups["careers"] for word in re.findall(r"[a-z]{4,}", path[9:])})

    def acts(self) -> list[Callable[[], None]]:
        self._due = queue.SimpleQueue()
        return [*[self._visit_on] * BROWSERS, self._send_visitors]

    def _send_visitors(self) -> None:
        due = time.monotonic()
        while not self._over.wait(max(0, due - time.monotonic())):
            self._due.put(random.choices(list(SHARES), SHARES.values())[0])
            due += random.expovariate(self.per_second)
        for _ in range(BROWSERS):
            self._due.put(None)

    def _visit_on(self) -> None:
        browser = Browser(self.port, self)
        while kind := self._due.get():
            browser.begin_visit()
            visit = {BROWSE: self._browse, SEARCH: self._search, FORM: self._send_form}[kind]
            try:
                visit(browser)
            except Exception as error:  # noqa: BLE001 - another visitor goes on, and the end tells of it
                self.failed.append(f"{kind}: {error!r}")
        if browser.connection:
            browser.connection.close()

    def _browse(self, browser: Browser) -> None:
        group = random.choices(["careers", "lists", "questions", "schools"], [50, 20, 20, 10])[0]
        browser.ask(BROWSE, random.choice(self.groups[group]))

    def _search(self, browser: Browser) -> None:
        words = random.sample(self.words, random.choice([1, 1, 2]))
        if random.random() < 0.2:
            words[0] = words[0][:2] + words[0][3:]
        path = random.choices(["/careers/", "/careers/suggestions/", "/api/careers/"], [6, 3, 1])[0]
        browser.ask(SEARCH, f"{path}?{urlencode({'q': ' '.join(words)})}")

    def _send_form(self, browser: Browser) -> None:
        random.choice([self._sign_up, self._ask, self._vote])(browser)

    def _opened(self, browser: Browser, path: str, marker: str) -> dict | None:
        """The form's own fields, once a person has had time to fill it in."""
        status, text, _ = browser.ask("open a form", path)
        if status != 200:
            return None
        time.sleep(random.uniform(2.5, 6))
        return fields(text, marker)

    def _sign_up(self, browser: Browser) -> None:
        if form := self._opened(browser, "/updates/", 'class="signup"'):
            address = f"{unique()}@example.org"
            answer = browser.ask("sign up", "/updates/", {**form, "email": address, "topics": "newsletter"})
            self.sent.append(Sent("sign up", address, is_stored(answer, answer[2].endswith("/updates/thanks/"))))

    def _vote(self, browser: Browser) -> None:
        path = random.choice([one for one in self.groups["questions"] if one.count("/") > 3])
        if form := self._opened(browser, path, "/helpful/"):
            number = path.split("/")[2]
            answer = browser.ask("vote", f"/questions/{number}/helpful/", {**form, "helpful": "yes"})
            self.sent.append(Sent("vote", number, is_stored(answer, "?vote=" in answer[2])))

    def _ask(self, browser: Browser) -> None:
        form = self._opened(browser, "/ask/", 'class="ask"')
        text = f"Which {random.choice(self.words)} tools does a {unique()} use at work?"
        for typed in ({"age": "30"}, {"text": text}, {}, {}):
            if not form:
                return
            is_last = form["at"] == "check"
            typed = {"consent": "on", "go": "send"} if is_last else typed
            answer = browser.ask("ask" if is_last else "ask, a step", "/ask/", {**form, **typed})
            if is_last:
                self.sent.append(Sent("ask", text, is_stored(answer, 'class="code"' in answer[1])))
                return
            time.sleep(random.uniform(0.5, 2))
            form = fields(answer[1], 'class="ask"') if answer[0] == 200 else None


def fields(text: str, marker: str) -> dict:
    found = next(form[0] for form in FORM_TAG.finditer(text) if marker in form[1])
    return form_values(SimpleNamespace(content=found.encode()))


def unique() -> str:
    return "".join(random.choices(string.ascii_lowercase, k=14))


def is_stored(answer: tuple[int, str, str], says_so: bool) -> bool | None:
    status, text, _ = answer
    if says_so:
        return True
    return None if status == 0 or status == 500 or "We don't know whether" in text else False

"""Whether a person pressed the button that confirms.

What scans mail opens links, and some of it sends the forms that it finds. People read the page first, and their
browsers say that they are browsers; one that is too old to say so is asked to press once more.
"""

from dataclasses import dataclass, replace

from django.core import signing
from django.http import HttpRequest

from ..guard import is_fetched_from_elsewhere, is_from_browser

SALT = "signups.confirm-page"
SECONDS = 5
DAY = 86_400


@dataclass(frozen=True)
class Page:
    """What the page asked about, sealed in its form with the time at which it was opened."""

    # Of which row, and for what: "confirm 12".
    of: str
    topics: list[int]
    # Whether the button was pressed before, in a browser that says nothing of itself.
    pressed: bool = False

    @property
    def seal(self) -> str:
        return signing.dumps([self.of, self.topics, self.pressed], salt=SALT)


@dataclass(frozen=True)
class Press:
    """`topics` is what was said yes to, None where nobody is taken to have said it: then the page asks with `seal`."""

    topics: list[int] | None = None
    seal: str = ""
    is_too_soon: bool = False


def press_of(request: HttpRequest, fresh: Page, *, at_once: bool = False) -> Press:
    """`fresh` is what the page asks about now; `at_once` is whether a press counts as soon as the page is open."""
    sent = request.POST.get("seal", "")
    page = _opened(sent, DAY)
    if page is None or page.of != fresh.of or is_fetched_from_elsewhere(request):
        return Press(seal=fresh.seal)
    if not at_once and _opened(sent, SECONDS):
        # The page was opened when it was: pressing again a moment later is enough.
        return Press(seal=sent, is_too_soon=True)
    if is_from_browser(request) or page.pressed:
        return Press(topics=page.topics)
    return Press(seal=replace(fresh, pressed=True).seal)


def _opened(seal: str, seconds: int) -> Page | None:
    """The page that was opened within so many seconds."""
    try:
        return Page(*signing.loads(seal, salt=SALT, max_age=seconds))
    except signing.BadSignature:
        return None

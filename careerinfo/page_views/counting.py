"""Views are counted in memory, and now and then added to the table. Nothing of who viewed a page is kept."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

from django.utils import timezone

from careers.models import PageView

# What stands in the names of most programs that say what they are.
ROBOTS = ("bot", "crawl", "spider", "slurp", "http", "fetch", "monitor", "curl", "wget", "python", "lighthouse")
LONGEST = PageView._meta.get_field("page").max_length
# There are no more pages than this, unless somebody makes them up.
MOST_PAGES = 5_000

_counts: Counter[str] = Counter()
_lock = Lock()


def note(environ: Mapping[str, str]) -> None:
    """Count a view where a request is one."""
    if is_by_a_reader(environ):
        count(environ["PATH_INFO"])


def is_by_a_reader(environ: Mapping[str, str]) -> bool:
    """Whether somebody looks at the page that this request is for; what it says of them is forgotten at once."""
    if environ["REQUEST_METHOD"] == "HEAD":
        # By static/js/site.js: a page that was fetched ahead is opened now.
        return environ.get("HTTP_SEC_FETCH_SITE") == "same-origin" and not _is_robot(environ)
    is_ahead = environ.get("HTTP_SEC_PURPOSE", "").startswith("prefetch")
    return not is_ahead and environ.get("HTTP_SEC_FETCH_DEST", "document") == "document" and not _is_robot(environ)


def _is_robot(environ: Mapping[str, str]) -> bool:
    name = environ.get("HTTP_USER_AGENT", "").lower()
    return not name or any(word in name for word in ROBOTS)


def count(page: str) -> None:
    """One more view of the address `page`, without its parameters. Asks the database nothing."""
    with _lock:
        if page in _counts or (len(_counts) < MOST_PAGES and len(page) <= LONGEST):
            _counts[page] += 1


def write() -> None:
    """Add to the table what was counted since the last time; where that fails, it is kept for the next."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    try:
        PageView.objects.add(taken, timezone.localdate())
    except BaseException:
        with _lock:
            _counts.update(taken)
        raise

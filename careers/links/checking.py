"""Looks at the links of pages, some each time: those first that nobody has looked at for longest."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from urllib.parse import urlsplit

from django.db.models import F
from django.utils import timezone

from ..models import CheckedLink
from . import fetching, places
from .fetching import Answer

# Seconds between two questions to one site.
PAUSE = 1.0
# Rows that a link remembers; of a link that stands everywhere nobody needs all.
PLACES_KEPT = 5
# As often in a row may an answer fail to come before the link counts as broken.
PATIENCE = 3
GONE = (404, 410)
OK = range(200, 400)
# What a look at a link finds out.
FOUND = ("state", "says", "moved_to", "failures", "checked_at")


def check(
    *,
    most: int,
    seconds: float,
    fetch: Callable[[str], Answer] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Counter:
    """Look at no more than `most` links, for about `seconds`; how many are now in each state."""
    fetch = fetch or fetching.fetch
    keep_list()
    began, asked, counts = clock(), {}, Counter()
    for link in CheckedLink.objects.untrusted().order_by(F("checked_at").asc(nulls_first=True), "pk")[:most]:
        if clock() - began >= seconds:
            break
        host = urlsplit(link.url).netloc
        if (wait := asked.get(host, began - PAUSE) + PAUSE - clock()) > 0:
            sleep(wait)
        note(link, fetch(link.url))
        asked[host] = clock()
        counts[link.state] += 1
    return counts


def keep_list() -> None:
    """What is listed is what pages link to now."""
    linked, known = places.linked(), {link.url: link for link in CheckedLink.objects.all()}
    gone = [link.pk for url, link in known.items() if url not in linked]
    CheckedLink.objects.filter(pk__in=gone).delete()
    now = {url: [asdict(place) for place in found[:PLACES_KEPT]] for url, found in linked.items()}
    new = [CheckedLink(url=url, places=now[url]) for url in linked if url not in known]
    # Another run may have listed them meanwhile.
    CheckedLink.objects.bulk_create(new, ignore_conflicts=True)
    moved = [link for url, link in known.items() if url in now and link.places != now[url]]
    for link in moved:
        link.places = now[link.url]
    CheckedLink.objects.bulk_update(moved, ["places"], batch_size=500)


def note(link: CheckedLink, answer: Answer) -> None:
    """Store what became of `link`."""
    states = CheckedLink.State
    link.failures = 0 if answer.status in OK else link.failures + 1
    link.moved_to = answer.moved_to[:1000] if answer.status in OK else ""
    if answer.status in OK:
        link.state, link.says = (states.MOVED, "It has moved for good.") if link.moved_to else (states.FINE, "")
    elif answer.status in GONE:
        link.state, link.says = states.BROKEN, f"There is no such page ({answer.status})."
    elif answer.problem:
        is_broken = answer.is_certain or link.failures >= PATIENCE
        link.state, link.says = states.BROKEN if is_broken else states.UNSURE, answer.problem
    elif answer.status >= 500:
        is_broken = link.failures >= PATIENCE
        link.state, link.says = states.BROKEN if is_broken else states.UNSURE, f"Its site fails ({answer.status})."
    else:
        link.state = states.UNSURE
        link.says = f"Its site refuses programs ({answer.status}). Open it in a browser."
    link.checked_at = timezone.now()
    # Somebody may have said meanwhile that it works, or another run may have taken it off the list.
    CheckedLink.objects.filter(pk=link.pk).update(**{column: getattr(link, column) for column in FOUND})

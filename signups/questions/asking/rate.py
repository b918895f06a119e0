"""How many questions come from one address, one network, and to the whole site."""

import logging

from django.http import HttpRequest

from ... import limits
from ...addresses import mailable, mailbox
from ...client_address import client_network, tells_networks_apart
from ...guard import is_from_browser
from ...limits import Limit, Window

logger = logging.getLogger("careerinfo.signups")

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# The same address again and again, before it takes its neighbours' room.
OF_AN_ADDRESS = Limit("questions of an address", (Window(5, 10 * MINUTE), Window(20, DAY)))
# The short window ends soon, so that somebody who shares the network with whoever sends 500 at once can ask a minute
# later; the long one leaves other networks their part of what the site takes. Programs are counted apart.
OF_BROWSERS = Limit("questions from browsers", (Window(30, MINUTE), Window(150, HOUR)))
OF_OTHERS = Limit("questions from others", (Window(15, MINUTE), Window(60, HOUR)))
# Together more than staff could read. Two machines use up the first; the second is for networks that asked little.
OF_THE_SITE = Limit("questions of the site", (Window(200, HOUR),))
HELD_BACK = Limit("questions of the site that are held back", (Window(100, HOUR),))
LITTLE = Limit("questions of a network that asks little", (Window(5, HOUR),))
TOLD = Limit("told of too many questions", (Window(1, HOUR),))
# Of mails that ask to confirm: to the address of a question that nobody has confirmed, and to one mailbox.
TO_A_QUESTION = Limit("confirmations of a question", (Window(1, DAY),))
TO_A_MAILBOX = Limit("confirmations of questions to a mailbox", (Window(5, DAY),))

MINUTES_SAID = 120


def wait_for(request: HttpRequest, email: str, *, is_urgent: bool = False) -> int:
    """Count a question that was sent: 0 if it may be taken, else the seconds until the next one may.

    Whoever is in danger does not wait for what others send.
    """
    network = client_network(request) if tells_networks_apart(request) else ""
    wait = limits.wait_for(OF_AN_ADDRESS, mailable(email), network) if email else 0
    if not wait and network:
        wait = limits.wait_for(OF_BROWSERS if is_from_browser(request) else OF_OTHERS, network)
    return wait if wait or is_urgent else _wait_for_site(network)


def too_many(seconds: int) -> str:
    minutes = max(1, round(seconds / MINUTE))
    when = "in a minute" if minutes == 1 else f"in {minutes} minutes" if minutes <= MINUTES_SAID else "tomorrow"
    return f"Too many questions came in. Please send yours again {when}. It is all still here."


def may_confirm(email: str, key: str) -> bool:
    """Count one mail that asks to confirm the question with the submission key `key`."""
    return not (limits.wait_for(TO_A_QUESTION, key) or limits.wait_for(TO_A_MAILBOX, mailbox(email)))


def _wait_for_site(network: str) -> int:
    asks_little = not network or not limits.wait_for(LITTLE, network)
    wait = limits.wait_for(OF_THE_SITE, "all")
    if wait and asks_little:
        wait = limits.wait_for(HELD_BACK, "all")
    if wait and limits.is_first(TOLD):
        logger.error("More than %s questions came within an hour, and some wait.", OF_THE_SITE.windows[0].most)
    return wait

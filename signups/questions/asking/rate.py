"""How many questions come from one address, one network, and to the whole site."""

import logging

from django.http import HttpRequest

from ... import limits
from ...addresses import mailable, mailbox
from ...client_address import client_network, tells_networks_apart
from ...every_limit import CONFIRMATIONS_OF_A_QUESTION as TO_A_QUESTION
from ...every_limit import HOUR, MINUTE
from ...every_limit import QUESTIONS_FROM_BROWSERS as OF_BROWSERS
from ...every_limit import QUESTIONS_FROM_OTHERS as OF_OTHERS
from ...every_limit import QUESTIONS_HELD_BACK as HELD_BACK
from ...every_limit import QUESTIONS_OF_AN_ADDRESS as OF_AN_ADDRESS
from ...every_limit import QUESTIONS_OF_THE_SITE as OF_THE_SITE
from ...every_limit import QUESTIONS_OF_WHO_ASKS_LITTLE as LITTLE
from ...every_limit import QUESTIONS_TO_A_MAILBOX as TO_A_MAILBOX
from ...guard import is_from_browser
from ...limits import Limit, Window

logger = logging.getLogger("careerinfo.signups")

TOLD = Limit("told of too many questions", (Window(1, HOUR),))

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

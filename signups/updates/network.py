"""How many signups one network may send: enough for a class, and not for a program."""

from django.http import HttpRequest

from .. import limits, tallies
from ..addresses import mailable
from ..client_address import client_network, tells_networks_apart
from ..every_limit import SIGNUPS_FROM_BROWSERS as OF_BROWSERS
from ..every_limit import SIGNUPS_FROM_OTHERS as OF_OTHERS
from ..every_limit import SIGNUPS_OF_AN_ADDRESS as OF_AN_ADDRESS
from ..every_limit import signups_of_the_site
from ..guard import is_from_browser

MINUTES_SAID = 120


def wait_for(request: HttpRequest, email: str) -> int:
    """Count a form that was sent: 0 if it may be taken, else the seconds until the next one may."""
    wait = 0
    if tells_networks_apart(request):
        network = client_network(request)
        of_network = OF_BROWSERS if is_from_browser(request) else OF_OTHERS
        wait = limits.wait_for(OF_AN_ADDRESS, mailable(email), network) or limits.wait_for(of_network, network)
    return wait or tallies.wait_for(signups_of_the_site(), "all")


def too_many(seconds: int) -> str:
    minutes = max(1, round(seconds / 60))
    when = "in a minute" if minutes == 1 else f"in {minutes} minutes" if minutes <= MINUTES_SAID else "in some hours"
    return f"Too many forms came at once. Please try again {when}. What you typed is still here."

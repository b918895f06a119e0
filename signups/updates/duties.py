"""What signing up has the mail worker do in each of its rounds."""

from .. import limits
from ..limits import Limit, Window
from ..mail import worker
from . import asking, changing_address, confirming, requests

# What is past its time can wait for the next of these.
EXPIRY = Limit("expiry of signups", (Window(1, 900),))


def expire() -> None:
    if not limits.wait_for(EXPIRY):
        confirming.expire()


def register_all() -> None:
    for duty in (requests.take_up, changing_address.take_up, asking.ask_what_was_left, confirming.remind, expire):
        worker.register_duty(duty)

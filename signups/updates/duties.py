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
    worker.register_duty(requests.take_up)
    worker.register_duty(changing_address.take_up)
    worker.register_duty(asking.ask_what_was_left)
    worker.register_duty(asking.ask_who_was_not)
    worker.register_duty(confirming.remind)
    worker.register_duty(expire)

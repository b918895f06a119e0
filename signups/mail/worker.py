"""The mail worker: what it does in each round, and nothing of how a mail is sent."""

from collections.abc import Callable

# What other parts of the app do before mail is sent: take up signups, queue digests that are due, remind.
_duties: list[Callable[[], None]] = []


def register_duty(duty: Callable[[], None]) -> None:
    """`duty` runs once a round, in each worker: it must do nothing where another has done it, and be quick."""
    if duty not in _duties:
        _duties.append(duty)

"""What releases of a data set usually have, so that one that was cut short is noticed."""

from dataclasses import dataclass

from django.db.models import Q

# Who lacks so much was cut short more often than the publisher gave up on jobs.
MUCH = 25  # percent


ALL = Q()


def is_much(lost: float, had: float) -> bool:
    return lost > 0 and lost * 100 >= MUCH * had


@dataclass(frozen=True)
class Usual:
    """What releases of a data set usually have: `about` so many of `what`; `of` says of what they are parts.

    Counted are the different values of `column` in the rows that `where` keeps; without a column, `what` names a part
    of the data set's rows. What is `sometimes` there may be missing, but not be cut short.
    """

    what: str
    about: int
    of: str = ""
    column: str = ""
    where: Q = ALL
    sometimes: bool = False

    def lack(self, has: int, share: float = 1) -> str:
        """What a release lacks that has `has` of them, in words; "" where that is not much.

        Of a release that has only a `share` of the occupations no more is expected of their parts.
        """
        if not is_much(self.about * share - has, self.about * share) or (self.sometimes and not has):
            return ""
        if not has:
            return f"no {self.what}"
        if self.of:
            return f"{self.what} for only {has:,} of about {self.about:,} {self.of}"
        return f"only {has:,} of about {self.about:,} {self.what}"

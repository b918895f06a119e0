"""Whether the files of one period tell different top codes: a fact of the period, so one of them is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..models import Release


@dataclass(frozen=True)
class TopCode:
    """From which amount on the publisher tells no more than that pay is so high or higher, in dollars."""

    annual: int
    hourly: Decimal

    def __str__(self) -> str:
        return f"${self.annual:,} a year or ${self.hourly:,.2f} an hour"


@dataclass(frozen=True)
class Statement:
    """What the files of a release say that # stands for; `of` is the release in words."""

    data_set: str
    of: str
    top_code: TopCode


def stored_statements(period: str) -> list[Statement]:
    """Of the period's releases that are shown or wait, what those say that say it themselves."""
    releases = Release.objects.pay_of(period).filter(states_top_code=True).exclude(state=Release.State.REPLACED)
    return [statement for release in releases if (statement := _statement(release))]


def contradiction(own: Statement, others: Iterable[Statement]) -> str:
    """What staff should know of it; "" where the other data sets say the same as `own`, or nothing."""
    others = [other for other in others if other.data_set != own.data_set and other.top_code != own.top_code]
    if not others:
        return ""
    said = " and ".join(dict.fromkeys(f"{other.of} says {other.top_code}" for other in others))
    period = own.of.rpartition(", ")[2]
    return (
        f"Its files say that # stands for {own.top_code} or more, but {said}. Both are of {period}, so one of them is "
        "wrong. Each release shows what its own files say; look in the publisher's notes."
    )


def contradiction_of(release: Release) -> str:
    """The same for a release that is stored."""
    if not release.states_top_code or not (own := _statement(release)):
        return ""
    return contradiction(own, stored_statements(release.period))


def oddities_of(release: Release) -> list[str]:
    """All that is strange in a release's files, by themselves and beside others."""
    return [oddity for oddity in (release.oddity, contradiction_of(release)) if oddity]


def _statement(release: Release) -> Statement | None:
    if release.top_code_annual is None or release.top_code_hourly is None:
        return None
    of = f"{release.get_data_set_display()}, {release.period}"
    return Statement(release.data_set, of, TopCode(release.top_code_annual, release.top_code_hourly))

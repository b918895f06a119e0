from dataclasses import dataclass

from django import template

from careers.releases.console import number_text
from careers.versions.difference import Change

register = template.Library()

# Of what happened to one list so many lines are shown; a fold that hides fewer than three is no help.
SHOWN = 5
FEWEST_FOLDED = 3


@dataclass(frozen=True)
class Run:
    """What was done alike to one list: the first of it, and the others, which are folded away."""

    where: str
    what: str
    first: list[Change]
    others: list[Change]


@register.filter
def figure(value: object) -> str:
    return number_text(value)


@register.filter
def first_of(rows: list, count: int) -> list:
    return rows[:count]


@register.filter
def in_runs(changes: list[Change]) -> list[Run]:
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        alike.setdefault((change.where, change.what), []).append(change)
    runs = []
    for (where, what), run in alike.items():
        shown = SHOWN if len(run) >= SHOWN + FEWEST_FOLDED else len(run)
        runs.append(Run(where, what, run[:shown], run[shown:]))
    return runs

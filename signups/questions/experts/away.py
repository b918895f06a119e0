"""Experts who pause, come back, or leave."""

from contextlib import suppress
from datetime import date

from django.utils import timezone

from ...models import Expert
from ...versions import QUESTION
from ..steps import TooLate
from . import answering

State = Expert.State
LEFT = "The expert has left"


def accept_rules(expert: Expert) -> None:
    Expert.objects.filter(pk=expert.pk, rules_accepted_at=None).update(rules_accepted_at=timezone.now())


def pause(expert: Expert, until: date | None = None) -> bool:
    """Whether it was done; whoever has left has nothing to pause."""
    here = Expert.objects.filter(pk=expert.pk).exclude(state=State.LEFT)
    return bool(here.update(state=State.PAUSED, paused_until=until))


def come_back(expert: Expert) -> bool:
    paused = Expert.objects.filter(pk=expert.pk, state=State.PAUSED)
    return bool(paused.update(state=State.ACTIVE, paused_until=None))


def leave(expert: Expert, *, by) -> int:
    """The expert gets no more questions; those without a submitted answer are given back, and how many those were."""
    with QUESTION.together():
        Expert.objects.filter(pk=expert.pk).update(state=State.LEFT, paused_until=None)
        count = 0
        for pk in answering.to_give_back(expert).values_list("pk", flat=True):
            with suppress(TooLate, answering.NotTheirs):
                answering.give_back(pk, expert, why=LEFT, by=by)
                count += 1
    return count

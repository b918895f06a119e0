"""What somebody who wants a career does next, by what it takes to start in it: a link to where that can be done."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db import models

from .outlook import EntryEducation, Outlook
from .rules import Problem, Ruled, same_name, web_address
from .us_states import STATES

APPRENTICESHIP = "Apprenticeship"


class NextStep(Ruled):
    class OnlyFor(models.TextChoices):
        LICENSE = "license", "Only careers that need a license"
        APPRENTICESHIP = "apprenticeship", "Only careers that people learn as apprentices"

    title = models.CharField(max_length=80, help_text="What to do, verb first: “Find training near you”.")
    text = models.CharField(max_length=200, help_text="One sentence: what the reader finds there.")
    url = models.URLField("website", help_text="An address that begins with https://.")
    education = models.CharField(
        "entry-level education",
        max_length=120,
        blank=True,
        db_default="",
        default="",
        help_text="Shown on careers that take one of these to start. None selected: on all careers.",
    )
    only_for = models.CharField(
        "license or apprenticeship",
        max_length=14,
        choices=OnlyFor.choices,
        blank=True,
        db_default="",
        default="",
        help_text="Leave empty for all careers.",
    )
    state = models.CharField(
        "only in the state",
        max_length=2,
        choices=STATES,
        blank=True,
        db_default="",
        default="",
        help_text="Leave empty for all states.",
    )
    order = models.PositiveSmallIntegerField(default=0, db_default=0, db_index=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})" if self.state else self.title

    def problems(self) -> Iterator[Problem]:
        for problem in same_name(self, "title", among=self._beside_it(), what="Another step for the same careers"):
            yield replace(problem, beside=("education", "only_for", "state"))
        yield from web_address(self)
        if self.url and not self.url.lower().startswith("https://"):
            yield Problem("url", "Write an address that begins with https://.")
        unknown = sorted(set(self.education.split()) - set(EntryEducation.values))
        if unknown:
            yield Problem("education", f"There is no level of education called {', '.join(unknown)}.")

    def _beside_it(self) -> models.QuerySet["NextStep"]:
        """Those that may stand on the same page."""
        others = NextStep.objects.filter(state=self.state)
        if self.only_for:
            others = others.filter(only_for__in=["", self.only_for])
        if levels := self.education.split():
            shared = (models.Q(education__contains=level) for level in levels)
            others = others.filter(reduce(or_, shared, models.Q(education="")))
        return others

    def concerns(self, outlook: Outlook | None, *, needs_license: bool) -> bool:
        """Whether it is a step towards a career with this outlook."""
        levels = self.education.split()
        if levels and (outlook is None or outlook.entry_education not in levels):
            return False
        if self.only_for == self.OnlyFor.LICENSE:
            return needs_license
        if self.only_for == self.OnlyFor.APPRENTICESHIP:
            return outlook is not None and outlook.training == APPRENTICESHIP
        return True

"""What somebody who wants a career does next, by what it takes to start in it: a link to where that can be done."""

from collections.abc import Iterator

from django.core.validators import RegexValidator
from django.db import models

from .outlook import EntryEducation, Outlook
from .rules import Problem, Ruled, web_address

APPRENTICESHIP = "Apprenticeship"


class NextStep(Ruled):
    class OnlyFor(models.TextChoices):
        LICENSE = "license", "Only careers that need a license"
        APPRENTICESHIP = "apprenticeship", "Only careers that people learn as apprentices"

    title = models.CharField(max_length=80, help_text="What to do, beginning with a verb: “Find training near you”.")
    text = models.CharField(max_length=200, help_text="One sentence: what the reader finds there.")
    url = models.URLField("web address", help_text="An address that begins with https://.")
    education = models.CharField(
        "entry-level education",
        max_length=120,
        blank=True,
        db_default="",
        default="",
        help_text="On the pages of which careers it stands. None chosen: on all.",
    )
    only_for = models.CharField(
        "license or apprenticeship",
        max_length=14,
        choices=OnlyFor.choices,
        blank=True,
        db_default="",
        default="",
        help_text="Empty: with or without.",
    )
    state = models.CharField(
        max_length=2,
        blank=True,
        db_default="",
        default="",
        validators=[RegexValidator("^[A-Z]{2}$", "Two capital letters, such as OH.")],
        help_text="The postal code of the only state that it is for, such as OH. Empty: for all.",
    )
    order = models.PositiveSmallIntegerField(default=0, db_default=0, db_index=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})" if self.state else self.title

    def problems(self) -> Iterator[Problem]:
        yield from web_address(self)
        if self.url and not self.url.lower().startswith("https://"):
            yield Problem("url", "Write an address that begins with https://.")
        unknown = sorted(set(self.education.split()) - set(EntryEducation.values))
        if unknown:
            yield Problem("education", f"There is no level of education called {', '.join(unknown)}.")

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

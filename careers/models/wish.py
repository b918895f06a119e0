"""What people ask for that is no name of work: a filter of the list, or what no source tells."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from .visible_text import VisibleText


class Wish(VisibleText):
    """Words that are understood as one filter ("no degree"); several of the same words set several."""

    class Filter(models.TextChoices):
        """The list's own filters, by their names in its address."""

        DEMAND = "demand", "In demand here"
        EDUCATION = "education", "Entry-level education"
        FIELD = "field", "Field of work"
        GROWTH = "growth", "Growth"
        INTEREST = "interest", "Interests"
        OPENINGS = "openings", "Openings a year"
        PAY = "pay", "Median annual pay"
        SETTING = "setting", "Where and how the work is done"
        TRAINING = "training", "On-the-job training"
        ZONE = "zone", "Preparation (job zone)"

    # How a search takes a text apart, which it says itself when the site starts.
    words_of: ClassVar[Callable[[str], Sequence[str]]]
    # A search looks up no more of its words together.
    MOST_WORDS = 5

    words = models.CharField(
        max_length=80,
        help_text="What people type: “no degree”. One word alone, such as “trades”, counts only where nothing else is "
        "asked for, so that it is not taken out of the title of a job.",
    )
    filter = models.CharField(
        max_length=12, choices=Filter.choices, blank=True, help_text="Empty: no source tells, and the page says so."
    )
    values = models.CharField(
        max_length=200,
        blank=True,
        help_text="What of the filter, as the list's address has it, with commas: none,high-school.",
    )
    says = models.CharField(
        "the page says",
        max_length=120,
        blank=True,
        help_text="What goes on after “Showing careers that”: need no college degree.",
    )
    otherwise = models.CharField(
        "or says",
        max_length=250,
        blank=True,
        help_text="A whole sentence, for where there is no filter or the site has nothing for it.",
    )
    instead = models.CharField(
        "searched instead", max_length=80, blank=True, help_text="Then, where no other words are left: the nearest."
    )
    key = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        ordering = ["words", "filter"]
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "filter"],
                name="wish_once_a_filter",
                violation_error_message="A search understands these words so already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} means {self.filter} {self.values}" if self.filter else self.words

    @property
    def chosen(self) -> list[str]:
        return [value.strip() for value in self.values.split(",") if value.strip()]

    def clean(self) -> None:
        super().clean()
        self._note_words()
        problems = {}
        if self.words and not self.key:
            problems["words"] = "Write at least one word."
        elif len(self.key.split()) > self.MOST_WORDS:
            problems["words"] = "Write at most five words, “a”, “the” and the like not counted."
        if self.filter and not self.chosen:
            problems["values"] = "Write what of the filter is meant."
        if self.filter and not self.says:
            problems["says"] = "Say what the careers shown then have in common."
        if not self.filter and not self.otherwise:
            problems["otherwise"] = "Say what visitors are to know, since nothing is filtered."
        if Wish.objects.filter(key=self.key, filter=self.filter).exclude(pk=self.pk).exists():
            problems.setdefault("words", "A search understands these words so already.")
        if problems:
            raise ValidationError(problems)

    def save(self, **kwargs) -> None:
        self._note_words()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key"}
        super().save(**kwargs)

    def _note_words(self) -> None:
        self.key = " ".join(self.words_of(self.words))[:200]

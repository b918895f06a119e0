"""What people ask for that is no name of work: a filter of the list, or what no source tells."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from django.db import models

from .rules import Problem, Ruled


class Wish(Ruled):
    """Words that are understood as one filter ("no degree"); several of the same words set several."""

    class Filter(models.TextChoices):
        """The list's own filters, by their names in its address."""

        DEMAND = "demand", "In demand here"
        EDUCATION = "education", "Entry-level education"
        FIELD = "field", "Field of work"
        GROWTH = "growth", "Growth"
        INTEREST = "interest", "Interests"
        OPENINGS = "openings", "Openings per year"
        PAY = "pay", "Median annual pay"
        SETTING = "setting", "Work setting"
        TRAINING = "training", "On-the-job training"
        ZONE = "zone", "Preparation (job zone)"

    # How a search takes a text apart, which it says itself when the site starts.
    words_of: ClassVar[Callable[[str], Sequence[str]]]
    # A search looks up no more of its words together.
    MOST_WORDS = 5

    words = models.CharField(
        max_length=80,
        help_text="What people type, such as “no degree”: at most five words. A single word, such as “trades”, only "
        "counts when nothing else is searched for, so that it is never taken out of a job title.",
    )
    filter = models.CharField(
        max_length=12,
        choices=Filter.choices,
        blank=True,
        help_text="Leave empty if no source can tell. The page then shows what you write under “Or says”.",
    )
    values = models.CharField(
        max_length=200,
        blank=True,
        help_text="Which choices of the filter, with commas between them: none,high-school.",
    )
    says = models.CharField(
        "the page says",
        max_length=120,
        blank=True,
        help_text="The rest of a sentence that begins “Showing careers that”, such as: need no college degree.",
    )
    otherwise = models.CharField(
        "or says",
        max_length=250,
        blank=True,
        help_text="A whole sentence, for when there is no filter or this site has no data for it.",
    )
    instead = models.CharField(
        "searched instead",
        max_length=80,
        blank=True,
        help_text="Which words to search for in that case, if there are no others: the closest ones.",
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

    def problems(self) -> Iterator[Problem]:
        self._note_words()
        if self.words and not self.key:
            yield Problem("words", "Write at least one word.")
        elif len(self.key.split()) > self.MOST_WORDS:
            yield Problem("words", "Write at most five words, “a”, “the” and the like not counted.")
        elif Wish.objects.filter(key=self.key, filter=self.filter).exclude(pk=self.pk).exists():
            yield Problem("words", "A search understands these words so already.", beside=("filter",))
        if self.filter and not self.chosen:
            yield Problem("values", "Write what of the filter is meant.", beside=("filter",))
        elif self.values and not self.filter:
            yield Problem("values", "Choose a filter that these belong to, or leave this empty.", beside=("filter",))
        if self.filter and not self.says:
            yield Problem("says", "Say what the careers shown then have in common.", beside=("filter",))
        if not self.filter and not self.otherwise:
            yield Problem("otherwise", "Say what visitors are to know, since nothing is filtered.", beside=("filter",))

    def save(self, **kwargs) -> None:
        self._note_words()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key"}
        super().save(**kwargs)

    def _note_words(self) -> None:
        self.key = " ".join(self.words_of(self.words))[:200]

"""The tables of the search: its index, which only `careers.search.index` writes, and what staff add to it."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from .visible_text import VisibleText


class SearchEdition(models.Model):
    """One of the two copies of the index: a rebuild fills the one that is not live, and then they change places."""

    class State(models.TextChoices):
        LIVE = "live", "Live: searches read it"
        BUILDING = "building", "Building: a rebuild is filling it"

    number = models.PositiveSmallIntegerField(primary_key=True)
    state = models.CharField(max_length=8, choices=State.choices)
    careers = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                name="search_edition_one_of_a_state",
                violation_error_message="Another copy of the index is in this state already.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__in=[0, 1]),
                name="search_edition_is_one_of_two",
                violation_error_message="The copies of the index are numbered 0 and 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}, {self.state}"


class IndexedCareer(models.Model):
    """That a career is in an edition, and the digest of what was indexed of it."""

    pk = models.CompositePrimaryKey("edition", "career_id")
    edition = models.PositiveSmallIntegerField()
    career_id = models.BigIntegerField()
    digest = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"Career {self.career_id} in edition {self.edition}"


class SearchPassage(models.Model):
    """A title, task or the like of a career in normalised words.

    The id begins with the edition and with the place among matches, so that reading by id is reading the best first.
    """

    id = models.BigIntegerField(primary_key=True)
    edition = models.PositiveSmallIntegerField()
    career_id = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="As it is shown.")
    words = models.TextField(help_text="Normalised, in order.")
    key = models.TextField(help_text="Of a title: its words sorted, each once.")
    compact = models.TextField(help_text="Of a title: its words written as one.")
    start2 = models.CharField(max_length=2, help_text="Of a title: the first two letters.")
    start3 = models.CharField(max_length=3)
    rank = models.PositiveSmallIntegerField(help_text="The place among suggestions.")

    class Meta:
        titles = models.Q(kind__lte=3)
        indexes = [
            models.Index(fields=["edition", "career_id"], name="search_passage_career"),
            models.Index(fields=["edition", "key"], name="search_passage_key", condition=titles),
            models.Index(fields=["edition", "compact"], name="search_passage_compact", condition=titles),
            models.Index(fields=["edition", "start2", "rank", "id"], name="search_passage_start2", condition=titles),
            models.Index(fields=["edition", "start3", "rank", "id"], name="search_passage_start3", condition=titles),
        ]
        del titles

    def __str__(self) -> str:
        return self.text


class SearchWord(models.Model):
    """A word of the index: in how many careers it stands, and in the titles of how many."""

    edition = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=40)
    form = models.CharField(max_length=40, help_text="As somebody wrote it, for showing it.")
    careers = models.IntegerField()
    titles = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "word"],
                name="search_word_once",
                violation_error_message="This copy of the index has the word already.",
            )
        ]

    def __str__(self) -> str:
        return self.word


class SearchWeight(models.Model):
    """How much a word says of a career."""

    pk = models.CompositePrimaryKey("edition", "career_id", "word")
    edition = models.PositiveSmallIntegerField()
    career_id = models.BigIntegerField()
    word = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    in_title = models.BooleanField()
    passage = models.BigIntegerField(help_text="The first of the career's passages that holds the word.")

    class Meta:
        best = ["edition", "word", "-weight", "career_id", "passage"]
        indexes = [models.Index(fields=best, name="search_weight_best")]
        del best

    def __str__(self) -> str:
        return f"{self.word}: {self.weight}"


class SearchSpelling(models.Model):
    """A word of the index with one letter left out: two words that share such a form are one slip apart, or two."""

    pk = models.CompositePrimaryKey("form", "word")
    form = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.form}: {self.word}"


class Synonym(VisibleText):
    """Words that mean the same as a title's own words; they count in every search from the moment they are saved."""

    # How a search takes a text apart, which it says itself when the site starts.
    words_of: ClassVar[Callable[[str], Sequence[str]]]
    # A search looks up no more of its words together.
    MOST_WORDS = 4

    term = models.CharField(max_length=80, help_text="What people type: “RN”, “cop”. At most four words.")
    means = models.CharField(max_length=120, help_text="What titles say instead: “registered nurse”.")
    key = models.CharField(max_length=200, editable=False, db_index=True)
    # Empty only where an older version of the code wrote the row.
    means_key = models.CharField(max_length=400, editable=False, default="", db_default="")

    class Meta:
        ordering = ["term", "means"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "means_key"],
                condition=~models.Q(means_key=""),
                name="synonym_once_by_its_words",
                violation_error_message="A search knows this synonym already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.term} means {self.means}"

    def clean(self) -> None:
        super().clean()
        self._note_words()
        problems = {}
        if self.term and not self.key:
            problems["term"] = "Write at least one word."
        elif len(self.key.split()) > self.MOST_WORDS:
            problems["term"] = "Write at most four words, “of” and the like not counted: searches know no longer terms."
        if self.means and not self.means_key:
            problems["means"] = "Write at least one word."
        elif self.key and set(self.key.split()) == set(self.means_key.split()):
            problems["means"] = "These are the same words to a search. Write what titles say instead."
        same = Synonym.objects.filter(key=self.key, means_key=self.means_key).exclude(pk=self.pk).first()
        if same and not problems and self.means_key:
            problems["means"] = f"A search knows this already: {same}."
        if problems:
            raise ValidationError(problems)

    def save(self, **kwargs) -> None:
        self._note_words()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key", "means_key"}
        super().save(**kwargs)

    def _note_words(self) -> None:
        """Both sides as a search compares them: “RN” and “rn” are one."""
        self.key, self.means_key = " ".join(self.words_of(self.term))[:200], " ".join(self.words_of(self.means))[:400]


class FailedSearch(models.Model):
    """A search that found nothing, or nothing good: its words alone, and never who searched."""

    class Found(models.TextChoices):
        NOTHING = "nothing", "Nothing"
        WEAK = "weak", "Only weak matches"

    words = models.CharField(max_length=120, unique=True, validators=[MinLengthValidator(2)])
    found = models.CharField(max_length=7, choices=Found.choices, default=Found.NOTHING, db_default=Found.NOTHING)
    times = models.PositiveIntegerField(default=0, db_default=0)
    first_at = models.DateTimeField("first searched", default=timezone.now, db_default=Now())
    last_at = models.DateTimeField("last searched", default=timezone.now, db_default=Now(), db_index=True)

    class Meta:
        # The table keeps its first name, so that older code can go on serving while this one starts.
        db_table = "careers_deadend"
        ordering = ["-times", "words"]
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"

    def __str__(self) -> str:
        return self.words

"""What belongs to questions beside their own rows and their answers."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.utils import timezone

from careers.models.rules import Problem, Ruled, web_address

from .questions import Question


class Wording(models.Model):
    """How a question was worded for the public, by a moderator with a reason, or as its asker would have it instead."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="wordings")
    text = models.TextField("question")
    background = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Of the asker's own; a moderator takes it by wording the question so.
    is_askers = models.BooleanField(default=False)
    # The asker has seen it and agrees; of their own, a moderator has looked at it.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Wording {self.pk} of question {self.question_id}"


class QuestionStep(models.Model):
    """One step of a question's way, for its asker and for staff. `name` is one of signups.questions.steps."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # For staff alone.
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} of question {self.question_id}"


class DeclineReason(Ruled):
    """A kind reason that an asker is told, in words that staff write once."""

    name = models.CharField(max_length=80, unique=True, help_text="For staff: what is chosen from the list.")
    text = models.TextField(help_text="What the asker reads.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class HelpLine(Ruled):
    """Whom somebody in danger can call, in the site's country."""

    name = models.CharField(max_length=120, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    url = models.URLField("address", blank=True)
    text = models.CharField(max_length=200, blank=True, help_text="For whom it is, and when it answers.")
    order = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[Problem]:
        if not self.phone and not self.url:
            yield Problem("phone", "Give a phone number or a web address.", beside=("url",))
        elif self.phone and not any(map(str.isdigit, self.phone)):
            yield Problem("phone", "Write the number in figures.")
        yield from web_address(self)


class AnswerFeedback(models.Model):
    """What a reader wrote beside "Was this helpful?"; the counts stand with the question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="feedback")
    is_helpful = models.BooleanField()
    text = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "word about an answer"
        verbose_name_plural = "words about answers"

    def __str__(self) -> str:
        return f"Word {self.pk} about question {self.question_id}"


class QuestionWord(models.Model):
    """A word by which a published question is found: derived, like the search index of careers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["word", "question"], name="question_word_once")]
        # A search reads nothing else.
        indexes = [models.Index(fields=["word", "weight", "question"], name="question_word_weight")]

    def __str__(self) -> str:
        return self.word

from collections.abc import Iterator

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from careers.models import Career
from careers.models.career import MARKDOWN_HELP
from careers.models.publication import Publishable, is_public
from careers.models.rules import Problem, Ruled, day_that_was, same_name, says_nothing

from ..addresses import NotAnAddress, normal, without_any


class Expert(Ruled):
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=200, help_text="One line shown with each answer: what the expert does.")
    is_sample = models.BooleanField(
        "sample", default=False, help_text="Demo content: every answer says that no real person gave it."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[Problem]:
        yield from same_name(self, "name", what="Another expert")


class QuestionQuerySet(models.QuerySet):
    def answered(self):
        """Questions that staff have published and that have an answer."""
        return self.filter(status=Question.Status.PUBLISHED, answers__isnull=False).distinct()

    def unanswered(self):
        """Questions that staff have published and that nobody has answered yet."""
        return self.filter(status=Question.Status.PUBLISHED, answers=None)

    def published(self):
        """Questions visitors may see: answered, and not about a career that is still a draft."""
        return self.answered().filter(Q(career__isnull=True) | is_public("career__"))

    def with_answers(self):
        answers = Answer.objects.select_related("expert")
        return self.select_related("career").prefetch_related(Prefetch("answers", queryset=answers))


class Question(Ruled, Publishable):
    class Status(models.TextChoices):
        RECEIVED = "received", "Received: to be reviewed"
        PUBLISHED = "published", "Published once it has an answer"
        DECLINED = "declined", "Declined"

    class Asker(models.TextChoices):
        STUDENT = "student", "A student"
        COLLEGE_STUDENT = "college-student", "A college student"
        PARENT = "parent", "A parent"
        CAREER_CHANGER = "career-changer", "A career changer"
        VETERAN = "veteran", "A veteran"
        WORKER = "worker", "Someone who works in this field"
        COUNSELOR = "counselor", "A teacher or counselor"

    career = models.ForeignKey(Career, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    text = models.TextField("question")
    asker = models.CharField(
        "asked by",
        max_length=15,
        choices=Asker.choices,
        blank=True,
        help_text="Shown with the question; never a name.",
    )
    email = models.EmailField(blank=True, help_text="Only to tell the asker of an answer; never shown.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    created_at = models.DateTimeField("asked", default=timezone.now)
    # NULL, not empty: questions that staff enter have no key, and must not clash with each other.
    submission_key = models.CharField(  # noqa: DJ001
        max_length=64,
        unique=True,
        null=True,
        editable=False,
        help_text="Keeps the same form sent twice from storing twice.",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="question_published_has_a_day",
                violation_error_message="A published question has a day on which it was first published.",
            )
        ]

    def __str__(self) -> str:
        # The admin's log keeps this for ever, and an address must not be kept for ever.
        text = without_any(self.text)
        return text if len(text) <= 80 else f"{text[:77]}..."

    def problems(self) -> Iterator[Problem]:
        if self.text and says_nothing(self.text):
            yield Problem("text", "Write the question in words.")
        try:
            normal(self.email or "name@example.org")
        except NotAnAddress as problem:
            yield Problem("email", str(problem))

    def get_absolute_url(self) -> str:
        about = self.career and reverse("signups:questions-about", args=[self.career.slug])
        page = about or reverse("signups:questions")
        return f"{page}#question-{self.pk}"

    @property
    def asked_by(self) -> str:
        return self.get_asker_display() or "A visitor"


class Answer(Ruled):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("answer", help_text=MARKDOWN_HELP)
    answered_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["answered_on", "pk"]

    def __str__(self) -> str:
        return f"{self.expert}, {self.answered_on}"

    def problems(self) -> Iterator[Problem]:
        yield from day_that_was(self, "answered_on")
        if self.text and says_nothing(self.text):
            yield Problem("text", "Write the answer in words.")

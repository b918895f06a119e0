from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from careers.models import Career, Credential
from careers.models.career import MARKDOWN_HELP
from careers.models.rules import Problem, Ruled, day_that_was, says_nothing
from schools.models import School

from .experts import Expert
from .questions import Question
from .source_lines import SourceLine, source_lines


class AnswerQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Answer.Status.PUBLISHED)

    def due(self):
        """Scheduled ones whose time has come."""
        return self.filter(status=Answer.Status.SCHEDULED, publish_at__lte=timezone.now())

    def to_be_checked(self):
        """What a changed fact has made doubtful, and what nobody looked at for a year."""
        year_ago = timezone.localdate() - Answer.CHECKED_EVERY
        is_old = Q(checked_on__lte=year_ago) | Q(checked_on=None, answered_on__lte=year_ago)
        read = self.published().filter(question__status__in=Question.WITH_ANSWER)
        return read.filter(Q(recheck_since__isnull=False) | is_old)


class Answer(Ruled):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "To be reviewed"
        RETURNED = "returned", "Sent back to the expert"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"

    class Basis(models.TextChoices):
        EXPERIENCE = "experience", "From my own experience"
        SOURCE = "source", "From the sources below"

    CHECKED_EVERY = timedelta(days=365)
    # A moderator has the word, or had it.
    WITH_MODERATOR = (Status.SUBMITTED, Status.SCHEDULED)
    # The expert has the word.
    WITH_EXPERT = (Status.DRAFT, Status.RETURNED)
    # Letters.
    SHORT_MOST, TEXT_MOST, SOURCES_MOST = 400, 20_000, 4_000

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="answers")
    short = models.CharField("short answer", max_length=SHORT_MOST, blank=True, default="", db_default="")
    text = models.TextField("answer", blank=True, help_text=MARKDOWN_HELP)
    # One a line, as the expert wrote it: what it is, and its address behind it.
    sources = models.TextField(
        blank=True, default="", db_default="", help_text="One a line: what it is, then its address."
    )
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True, default="", db_default="")
    status = models.CharField(
        max_length=9, choices=Status.choices, default=Status.DRAFT, db_default="published", editable=False
    )
    answered_on = models.DateField(default=timezone.localdate)
    checked_on = models.DateField("last checked on", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # What the reviewer said to the expert when it was sent back.
    reviewers_note = models.TextField(blank=True, default="", db_default="", editable=False)
    # Since a fact that it rests on has changed, until somebody confirms the answer.
    recheck_since = models.DateTimeField(null=True, blank=True, editable=False)
    recheck_because = models.TextField(blank=True, default="", db_default="", editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["answered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="scheduled", publish_at__isnull=False)
                | ~Q(status="scheduled") & Q(publish_at__isnull=True),
                name="answer_scheduled_has_a_time",
                violation_error_message="A scheduled answer, and no other, has a time at which it is published.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert}, {self.answered_on}"

    def problems(self) -> Iterator[Problem]:
        yield from day_that_was(self, "answered_on")
        if self.text and says_nothing(self.text):
            yield Problem("text", "Write the answer in words.")

    @property
    def source_lines(self) -> list[SourceLine]:
        return source_lines(self.sources)

    @property
    def is_rechecked(self) -> bool:
        """Whether its page says that it is being checked again."""
        return self.recheck_since is not None


class AnswerFact(models.Model):
    """A fact of the site that an answer rests on: when it changes, somebody looks at the answer again."""

    class Kind(models.TextChoices):
        PAY = "pay", "Median pay of the career"
        OUTLOOK = "outlook", "Job outlook of the career"
        EDUCATION = "education", "Entry-level education of the career"
        CREDENTIAL = "credential", "A credential"
        SCHOOL = "school", "A school"

    OF_CAREER = (Kind.PAY, Kind.OUTLOOK, Kind.EDUCATION)

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # One of the three, by the kind; of what is deleted, none.
    career = models.ForeignKey(Career, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # What the site said when the answer was checked last, in the words of its pages; NULL until it is noted.
    said = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def about(self) -> Career | Credential | School | None:
        return self.career or self.credential or self.school

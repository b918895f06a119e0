from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from careers.models import Career
from careers.models.publication import Publishable, is_public
from careers.models.rules import Problem, Ruled, says_nothing

from ..addresses import NotAnAddress, normal, without_any
from .experts import Expert

SLUG_LETTERS = 80


class QuestionQuerySet(models.QuerySet):
    def answered(self):
        """Questions that staff have published, with their answer."""
        answers = apps.get_model("signups", "Answer").objects.published().filter(question=OuterRef("pk"))
        return self.filter(Exists(answers), status=Question.Status.PUBLISHED, is_private=False)

    def published(self):
        """Questions visitors may see: answered, and not about a career that is still a draft."""
        return self.answered().filter(Q(career__isnull=True) | is_public("career__"))

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def most_helpful(self):
        """Those that most readers were helped by, and of those that nobody said anything about the newest."""
        return self.order_by((F("helpful") - F("not_helpful")).desc(), "-published_at", "-pk")

    def open(self):
        """On their way: confirmed, and neither answered nor ended."""
        return self.filter(status__in=Question.OPEN)

    def giving_answers(self):
        """Those that others may be merged into: everybody reads the answer, once there is one."""
        return self.filter(status__in=Question.GIVES_ANSWERS, is_private=False)

    def overdue(self):
        return self.open().filter(promised_on__lt=timezone.localdate())

    def with_answers(self):
        """With the answers that visitors see."""
        answers = apps.get_model("signups", "Answer").objects.published()
        answers = answers.select_related("expert__school")
        return self.select_related("career").prefetch_related(Prefetch("answers", queryset=answers))


class Question(Ruled, Publishable):
    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Waits for the asker to confirm the address"
        RECEIVED = "received", "To be reviewed"
        ACCEPTED = "accepted", "Needs an expert"
        ASSIGNED = "assigned", "With an expert"
        PUBLISHED = "published", "Published"
        PRIVATE = "private", "Answered for the asker alone"
        DECLINED = "declined", "Declined"
        MERGED = "merged", "Same as another question"
        WITHDRAWN = "withdrawn", "Withdrawn by the asker"
        CLOSED = "closed", "Closed without an answer"
        SPAM = "spam", "Spam"

    # Staff have something to do, or an expert.
    OPEN = (Status.RECEIVED, Status.ACCEPTED, Status.ASSIGNED)
    WITH_ANSWER = (Status.PUBLISHED, Status.PRIVATE)
    GIVES_ANSWERS = (*OPEN, Status.PUBLISHED)
    # Whoever asked still hears of it, and visitors may read it.
    GOES_ON = (*OPEN, *WITH_ANSWER)
    # Answers may be under way, and can be published.
    ANSWERED_NOW = (Status.ASSIGNED, *WITH_ANSWER)

    # Letters; questions of before these limits may be longer.
    TEXT_MOST, BACKGROUND_MOST = 300, 2_000

    class Asker(models.TextChoices):
        STUDENT = "student", "A student"
        COLLEGE_STUDENT = "college-student", "A college student"
        PARENT = "parent", "A parent"
        CAREER_CHANGER = "career-changer", "A career changer"
        VETERAN = "veteran", "A veteran"
        WORKER = "worker", "Someone who works in this field"
        COUNSELOR = "counselor", "A teacher or counselor"

    career = models.ForeignKey(Career, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    # For the public: as it was asked, until a moderator words it otherwise.
    text = models.TextField("question")
    background = models.TextField(blank=True, default="", db_default="")
    # The asker's own words, as they came. Empty of what staff entered, and once the asker is forgotten.
    asked_text = models.TextField(blank=True, default="", db_default="", editable=False)
    asked_background = models.TextField(blank=True, default="", db_default="", editable=False)
    asker = models.CharField(
        "asked by",
        max_length=15,
        choices=Asker.choices,
        blank=True,
        help_text="Shown with the question; never a name.",
    )
    email = models.EmailField(blank=True, help_text="Only to tell the asker what became of it; never shown.")
    # Where no address was given: whoever knows the code reads the answer. Of the code nothing but this is kept.
    code_hash = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True, editable=False)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.RECEIVED)
    is_urgent = models.BooleanField("urgent", default=False, db_default=False, editable=False)
    # As the asker wishes; of an urgent one, until staff and the asker say otherwise.
    is_private = models.BooleanField("for the asker alone", default=False, db_default=False, editable=False)
    created_at = models.DateTimeField("asked", default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # By when the step is promised that is waited for now.
    promised_on = models.DateField("promised for", null=True, blank=True, db_index=True, editable=False)
    # The promised day of which the expert was reminded.
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("first answered", null=True, blank=True, editable=False)
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="questions", editable=False
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged", editable=False
    )
    # What the asker was told when it was declined.
    declined_because = models.TextField(blank=True, default="", db_default="", editable=False)
    helpful = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    not_helpful = models.PositiveIntegerField(default=0, db_default=0, editable=False)
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
        permissions = [
            ("review_question", "Can review questions and answers"),
            ("be_alerted", "Is mailed at once when somebody's question is urgent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="question_published_has_a_day",
                violation_error_message="A published question has a day on which it was first published.",
            ),
            models.CheckConstraint(
                condition=~Q(status="assigned") | Q(expert__isnull=False),
                name="question_assigned_has_an_expert",
                violation_error_message="A question with an expert names the expert.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="merged"),
                name="question_merged_into_another",
                violation_error_message="Only a question that is the same as another leads to it.",
            ),
        ]

    def __str__(self) -> str:
        # The admin's log keeps this for ever, and an address must not be kept for ever.
        text = without_any(self.text)
        return text if len(text) <= 80 else f"{text[:77]}..."

    def problems(self) -> Iterator[Problem]:
        if self.text and says_nothing(self.text):
            yield Problem("text", "Write the question in words.")
        for name, most in (("text", self.TEXT_MOST), ("background", self.BACKGROUND_MOST)):
            if len(getattr(self, name)) > most:
                yield Problem(name, f"Please shorten it to {most:,} characters.")
        try:
            normal(self.email or "name@example.org")
        except NotAnAddress as problem:
            yield Problem("email", str(problem))

    def get_absolute_url(self) -> str:
        return reverse("signups:question", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """Of its page's address, which leads there by the number alone."""
        return slugify(self.text)[:SLUG_LETTERS].strip("-") or "question"

    @property
    def gives_answers(self) -> bool:
        """As the rows of `giving_answers`."""
        return self.status in self.GIVES_ANSWERS and not self.is_private

    @property
    def asked_by(self) -> str:
        return self.get_asker_display() or "A visitor"

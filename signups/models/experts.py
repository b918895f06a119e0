from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from careers.models import Career, Field
from careers.models.rules import Problem, Ruled, day_not_far, same_name
from schools.models import School


class ExpertQuerySet(models.QuerySet):
    def available(self):
        """Those who may be given a question today; no real person answers as a sample."""
        is_back = Q(state=Expert.State.PAUSED, paused_until__lte=timezone.localdate())
        return self.filter(Q(state=Expert.State.ACTIVE) | is_back, is_sample=False)


class Expert(Ruled):
    class State(models.TextChoices):
        ACTIVE = "active", "Answers questions"
        PAUSED = "paused", "Pauses"
        LEFT = "left", "Gets no more questions"

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=200, help_text="One line shown with each answer: what the expert does.")
    is_sample = models.BooleanField(
        "sample", default=False, help_text="Demo content: every answer says that no real person gave it."
    )
    # Of the expert's own place, which is none of the staff pages.
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="expert"
    )
    credential = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="For example: RN, CPC."
    )
    organization = models.CharField(max_length=200, blank=True, default="", db_default="")
    in_work_since = models.PositiveSmallIntegerField("in this work since", null=True, blank=True, help_text="A year.")
    school = models.ForeignKey(
        School,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name="works for the school",
        help_text="Shown with each answer, so that readers know of the interest.",
    )
    careers = models.ManyToManyField(Career, blank=True, related_name="experts", verbose_name="answers about careers")
    fields = models.ManyToManyField(Field, blank=True, related_name="experts", verbose_name="answers about fields")
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The role that the person had who looked at the credential; it stays when their account goes.
    verified_as = models.CharField(max_length=150, blank=True, default="", db_default="")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE, db_default="active")
    paused_until = models.DateField(null=True, blank=True, help_text="Empty: until the expert says otherwise.")
    # That answers are the expert's own words, and what holds for text that a machine wrote.
    rules_accepted_at = models.DateTimeField(null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [("verify_expert", "Can say that an expert's credential was checked")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_as="")
                | Q(verified_on__isnull=False) & ~Q(verified_as=""),
                name="expert_verified_on_and_as",
                violation_error_message="Of a checked credential the day and the role are known.",
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | Q(state="paused"),
                name="expert_paused_until",
                violation_error_message="Only a pause has an end.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_paused(self) -> bool:
        is_over = self.paused_until is not None and self.paused_until <= timezone.localdate()
        return self.state == self.State.PAUSED and not is_over

    @property
    def is_reached(self) -> bool:
        """Whether there is an account that opens the experts' place, with an address to mail to."""
        return self.account is not None and self.account.is_active and bool(self.account.email)

    @property
    def never_signed_in(self) -> bool:
        """Of these alone staff write the words: whoever accepted the rules wrote them, even if the account is gone."""
        return self.account_id is None and self.rules_accepted_at is None

    @property
    def has_left(self) -> bool:
        return self.state == self.State.LEFT

    def save(self, **kwargs) -> None:
        """A credential that was checked is not checked any more once it says something else."""
        names = kwargs.get("update_fields")
        if self.verified_on and (names is None or "credential" in names):
            stored = Expert.objects.filter(pk=self.pk).values_list("credential", flat=True).first()
            if stored is not None and stored != self.credential:
                self.verified_on, self.verified_by, self.verified_as = None, None, ""
                kwargs |= {"update_fields": {*names, "verified_on", "verified_by", "verified_as"}} if names else {}
        super().save(**kwargs)

    def problems(self) -> Iterator[Problem]:
        yield from same_name(self, "name", what="Another expert")
        if self.in_work_since and not 1900 <= self.in_work_since <= timezone.localdate().year:
            yield Problem("in_work_since", "Enter a year that has begun, such as 2012.")
        yield from day_not_far(self, "paused_until")

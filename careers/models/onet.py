from django.db import models

from .release import Release


class OnetProfile(models.Model):
    """What an O*NET release says of one O*NET-SOC occupation, in one row: a page needs all of it at once."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="onetprofile_rows")
    code = models.CharField("O*NET-SOC code", max_length=10)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=200, blank=True, help_text="The first sentence of the description.")
    job_zone = models.PositiveSmallIntegerField(null=True, blank=True)
    data = models.JSONField(help_text="As the O*NET importer makes it.")

    class Meta:
        verbose_name = "O*NET profile"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "code"],
                name="onet_profile_once_per_release",
                violation_error_message="This release has text for the O*NET-SOC code already.",
            )
        ]
        indexes = [models.Index(fields=["code"], name="onet_profile_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class InterestStatement(models.Model):
    """What an O*NET release says of the six interests themselves: activities to like or not, areas of work, words."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", "Activity"
        AREA = "area", "Area of work"
        ACTION = "action", "What one does"
        OBJECT = "object", "What one works with"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="intereststatement_rows")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    interests = models.CharField(max_length=6, help_text="Letters of the interests that it is of: RS.")
    area = models.CharField(max_length=80, blank=True, help_text="The area of work that an activity is of, if any.")
    text = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(help_text="Its place in the release.")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "kind", "interests", "area", "text"],
                name="interest_statement_once_per_release",
                violation_error_message="This release says so already.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class OccupationGroup(models.Model):
    """One line of the classification's structure: a code with its official title and level."""

    class Level(models.TextChoices):
        MAJOR = "major", "Major group"
        MINOR = "minor", "Minor group"
        BROAD = "broad", "Broad occupation"
        DETAILED = "detailed", "Detailed occupation"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="occupationgroup_rows")
    code = models.CharField("SOC code", max_length=7)
    title = models.CharField(max_length=160)
    level = models.CharField(max_length=8, choices=Level.choices)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "code"],
                name="occupation_group_once_per_release",
                violation_error_message="This release has a line for the SOC code already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

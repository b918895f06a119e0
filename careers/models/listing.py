from django.db import models

from .career import Career
from .figures import Pay
from .onet import OnetProfile
from .outlook import EntryEducation, Outlook


class CareerListing(models.Model):
    """What lists, filters and rankings need of a career, in one row that `careers.browse.listing.refresh` derives.

    The figures are those that the career's page shows as the newest; a missing one is NULL or empty.
    """

    career = models.OneToOneField(Career, on_delete=models.CASCADE, primary_key=True, related_name="listing")
    pay = models.ForeignKey(Pay, on_delete=models.SET_NULL, null=True, related_name="+")
    outlook = models.ForeignKey(Outlook, on_delete=models.SET_NULL, null=True, related_name="+")
    profile = models.ForeignKey(OnetProfile, on_delete=models.SET_NULL, null=True, related_name="+")
    annual_median = models.PositiveIntegerField(null=True, db_index=True)
    growth = models.DecimalField(max_digits=6, decimal_places=1, null=True, db_index=True)
    openings = models.PositiveIntegerField(null=True, db_index=True)
    employment = models.PositiveIntegerField(null=True)
    entry_education = models.CharField(max_length=12, choices=EntryEducation.choices, blank=True)
    training = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="On the job, as the publisher names it."
    )
    job_zone = models.PositiveSmallIntegerField(null=True)
    interests = models.CharField(max_length=6, blank=True, help_text="Letters of the strongest interests: RI.")
    interest_scores = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text="How well the work fits each of the six interests, 1 to 7, in the order RIASEC: "
        "1.3 3.24 2.08 3.52 6.88 5.",
    )
    settings = models.CharField(
        max_length=80,
        blank=True,
        db_default="",
        default="",
        help_text="Codes of where and how the work is done, where a release says so: outdoors active.",
    )
    in_demand = models.CharField(
        max_length=200, blank=True, db_default="", default="", help_text="Where it is in demand: “Ohio”."
    )
    skills = models.JSONField(
        default=list, help_text="Names of the most important knowledge and skills, the release's or the editors'."
    )

    class Meta:
        # The table keeps its first name, so that older code can go on serving while this one starts.
        db_table = "careers_careerfacts"
        verbose_name = "listed career"
        indexes = [
            # Each page of the list asks which job zones there are, and whether any career has a setting.
            models.Index(fields=["job_zone", "profile"], name="listing_job_zones"),
            models.Index(fields=["settings"], name="listing_settings"),
        ]

    def __str__(self) -> str:
        return f"Listing of {self.career_id}"

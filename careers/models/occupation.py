from django.core.validators import RegexValidator
from django.db import models

ALL_OCCUPATIONS = "00-0000"


class Occupation(models.Model):
    """An occupation of the Standard Occupational Classification (SOC), which pay and outlook are published for."""

    code = models.CharField(
        "SOC code",
        max_length=7,
        unique=True,
        validators=[RegexValidator(r"^\d\d-\d{4}$", "Write the SOC code as 29-2072.")],
    )
    title = models.CharField(max_length=160)
    classification = models.CharField(
        max_length=20, default="2018 SOC", help_text="The edition of the SOC that the code belongs to."
    )
    predecessors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="successors",
        help_text="Occupations of older SOC editions that this one came out of. Their figures are shown as earlier "
        "releases, and the page names the older occupation.",
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

from collections.abc import Iterator
from dataclasses import replace

from django.db import models

from .rules import Problem, Ruled, same_name, web_address


class Organization(Ruled):
    name = models.CharField(max_length=200, unique=True)
    acronym = models.CharField(max_length=20, blank=True)
    url = models.URLField("website", blank=True, help_text="Leave empty when unsure: the page then says so.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def problems(self) -> Iterator[Problem]:
        yield from same_name(self, "name", what="Another organization")
        yield from web_address(self)


class Credential(Ruled):
    class Kind(models.TextChoices):
        LICENSE = "license", "License"
        CERTIFICATION = "certification", "Certification"
        REGISTRATION = "registration", "Registration"

    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.CERTIFICATION)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="credentials",
        verbose_name="awarding organization",
    )
    url = models.URLField(
        "website",
        blank=True,
        help_text="The credential's own page; empty: the organization's address is shown.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "organization"],
                name="credential_once_per_organization",
                violation_error_message="This organization has a credential of this name already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def problems(self) -> Iterator[Problem]:
        yield from web_address(self)
        if self.organization_id is None:
            return
        others = Credential.objects.filter(organization_id=self.organization_id)
        for problem in same_name(self, "name", among=others, what="Another credential of this organization"):
            yield replace(problem, beside=("organization",))

    @property
    def is_license(self) -> bool:
        return self.kind == self.Kind.LICENSE

    @property
    def address(self) -> str:
        return self.url or self.organization.url

"""Addresses that careers and fields of work had: they lead to where the page is now."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone


class OldAddress(models.Model):
    """A slug that its owner had. It names the owner, not a new address, so that no old address leads to another."""

    slug = models.SlugField(max_length=120)
    career = models.ForeignKey(
        "careers.Career", on_delete=models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    field = models.ForeignKey(
        "careers.Field", on_delete=models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    until = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        ordering = ["-until", "slug"]
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        constraints = [
            models.CheckConstraint(
                condition=Q(career=None, field__isnull=False) | Q(career__isnull=False, field=None),
                name="old_address_of_one",
                violation_error_message="An old address is a career's or a field's.",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(field=None),
                name="old_address_once_for_careers",
                violation_error_message="This is the old address of a career already.",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(career=None),
                name="old_address_once_for_fields",
                violation_error_message="This is the old address of a field already.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Addressed(models.Model):
    """A model with a page at its slug, which visitors still find by the slug that it had."""

    # The column of OldAddress that names rows of this model.
    old_address_of: str

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        fields = kwargs.get("update_fields")
        may_move = self.pk and (fields is None or "slug" in fields)
        stored = type(self)._base_manager.filter(pk=self.pk).first() if may_move else None
        super().save(**kwargs)
        if stored is None or stored.slug == self.slug or not stored.was_public:
            return
        others = OldAddress.objects.filter(**{f"{self.old_address_of}__isnull": False})
        others.filter(slug=self.slug, **{self.old_address_of: self}).delete()
        # Where another had it before, the one that had it last is found by it.
        others.update_or_create(slug=stored.slug, defaults={self.old_address_of: self, "until": timezone.now()})

    @property
    def was_public(self) -> bool:
        """Whether somebody may have kept its address."""
        return True

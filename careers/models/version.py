from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone


class VersionQuerySet(models.QuerySet):
    def of(self, kind: str, pk: int):
        return self.filter(kind=kind, object_id=pk)

    def newest(self):
        """The newest version of each object."""
        newest = self.order_by().values("kind", "object_id").annotate(newest=Max("pk")).values("newest")
        return self.filter(pk__in=newest)

    def since(self, kind: str, seen: int):
        """Of all objects of `kind`, those versions that are newer than the one with the number `seen` in the table."""
        return self.filter(kind=kind, pk__gt=seen)


class ListActionQuerySet(models.QuerySet):
    def with_numbers_left(self):
        """With how many objects nothing newer is known of, so that they can be had as they were before."""
        newer = Version.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk"))
        last = Version.objects.filter(~Exists(newer), list_action=OuterRef("pk")).order_by()
        left = last.values("list_action").annotate(left=Count("pk")).values("left")
        return self.annotate(left=Coalesce(Subquery(left), 0))


class ListAction(models.Model):
    """What somebody of staff did to several objects of a list at once; its versions tell what it made of each."""

    kind = models.CharField(max_length=60, help_text="The label of the objects' model.")
    action = models.CharField(max_length=100, help_text="Its name among the list's actions.")
    says = models.CharField(max_length=200, help_text="What the list calls the action.")
    count = models.PositiveIntegerField(help_text="How many objects it changed.")
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    # Once at most: of two who undo the same, the second is refused.
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    objects = ListActionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.says


class Version(models.Model):
    """A career, its draft, a school and so on as a save left it: all of it, with its lists, in one document of JSON.

    Why one document a save, and not `django-reversion`: tried with both on a career with 60 titles and 20 tasks.
    A save: 8 queries and one row of 9.9 kB, against 22 queries and 81 rows of 12.6 kB. Going back with reversion took
    250 to 350 queries, left the rows that were added since (without `delete=True`), failed where two titles had
    exchanged their names, and passed over a field that had been renamed without a word. It stores no field that is
    left out (`updated_at`) and then cannot restore the row. A document is compared, merged and kept as a draft as it
    is; rows keep their numbers.
    """

    class Action(models.TextChoices):
        SAVED = "saved", "Saved"
        # Imports and commands write past the staff pages; what they left is noted with the next save.
        FOUND = "found", "As it was found"
        DELETED = "deleted", "Deleted"
        RESTORED = "brought-back", "Restored"
        PUBLISHED = "published", "A draft was published"

    kind = models.CharField(max_length=60, help_text="The label of the object's model.")
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(help_text="1, 2, 3 of this object.")
    name = models.CharField(max_length=200, help_text="What the object was called.")
    action = models.CharField(max_length=12, choices=Action.choices, default=Action.SAVED)
    restored = models.PositiveIntegerField(
        null=True, db_column="brought_back", help_text="The number of the version that was restored."
    )
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    form = models.PositiveSmallIntegerField(help_text="Which form of the record the document has.")
    document = models.TextField()
    list_action = models.ForeignKey(ListAction, on_delete=models.SET_NULL, null=True, related_name="versions")
    # What is not edited with the object, but went with it: other rows, and links to it.
    beside = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "number"], name="version_once_per_number"),
            models.CheckConstraint(
                condition=Q(restored=None) | Q(action="brought-back"),
                name="version_brought_back_says_so",
                violation_error_message="Only a version that was restored says which one it was.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"

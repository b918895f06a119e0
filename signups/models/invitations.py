import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from .experts import Expert

GOOD_FOR = timedelta(days=7)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Those that nobody has used and nobody has revoked, whether their link still works or not."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self):
        return self.waiting().filter(expires_at__gt=timezone.now())

    def opened_by(self, token: str):
        return self.open().filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """That a colleague may make an account by the link in a mail, and what it may do.

    The link holds a token, of which nothing but its hash is kept: whoever reads the table makes no account by it.
    """

    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    groups = models.ManyToManyField(Group, related_name="+")
    # Whose own place the account opens, and then no staff page. It goes with the expert: an invitation that lost its
    # expert would make an account of staff.
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # The mail server took the newest mail; empty where it has not, or not yet.
    sent_at = models.DateTimeField(null=True, blank=True)
    # The newest mail with its link; a mail before it is not sent any more.
    delivery = models.ForeignKey("signups.Delivery", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_once_for_an_address",
                violation_error_message="There is an invitation for this address already.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message="An invitation that was accepted cannot be revoked.",
            ),
        ]

    def __str__(self) -> str:
        # The admin's log keeps this for ever, and an address must not be kept for ever.
        return f"Invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    def renew(self) -> str:
        """The token of a new link, which works for the next days; an earlier one stops working once this is saved."""
        token = secrets.token_urlsafe(32)
        self.token_hash, self.sent_at = hash_of(token), None
        self.expires_at = timezone.now() + GOOD_FOR
        return token


class Removal(models.Model):
    """That somebody is no colleague any longer; their name stays with what they did until its time is over."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="removal")
    removed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Removal {self.pk}"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

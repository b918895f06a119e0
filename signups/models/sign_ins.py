from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class SignInQuerySet(models.QuerySet):
    def open(self):
        """Not ended, used lately, and not so long ago that everybody signs in anew."""
        lately = timezone.now() - timedelta(hours=settings.STAFF_IDLE_HOURS)
        oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(ended_at=None, last_seen_at__gt=lately, at__gt=oldest)

    def open_for(self, user):
        """Those in which `user` may still be at work, of the password that holds now."""
        return self.open().filter(user=user, session_hash=user.get_session_auth_hash())

    def end(self) -> int:
        return self.filter(ended_at=None).update(ended_at=timezone.now())


class SignIn(models.Model):
    """That somebody of the staff signed in, and the session that began with it."""

    class Way(models.TextChoices):
        PASSWORD = "password", "Password"
        CODE = "code", "Password and a code from an app"
        RECOVERY = "recovery", "Password and a recovery code"
        KEY = "key", "Password and a passkey"
        PASSKEY = "passkey", "Passkey"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField("signed in", default=timezone.now)
    last_seen_at = models.DateTimeField("last active", default=timezone.now, db_index=True)
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    way = models.CharField("how", max_length=8, choices=Way.choices)
    network = models.CharField("from", max_length=50, blank=True, help_text="The network, not the address.")
    session_hash = models.CharField(max_length=64, help_text="Changes with the password, which ends the others.")

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "sign-in"

    def __str__(self) -> str:
        return f"Sign-in {self.pk}"

    @property
    def used_second_step(self) -> bool:
        return self.way != self.Way.PASSWORD

"""Removing a colleague: nothing of what they wrote goes, and they get in no more."""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from careers.models import Career, SharedLink
from careers.versions.careers import CAREER
from careers.versions.keeping import Author, noting
from signups.models import Expert, Invitation, Removal
from signups.questions.experts import away

from ..signing_in.sessions import forget_second_steps


class NobodyWouldInvite(Exception):
    """Without this account nobody could open or change accounts any more."""


class WouldLoseOwnRights(Exception):
    """Whoever does this would be no administrator any more."""


# What inviting colleagues and saying what they may do takes.
RIGHTS = ("add_user", "change_user")


def administrators() -> QuerySet[User]:
    """Those who can invite colleagues and say what they may do, and are at work."""
    found = User.objects.filter(is_staff=True)
    for right in RIGHTS:
        found = found.filter(pk__in=User.objects.with_perm(f"auth.{right}").values("pk"))
    return found


def is_administrator(account: User) -> bool:
    return administrators().filter(pk=account.pk).exists()


def is_last_administrator(account: User) -> bool:
    pks = set(administrators().values_list("pk", flat=True))
    return pks == {account.pk}


def removed_at(account: User) -> datetime | None:
    """When `account` was removed; None where it was not, or is at work again."""
    found = Removal.objects.filter(account=account, account__is_active=False).first()
    return found.removed_at if found else None


def reviewed_by(account: User) -> QuerySet[Career]:
    return Career.objects.filter(reviewer=account)


def shared_by(account: User) -> QuerySet[SharedLink]:
    """Links that open drafts to whoever has them."""
    return SharedLink.objects.filter(by=account.get_username())


def lock_administrators() -> None:
    """Of two who take each other's account or role at the same moment, the second waits here until the first is done.

    To be called in the transaction that does it, before anything is written.
    """
    ours = User.objects.filter(pk__in=administrators().values("pk"))
    # Rows that only name one of them, as the admin's log does, are written meanwhile.
    list(ours.select_for_update(no_key=True).order_by("pk"))


def remove(account: User, *, by: User, successor: User | None = None) -> None:
    """Switch `account` off, and give the careers that it reviews to `successor`, or to nobody.

    NobodyWouldInvite, and nothing is changed, where it is the last one that could invite others.
    """
    with CAREER.together():
        lock_administrators()
        if is_last_administrator(account):
            raise NobodyWouldInvite
        careers = list(reviewed_by(account).values_list("pk", flat=True))
        with noting(CAREER, careers, lambda: Author(by.get_username(), "Somebody else reviews it from now on.")):
            reviewed_by(account).update(reviewer=successor)
        _switch_off(account)
        if expert := Expert.objects.filter(account=account).first():
            away.leave(expert, by=by)
        shared_by(account).delete()
        Invitation.objects.waiting().filter(invited_by=account).update(revoked_at=timezone.now())
        Removal.objects.update_or_create(account=account, defaults={"removed_at": timezone.now()})
        LogEntry.objects.log_actions(by.pk, [account], CHANGE, change_message="Removed as a colleague.")


def _switch_off(account: User) -> None:
    forget_second_steps(account)
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "is_staff", "is_superuser", "password"])
    account.groups.clear()
    account.user_permissions.clear()

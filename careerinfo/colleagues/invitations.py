"""Inviting a colleague by mail: the link in it makes one account with one role, once and for some days."""

from collections.abc import Iterable
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from signups.addresses import rows_with
from signups.mail.sending import INVITATION, NotSent, send
from signups.models import Invitation


class InvitedAlready(Exception):
    """There is an invitation for the address, by somebody who was a moment quicker."""


class NoLongerOpen(Exception):
    """The invitation was used, revoked or ran out meanwhile."""


def invite(*, email: str, name: str, groups: Iterable[Group], by: User) -> bool:
    """Invite whoever reads mail at `email`; whether the mail was sent. The invitation is kept in any case."""
    invitation = Invitation(email=email, name=name, invited_by=by)
    token = invitation.renew()
    try:
        with transaction.atomic():
            past = rows_with(Invitation.objects.waiting().filter(expires_at__lte=timezone.now()), email)
            past.update(revoked_at=timezone.now())
            invitation.save()
            invitation.groups.set(groups)
            _log(invitation, by, ADDITION, "Invited a colleague.")
    except IntegrityError:
        raise InvitedAlready from None
    return _send(invitation, token)


def send_again(pk: int, *, by: User) -> bool:
    """With a new link, in the place of the old one; whether the mail was sent."""
    with transaction.atomic():
        invitation = Invitation.objects.waiting().select_for_update().filter(pk=pk).first()
        if invitation is None:
            raise NoLongerOpen
        token = invitation.renew()
        # The mail names who sends it now.
        invitation.invited_by = by
        invitation.save()
        _log(invitation, by, CHANGE, "Sent a new link.")
    return _send(invitation, token)


def revoke(pk: int, *, by: User) -> None:
    with transaction.atomic():
        if not Invitation.objects.waiting().filter(pk=pk).update(revoked_at=timezone.now()):
            raise NoLongerOpen
        _log(Invitation.objects.get(pk=pk), by, CHANGE, "Revoked the invitation.")


def accept(invitation: Invitation, account: User) -> None:
    """Store `account`, which has a name and a password already, with what the invitation gives it."""
    with transaction.atomic():
        # Of two who send the form at once, one has used the invitation.
        if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
            raise NoLongerOpen
        account.email, account.is_staff = invitation.email, True
        account.save()
        account.groups.set(invitation.groups.all())
        LogEntry.objects.log_actions(account.pk, [account], ADDITION, change_message="Accepted an invitation.")


def account_for(invitation: Invitation) -> User:
    """What is known of the colleague's account before there is one."""
    first, _, last = invitation.name.partition(" ")
    return User(email=invitation.email, first_name=first, last_name=last)


def _send(invitation: Invitation, token: str) -> bool:
    # In the query: what stands in the path would be written into logs.
    link = f"{urljoin(settings.SITE_URL, reverse('join'))}?{urlencode({'token': token})}"
    by = invitation.invited_by
    context = {
        "invitation": invitation,
        "inviter": by.get_full_name() or by.get_username(),
        "roles": ", ".join(invitation.groups.order_by("name").values_list("name", flat=True)),
        "link": link,
    }
    try:
        send(INVITATION, to=invitation.email, context=context)
    except NotSent:
        return False
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    return True


def _log(invitation: Invitation, by: User, action: int, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [invitation], action, change_message=message)

"""Inviting a colleague by mail: the link in it makes one account with one role, once and for some days."""

from collections.abc import Iterable
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from careers.site_words import remembered
from signups.addresses import rows_with
from signups.mail import kinds, outbox
from signups.models import Delivery, Expert, Invitation

KIND = "invitation"


class InvitedAlready(Exception):
    """There is an invitation for the address, by somebody who was a moment quicker."""


class NoLongerOpen(Exception):
    """The invitation was used, revoked or ran out meanwhile."""


def invite(*, email: str, name: str, groups: Iterable[Group], by: User, expert: Expert | None = None) -> None:
    """Invite whoever reads mail at `email`: to work on the staff pages, or as an `expert` to answer questions."""
    invitation = Invitation(email=email, name=name, invited_by=by, expert=expert)
    # A link that nobody gets; the mail makes its own.
    invitation.renew()
    try:
        with transaction.atomic():
            past = rows_with(Invitation.objects.waiting().filter(expires_at__lte=timezone.now()), email)
            past.update(revoked_at=timezone.now())
            if expert:
                # One link for each expert: whoever had the earlier one is not who was meant.
                Invitation.objects.waiting().filter(expert=expert).update(revoked_at=timezone.now())
            invitation.save()
            invitation.groups.set(groups)
            _queue(invitation, by)
            _log(invitation, by, ADDITION, "Invited an expert." if expert else "Invited a colleague.")
    except IntegrityError:
        raise InvitedAlready from None


def send_again(pk: int, *, by: User) -> None:
    """With a new link, in the place of the old one."""
    with transaction.atomic():
        invitation = Invitation.objects.waiting().select_for_update().filter(pk=pk).first()
        if invitation is None:
            raise NoLongerOpen
        invitation.renew()
        # The mail names who sends it now.
        invitation.invited_by = by
        _queue(invitation, by)
        _log(invitation, by, CHANGE, "Sent a new link.")


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
        account.email, account.is_staff = invitation.email, invitation.expert_id is None
        account.save()
        if account.is_staff:
            account.groups.set(invitation.groups.all())
        elif not Expert.objects.filter(pk=invitation.expert_id, account=None).update(account=account):
            raise NoLongerOpen
        LogEntry.objects.log_actions(account.pk, [account], ADDITION, change_message="Accepted an invitation.")


def account_for(invitation: Invitation) -> User:
    """What is known of the colleague's account before there is one."""
    first, _, last = invitation.name.partition(" ")
    return User(email=invitation.email, first_name=first, last_name=last)


def words(delivery: Delivery) -> kinds.Words:
    """With a new link each time that this is asked: of an earlier one nothing but a hash was kept."""
    waiting = Invitation.objects.waiting().filter(delivery=delivery)
    invitation = waiting.select_related("invited_by").first()
    if invitation is None:
        raise kinds.NotWanted("The invitation was used, revoked or sent anew")
    token = invitation.renew()
    if not waiting.update(token_hash=invitation.token_hash, expires_at=invitation.expires_at):
        raise kinds.NotWanted("The invitation was used or revoked")
    site, by = remembered.current().name, invitation.invited_by
    context = {
        "invitation": invitation,
        "inviter": (by.get_full_name() or by.get_username()) if by else site,
        "roles": ", ".join(invitation.groups.order_by("name").values_list("name", flat=True)),
        # In the query: what stands in the path would be written into logs.
        "link": f"{urljoin(settings.SITE_URL, reverse('join'))}?{urlencode({'token': token})}",
    }
    if invitation.expert_id:
        return kinds.Words("expert_invitation", f"Answer questions on {site}", context)
    return kinds.Words("invitation", f"Your account for the staff pages of {site}", context)


def note_sent(delivery: Delivery) -> None:
    Invitation.objects.filter(delivery=delivery).update(sent_at=timezone.now())


def register() -> None:
    kinds.register(
        kinds.Kind(name=KIND, label="Invitation of a colleague or an expert", words=words, when_sent=note_sent)
    )


def _queue(invitation: Invitation, by: User) -> None:
    invitation.delivery = outbox.queue_for_one(KIND, email=invitation.email, by=by)
    invitation.save()


def _log(invitation: Invitation, by: User, action: int, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [invitation], action, change_message=message)

"""What becomes of a newsletter: queued, taken back or stopped, copied, put into the archive or taken out of it."""

from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from careers.versions.documents import digest, document_of
from careers.versions.keeping import Author, note_change

from ..mail import decisions, outbox
from ..models import Delivery, Mailing, Newsletter
from ..versions import NEWSLETTER
from . import check, mail

# It is begun again where it ends: "may-news", "may-news-2".
LETTERS_OF_SLUG = Newsletter._meta.get_field("slug").max_length


CHANGED = "It was changed since you opened this page. Look at it again."


class NotDone(Exception):
    """Why nothing was changed, in words for staff."""


def seen_as(newsletter: Newsletter) -> str:
    """What tells whether it is as it was when a page was opened."""
    return digest(document_of(NEWSLETTER, newsletter.pk))


def queue(pk: int, *, seen: str, due_at: datetime, by) -> Newsletter:
    newsletter = Newsletter.objects.filter(pk=pk).first()
    # Before anything is locked, as it opens the pages that the text links to.
    if newsletter and any(finding.is_error for finding in check.findings_of(newsletter)):
        raise NotDone("Settle what the check finds first.")
    with NEWSLETTER.together():
        newsletter = Newsletter.objects.filter(pk=pk).first()
        if newsletter is None or not newsletter.is_draft:
            raise NotDone("Somebody else queued or deleted it first.")
        if seen_as(newsletter) != seen:
            raise NotDone(CHANGED)
        data = {"newsletter": pk, "field": newsletter.field_id}
        newsletter.mailing = outbox.queue_for_many(mail.NEWSLETTER, data=data, due_at=due_at, by=by)
        Newsletter.objects.filter(pk=pk).update(mailing=newsletter.mailing)
        return newsletter


def is_untouched(mailing: Mailing) -> bool:
    """Whether it is certain that nobody got it."""
    if mailing.outcome is not None:
        return not mailing.outcome["sent"] and not mailing.outcome["unknown"]
    state = Delivery.State
    return not mailing.deliveries.filter(state__in=[state.SENDING, state.SENT, state.UNKNOWN]).exists()


def take_back(pk: int) -> None:
    """Make one that nobody got a draft again; its mailing stays as it is, stopped."""
    open_ones = (Mailing.State.QUEUED, Mailing.State.HELD)
    with NEWSLETTER.together():
        queued = Newsletter.objects.select_related("mailing").filter(pk=pk, published_at=None).exclude(mailing=None)
        newsletter = queued.first()
        if newsletter is None:
            raise NotDone("It is a draft already.")
        try:
            if newsletter.state == newsletter.State.STOPPED:
                outbox.cancel_rest(newsletter.mailing_id)
            else:
                decisions.stop(newsletter.mailing_id, only_in=open_ones)
        except decisions.TooLate:
            raise NotDone("It is too late to take it back: sending has begun. You can stop it.") from None
        if not is_untouched(newsletter.mailing):
            raise NotDone("It is too late to take it back: somebody got it, or is getting it now.")
        Newsletter.objects.filter(pk=pk).update(mailing=None)


def copy(pk: int, *, by: str) -> Newsletter:
    """A new draft with the same words."""
    with NEWSLETTER.together():
        old = Newsletter.objects.get(pk=pk)
        new = Newsletter.objects.create(subject=old.subject, slug=_free(old.slug), text=old.text, field=old.field)
        note_change(NEWSLETTER, new, None, Author(by))
        return new


def _free(slug: str) -> str:
    number = 2
    while Newsletter.objects.filter(slug=(free := f"{slug[: LETTERS_OF_SLUG - 5]}-{number}")).exists():
        number += 1
    return free


def publish(pk: int) -> None:
    """Put it into the archive; one that is still being sent is not over yet."""
    over = (Mailing.State.DONE, Mailing.State.STOPPED)
    finished = Newsletter.objects.filter(pk=pk, published_at=None, mailing__state__in=over)
    found = finished.select_related("mailing").first()
    if found and not was_sent(found.mailing):
        raise NotDone("Nobody got it.")
    values = {"published_at": timezone.now(), "sent_at": first_sent(found) if found else None}
    if not Newsletter.objects.filter(pk__in=finished.values("pk")).update(**values):
        raise NotDone("It is in the archive already, or not sent yet.")


def was_sent(mailing: Mailing) -> bool:
    if mailing.outcome is not None:
        return bool(mailing.outcome["sent"])
    return mailing.deliveries.filter(state=Delivery.State.SENT).exists()


def first_sent(newsletter: Newsletter) -> datetime | None:
    """When its first mail went out; once it is no longer kept who got it, as was said before, or when it was over."""
    sent = newsletter.mailing.deliveries.filter(state=Delivery.State.SENT)
    return sent.aggregate(at=Min("decided_at"))["at"] or newsletter.sent_at or newsletter.mailing.done_at


def take_out(pk: int) -> None:
    if not Newsletter.objects.filter(pk=pk).exclude(published_at=None).update(published_at=None):
        raise NotDone("It is not in the archive.")

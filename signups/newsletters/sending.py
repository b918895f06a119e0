"""What becomes of a newsletter: queued, taken back or stopped, copied, put into the archive or taken out of it."""

from datetime import datetime

from django.utils import timezone

from careers.versions.documents import digest, document_of
from careers.versions.keeping import Author, note_change

from ..mail import decisions, outbox
from ..models import Mailing, Newsletter
from ..versions import NEWSLETTER
from . import check, mail

# It is begun again where it ends: "may-news", "may-news-2".
LETTERS_OF_SLUG = Newsletter._meta.get_field("slug").max_length


class NotDone(Exception):
    """Why nothing was changed, in words for staff."""


def seen_as(newsletter: Newsletter) -> str:
    """What tells whether it is as it was when a page was opened."""
    return digest(document_of(NEWSLETTER, newsletter.pk))


def queue(pk: int, *, seen: str, due_at: datetime, by) -> Newsletter:
    with NEWSLETTER.together():
        newsletter = Newsletter.objects.filter(pk=pk).first()
        if newsletter is None or not newsletter.is_draft:
            raise NotDone("Somebody else queued or deleted it first.")
        if seen_as(newsletter) != seen:
            raise NotDone("It was changed since you opened this page. Look at it again.")
        if any(finding.is_error for finding in check.findings_of(newsletter)):
            raise NotDone("Settle what the check finds first.")
        data = {"newsletter": pk, "field": newsletter.field_id}
        newsletter.mailing = outbox.queue_for_many(mail.NEWSLETTER, data=data, due_at=due_at, by=by)
        Newsletter.objects.filter(pk=pk).update(mailing=newsletter.mailing)
        return newsletter


def take_back(pk: int) -> None:
    """Make one that nobody was sent yet a draft again."""
    with NEWSLETTER.together():
        newsletter = Newsletter.objects.select_related("mailing").filter(pk=pk).exclude(mailing=None).first()
        if newsletter is None:
            raise NotDone("It is a draft already.")
        try:
            decisions.stop(newsletter.mailing_id, only_in=(Mailing.State.QUEUED,))
        except decisions.TooLate:
            raise NotDone("It is too late to take it back: sending has begun. You can stop it.") from None
        if newsletter.mailing.deliveries.exists():
            raise NotDone("It is too late to take it back: sending has begun. You can stop it.")
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
    if not Newsletter.objects.filter(pk__in=finished.values("pk")).update(published_at=timezone.now()):
        raise NotDone("It is in the archive already, or not sent yet.")


def take_out(pk: int) -> None:
    if not Newsletter.objects.filter(pk=pk).exclude(published_at=None).update(published_at=None):
        raise NotDone("It is not in the archive.")

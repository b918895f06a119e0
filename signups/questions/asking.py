import hashlib
import unicodedata
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from careers.models import Career
from careers.models.visible_text import visible

from ..addresses import normal
from ..models import Question

# Pressing Send twice, or going back and sending again: without an address, later ones may be somebody else's.
SENT_TWICE = timedelta(hours=1)


@transaction.atomic
def submit(*, text: str, career: Career | None = None, asker: str = "", email: str = "") -> None:
    """Store a question for staff to review; one sent twice is one row until staff decide about it.

    One about a career that staff delete at this moment is kept without it, as those are that were asked before.
    """
    if career and not Career.objects.select_for_update(no_key=True).filter(pk=career.pk):
        career = None
    key = _key(str(career.pk if career else ""), text, email)
    decided = ~Q(status=Question.Status.RECEIVED)
    of_others = Q(email="", created_at__lt=timezone.now() - SENT_TWICE)
    Question.objects.filter(decided | of_others, submission_key=key).update(submission_key=None)
    question = Question(submission_key=key, text=text, career=career, asker=asker, email=email)
    # The same form may come in twice at the same moment: PostgreSQL would write the error into its log.
    Question.objects.bulk_create([question], ignore_conflicts=True)


def _key(career: str, text: str, email: str) -> str:
    """The same for questions that a reader takes for one: neither capitals nor invisible signs tell them apart."""
    shown = visible(unicodedata.normalize("NFKC", text)).casefold()
    address = normal(email) if email else ""
    return hashlib.sha256("\n".join([career, shown, address]).encode()).hexdigest()

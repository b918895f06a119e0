import hashlib

from django.db import transaction

from careers.models import Career

from .models import Question


@transaction.atomic
def submit(*, text: str, career: Career | None = None, asker: str = "", email: str = "") -> Question:
    """Store a question for staff to review; the same one sent again is the same row.

    One about a career that staff delete at this moment is kept without it, as those are that were asked before.
    """
    if career and not Career.objects.select_for_update(no_key=True).filter(pk=career.pk):
        career = None
    parts = [str(career.pk if career else ""), " ".join(text.split()).casefold(), email.casefold()]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    question, _ = Question.objects.get_or_create(
        submission_key=key, defaults={"text": text, "career": career, "asker": asker, "email": email}
    )
    return question

import hashlib

from .models import Question


def submit(*, text: str, career=None, asker: str = "", email: str = "") -> Question:
    """Store a question for staff to review; the same one sent again is the same row."""
    parts = [str(career.pk if career else ""), " ".join(text.split()).casefold(), email.casefold()]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    question, _ = Question.objects.get_or_create(
        submission_key=key, defaults={"text": text, "career": career, "asker": asker, "email": email}
    )
    return question

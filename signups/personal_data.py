"""What the site holds about a person, by email address: export, erase, and let expire."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from careers.search import dead_ends

from .models import Question, Subscription


def export(email: str) -> dict:
    """Everything stored under `email`, as plain values for JSON."""
    return {
        "email": email,
        "subscriptions": [
            {"status": row.get_status_display(), "signed_up": row.created_at.isoformat()}
            for row in Subscription.objects.filter(email__iexact=email)
        ],
        "questions": [
            {
                "question": row.text,
                "asked_by": row.asked_by,
                "asked": row.created_at.isoformat(),
                "status": row.get_status_display(),
            }
            for row in Question.objects.filter(email__iexact=email)
        ],
    }


@transaction.atomic
def erase(email: str) -> tuple[int, int]:
    """Forget `email`: (subscriptions deleted, questions changed). Published questions stay, without the address."""
    subscriptions, _ = Subscription.objects.filter(email__iexact=email).delete()
    return subscriptions, _forget_askers(Question.objects.filter(email__iexact=email))


@transaction.atomic
def expire() -> tuple[int, int, int]:
    """Delete what is past its time: (unconfirmed or ended subscriptions, questions changed, fruitless searches)."""
    now = timezone.now()
    signup_limit = now - timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    subscriptions, _ = (
        Subscription.objects.exclude(status=Subscription.Status.CONFIRMED).filter(created_at__lt=signup_limit).delete()
    )
    question_limit = now - timedelta(days=settings.QUESTION_RETENTION_DAYS)
    old = Question.objects.filter(created_at__lt=question_limit)
    return subscriptions, _forget_askers(old), dead_ends.purge()


def _forget_askers(questions) -> int:
    published = questions.filter(status=Question.Status.PUBLISHED).exclude(email="")
    unpublished = questions.exclude(status=Question.Status.PUBLISHED)
    count = published.update(email="", submission_key=None)
    _, deleted = unpublished.delete()
    return count + deleted.get(Question._meta.label, 0)

"""Questions with an expert, answers on their way, and the mails that were queued of them."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from signups.models import Answer, Delivery, Expert

from ...factories import make_answer, make_expert, make_question

ASKER = "asker@example.org"


def expert_with_account(name: str = "ruth") -> Expert:
    account = get_user_model().objects.create_user(name, f"{name}@example.org", "a long test password")
    return make_expert(account=account)


def answered(status: str = "submitted", **of_question) -> Answer:
    """An answer on its way, of a question that its asker confirmed."""
    values = {"status": "assigned", "email": ASKER, "confirmed_at": timezone.now(), **of_question}
    values.setdefault("expert", expert_with_account(f"expert{Expert.objects.count()}"))
    question = make_question(**values)
    at = timezone.now() + timedelta(hours=1) if status == "scheduled" else None
    return make_answer(question=question, expert=question.expert, status=status, publish_at=at)


def mails() -> list[tuple[str, str]]:
    """What was queued, and to whom, in the order of its queuing."""
    queued = Delivery.objects.select_related("mailing").order_by("pk")
    return [(delivery.mailing.kind, delivery.email) for delivery in queued]


def steps_of(question) -> list[str]:
    return list(question.steps.values_list("name", flat=True))

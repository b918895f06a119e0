"""Who is told of what: each a mail in the outbox, in the transaction of what it tells of."""

from ..mail import outbox
from ..models import Expert, Question


def tell_asker(question: Question, what: str) -> None:
    """Mail the asker, where there is an address whose owner has confirmed it; `what` names the mail."""
    if question.email and question.confirmed_at:
        outbox.queue_for_one(f"question-{what}", email=question.email, data={"question": question.pk})


def tell_expert(question: Question, what: str, expert: Expert | None = None) -> None:
    """Mail `expert`, or else the one who has the question, where they have an account with an address."""
    expert = expert or question.expert
    if expert and expert.is_reached:
        data = {"question": question.pk, "expert": expert.pk}
        outbox.queue_for_one(f"expert-{what}", email=expert.account.email, data=data)

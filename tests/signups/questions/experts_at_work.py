"""An expert with an account and a question, and what they type."""

import re
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from signups.models import Expert, Question

from ...factories import make_expert, make_question

PLACE = "/expert/"
WRITTEN = {
    "short": "Yes, after an award of some months.",
    "text": "I did it **in a year**, beside my work.",
    "basis": "experience",
    "sources": "",
}


def with_account(name: str = "grace", *, accepted: bool = True, is_staff: bool = False, **values) -> Expert:
    account = get_user_model().objects.create_user(
        name, email=f"{name}@example.org", password="a long test password", is_staff=is_staff
    )
    values = {"rules_accepted_at": timezone.now() if accepted else None, **values}
    return make_expert(account=account, **values)


def signed_in(expert: Expert) -> Client:
    client = Client()
    client.force_login(expert.account)
    return client


def given(expert: Expert, *, days: int = 14, **values) -> Question:
    promised_on = timezone.localdate() + timedelta(days=days)
    return make_question(**{"status": "assigned", "expert": expert, "promised_on": promised_on, **values})


def page_of(question: Question) -> str:
    return f"/expert/questions/{question.pk}/"


def stamp_in(response) -> str:
    return re.search(r'name="opened" value="(\w*)"', response.content.decode())[1]


def write(client: Client, question: Question, button: str = "_save", *, opened: str | None = None, **values):
    """What the form sends, as it was opened just before, or with the stamp of an earlier time."""
    page = page_of(question)
    stamp = stamp_in(client.get(page)) if opened is None else opened
    return client.post(page, {**WRITTEN, "opened": stamp, button: "yes", **values})

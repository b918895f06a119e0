import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from signups.mail import kinds, worker
from signups.models import Delivery

ADDRESS = "student@example.org"
# What a browser of today says by itself when somebody presses a button on a page.
BROWSER = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


@dataclass(frozen=True)
class Sent:
    """A mail as its reader has it."""

    to: str
    kind: str
    subject: str
    text: str
    html: str

    @property
    def path(self) -> str:
        """Of the one link in it."""
        [link] = set(re.findall(rf"{re.escape(settings.SITE_URL)}(/updates/[^\s\"<]+)", self.text + self.html))
        return link


def written(delivery: Delivery) -> Sent:
    words = kinds.get(delivery.mailing.kind).words(delivery)
    given = {"SITE_NAME": "Careerinfo", "SITE_URL": settings.SITE_URL, "subject": words.subject, **words.context}
    text, html = (render_to_string(f"emails/{words.name}.{form}", given) for form in ("txt", "html"))
    to = delivery.email or delivery.subscription.email
    return Sent(to, delivery.mailing.kind, words.subject, text, html)


@pytest.fixture
def work(db):
    """One round of the mail worker: the mails that it has queued, as their readers get them; those that nobody wants
    any more are left out."""

    def once() -> list[Sent]:
        before = set(Delivery.objects.values_list("pk", flat=True))
        for duty in worker._duties:
            duty()
        return [written(one) for one in Delivery.objects.exclude(pk__in=before).order_by("pk")]

    return once


@pytest.fixture
def sign_up(visitor, opened, work):
    """Sends the form as a page has it, and has it taken up; the mails that follow."""

    def send(email: str = ADDRESS, *topics: str, network: str = "203.0.113.9", **values) -> list[Sent]:
        form = {"email": email, "topics": topics or ("newsletter",), "opened": opened(), **values}
        response = visitor.post("/updates/", form, REMOTE_ADDR=network)
        assert (response.status_code, response.url) == (302, "/updates/thanks/")
        return work()

    return send


@pytest.fixture
def press(visitor, monkeypatch):
    """Opens a page, waits so long, and presses its button in a browser that says `headers`."""

    def once(path: str, *, seconds: float = 6, headers: dict | None = None, html: str | None = None):
        page = html or visitor.get(path).content.decode()
        values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        with later(monkeypatch, seconds):
            return visitor.post(path, values, headers=BROWSER if headers is None else headers)

    return once


def later(monkeypatch, seconds: float):
    """As if so much time had passed for what is signed."""
    import time

    now = time.time
    patch = monkeypatch.context()

    class Passed:
        def __enter__(self):
            self.patch = patch.__enter__()
            self.patch.setattr("django.core.signing.time.time", lambda: now() + seconds)

        def __exit__(self, *problem):
            return patch.__exit__(*problem)

    return Passed()


@pytest.fixture
def subscribed(sign_up, press):
    """A subscriber who has confirmed `topics`."""
    from signups.models import Subscription

    def made(email: str = ADDRESS, *topics: str) -> Subscription:
        [mail] = sign_up(email, *topics)
        assert press(mail.path).status_code == 302
        return Subscription.objects.get(normal_email=email.lower())

    return made

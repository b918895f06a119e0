import re
import time
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from signups.mail import kinds, worker
from signups.models import Delivery, Subscription

from ..factories import make_career, make_occupation, make_pay
from .digesting import pay_release

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


class Clock:
    """The time of what is signed, which stands still: tests wait for nothing, and a slow machine changes nothing."""

    def __init__(self) -> None:
        self.began = time.time()
        self.passed = 0.0

    def __call__(self) -> float:
        return self.began + self.passed

    @contextmanager
    def later(self, seconds: float):
        self.passed = seconds
        yield
        self.passed = 0.0


@pytest.fixture
def clock(monkeypatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr("django.core.signing.time.time", standing)
    return standing


@pytest.fixture
def press(visitor, clock):
    """Opens a page, and presses its button so long after the test began, in a browser that says `headers`."""

    def once(path: str, *, seconds: float = 6, headers: dict | None = None, html: str | None = None):
        page = html or visitor.get(path).content.decode()
        values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        values["topic"] = re.findall(r'name="topic" value="(\d+)" checked', page)
        with clock.later(seconds):
            return visitor.post(path, values, headers=BROWSER if headers is None else headers)

    return once


@pytest.fixture
def subscribed(sign_up, press):
    """A subscriber who has confirmed `topics`."""

    def made(email: str = ADDRESS, *topics: str) -> Subscription:
        [mail] = sign_up(email, *topics)
        assert press(mail.path).status_code == 302
        return Subscription.objects.get(normal_email=email.lower())

    return made


@pytest.fixture
def career():
    occupation = make_occupation(title="Medical coders")
    career = make_career(title="Medical Coder", slug="medical-coder", workers="medical coders", occupation=occupation)
    make_pay(release=pay_release(2023, "live"), occupation=occupation, annual_median=48_780)
    return career


@pytest.fixture
def newer(career):
    """A staged release with a raise."""
    release = pay_release(2024)
    make_pay(release=release, occupation=career.occupation, annual_median=50_250)
    return release

"""Whether the time of a signup's answer tells if the address is known, by a rank test over 2,000 signups.

    VAR_DIR=var/timing SECRET_KEY=x python manage.py migrate
    VAR_DIR=var/timing SECRET_KEY=x python manage.py collectstatic --noinput
    VAR_DIR=var/timing SECRET_KEY=x python -m tests.benchmarks.signup_timing

Takes addresses that are new, pending, confirmed, unsubscribed and blocked in turn, in an order of chance. Prints a line
for each kind: its median, and how likely such ranks are if its times are those of new addresses (Mann-Whitney). Ends
with status 1 where an answer differs, or where chance makes such ranks less often than once in a thousand. Deletes what
it stored.
"""

import math
import os
import random
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from signups.mail import standing  # noqa: E402
from signups.models import AddressTrouble, Delivery, Mailing, SignupRequest, Subscription, Topic, Tries  # noqa: E402

from ..factories import form_opened  # noqa: E402

KINDS = ("new", "pending", "confirmed", "unsubscribed", "blocked")
OF_EACH, UNCOUNTED = 400, 100
LEAST_LIKELY = 0.001
DOMAIN = "signup-timing.example"


def fill() -> dict[str, list[str]]:
    """Addresses by kind; a blocked one is one to which mail was refused."""
    addresses = {kind: [f"{kind}-{number}@{DOMAIN}" for number in range(OF_EACH)] for kind in KINDS}
    mailing = Mailing.objects.create(kind="confirmation", state=Mailing.State.DONE)
    for kind in KINDS[1:]:
        status = "confirmed" if kind == "blocked" else kind
        for email in addresses[kind]:
            row = Subscription.objects.create(email=email, status=status, confirmed_at=timezone.now())
            Topic.objects.create(subscription=row, kind="newsletter", confirmed_at=timezone.now())
            if kind == "blocked":
                Delivery.objects.create(mailing=mailing, subscription=row, state=Delivery.State.FAILED)
                standing.note(AddressTrouble.Kind.PERMANENT, email)
    return addresses


def empty() -> None:
    ours = Subscription.objects.filter(email__endswith=f"@{DOMAIN}")
    Mailing.objects.filter(deliveries__subscription__in=ours).delete()
    ours.delete()
    SignupRequest.objects.filter(email__endswith=f"@{DOMAIN}").delete()
    for number in range(OF_EACH):
        standing.lift(f"blocked-{number}@{DOMAIN}")
    Tries.objects.all().delete()


def sign_up(client: Client, email: str, number: int, opened: str) -> tuple[float, bytes]:
    network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    form = {"email": email, "topics": ["newsletter"], "opened": opened}
    begun = time.perf_counter()
    response = client.post("/updates/", form, REMOTE_ADDR=network)
    return time.perf_counter() - begun, response.serialize()


def likelihood(ones: list[float], others: list[float]) -> float:
    """Of ranks as far apart as these, if both came from the same times; two-sided, by the normal distribution."""
    ranked = sorted([(value, 0) for value in ones] + [(value, 1) for value in others])
    ranks = sum(rank for rank, (_, group) in enumerate(ranked, 1) if group == 0)
    n, m = len(ones), len(others)
    mean, deviation = n * (n + m + 1) / 2, math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(ranks - mean) / deviation / math.sqrt(2))


def main() -> int:
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    empty()
    addresses, client, opened = fill(), Client(), form_opened()
    order = [(kind, email) for kind, emails in addresses.items() for email in emails]
    random.shuffle(order)
    times, answers = {kind: [] for kind in KINDS}, set()
    for number in range(UNCOUNTED):
        sign_up(client, f"first-{number}@{DOMAIN}", 100_000 + number, opened)
    for number, (kind, email) in enumerate(order):
        taken, answer = sign_up(client, email, number, opened)
        times[kind].append(taken)
        answers.add(answer)
    empty()
    likely = {kind: likelihood(times[kind], times["new"]) for kind in KINDS[1:]}
    for kind in KINDS:
        said = f"p {likely[kind]:.3f}" if kind in likely else ""
        print(f"{kind:12} median {statistics.median(times[kind]) * 1000:6.2f} ms  {said}")
    print(f"{len(answers)} kind of answer{'s' if len(answers) != 1 else ''}")
    return int(len(answers) != 1 or min(likely.values()) < LEAST_LIKELY)


if __name__ == "__main__":
    sys.exit(main())

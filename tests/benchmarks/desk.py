"""How many queries and how much of a processor the staff's pages take on a big site, and what list actions over all do.

    VAR_DIR=var/big SECRET_KEY=x python manage.py migrate
    VAR_DIR=var/big SECRET_KEY=x python manage.py collectstatic --noinput
    VAR_DIR=var/big SECRET_KEY=x python -m tests.benchmarks.desk

The first run fills the site's database: 900 careers with 60,000 titles, and 6,000 schools. Prints a line for each page,
and ends with status 1 when a limit is broken: 20 queries for a list, 40 for a form or a page that asks about deleting,
and a second for each; 5 seconds for an action over all careers, and for undoing it. --pages or --actions: only these.
"""

import os
import re
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from careers import denormalized  # noqa: E402
from careers.models import Career, Field, ListAction, Task, Title  # noqa: E402
from schools.models import School  # noqa: E402

from ..site.form_reader import form_values  # noqa: E402

CAREERS, TITLES, SCHOOLS = 900, 60_000, 6_000
QUERIES = {"changelist": 20, "add": 40, "change": 40, "delete": 40}
SECONDS, SECONDS_OF_ACTION = 1.0, 5.0
WORDS = [
    "river",
    "stone",
    "glass",
    "paper",
    "copper",
    "field",
    "wheel",
    "bridge",
    "garden",
    "engine",
    "window",
    "signal",
]


def words(number: int, most: int) -> str:
    return " ".join(WORDS[(number // 10**place + place) % 10] for place in range(most))


def fill() -> None:
    if Career.objects.count() >= CAREERS:
        return
    field = Field.objects.first() or Field.objects.create(title="Work", slug="work")
    Career.objects.bulk_create(
        Career(
            title=f"Keeper {number} of {words(number, 3)}",
            slug=f"keeper-{number}",
            field=field,
            summary=f"Keeps {words(number, 6)}.",
            description=words(number, 150),
        )
        for number in range(CAREERS - Career.objects.count())
    )
    careers = list(Career.objects.all())
    each = TITLES // len(careers)
    for model, texts in ((Title, "name"), (Task, "text")):
        most = each if model is Title else 15
        model.objects.bulk_create(
            (
                model(career=career, order=place + 1, **{texts: f"{words(career.pk * 67 + place, 4)} {place}"})
                for career in careers
                for place in range(most)
            ),
            batch_size=5_000,
        )
    School.objects.bulk_create(
        School(name=f"School {number} of {words(number, 2)}", city="Columbus", state="OH", unitid=str(100_000 + number))
        for number in range(SCHOOLS)
    )
    denormalized.refresh_all()


@dataclass
class Measured:
    queries: int = 0
    seconds: float = 0


@contextmanager
def measured(*, counts: bool = True):
    found = Measured()
    # To note thousands of queries takes longer than to make them.
    with CaptureQueriesContext(connection) if counts else nullcontext([]) as queries:
        started = time.process_time()
        yield found
        found.seconds = time.process_time() - started
    found.queries = len(queries)


class Report:
    is_fine = True

    def line(self, name: str, found: Measured, *, queries: int | None, seconds: float) -> None:
        is_fine = (queries is None or found.queries <= queries) and found.seconds <= seconds
        self.is_fine = self.is_fine and is_fine
        print(
            f"{name:50} {found.queries:5} queries {found.seconds:6.2f} s{'' if is_fine else '   TOO MUCH'}", flush=True
        )


def browser() -> Client:
    user, _ = get_user_model().objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def pages(client: Client, report: Report) -> None:
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        row = model._base_manager.order_by("pk").last()
        for page, most in QUERIES.items():
            args = [row.pk] if row and page in ("change", "delete") else []
            if page in ("change", "delete") and not args:
                continue
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
            client.get(address)
            with measured() as found:
                status = client.get(address).status_code
            if status == 200:
                report.line(f"{model._meta.label} {page}", found, queries=most, seconds=SECONDS)


def actions(client: Client, report: Report) -> None:
    done(client, report, Career, "publish")
    done_and_undone(client, report, Career, "unpublish")
    done_and_undone(client, report, Career, "delete_selected")
    done(client, report, Career, "unpublish")
    done_and_undone(client, report, School, "delete_selected")


def done(client: Client, report: Report, model, name: str) -> None:
    """An action over all rows of a list."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    pk = model.objects.latest("pk").pk
    with measured() as found:
        asked = client.post(address, {"action": name, "_selected_action": [pk], "select_across": "1"})
    report.line(f"{model._meta.label} {name}: asks", found, queries=40, seconds=SECONDS_OF_ACTION)
    # A career may be published despite warnings by whoever says why.
    sent = form_values(asked) | {"publish_reason": "A benchmark."}
    if name == "delete_selected":
        sent["_selected_action"] = re.findall(r'name="_selected_action" value="(\d+)"', asked.content.decode())
    with measured(counts=False) as found:
        client.post(address, sent)
    report.line(f"{model._meta.label} {name}: all", found, queries=None, seconds=SECONDS_OF_ACTION)


def done_and_undone(client: Client, report: Report, model, name: str) -> None:
    done(client, report, model, name)
    step = ListAction.objects.latest("pk")
    with measured() as found:
        undo = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_undo", args=[step.pk])
        asked = client.get(undo)
    report.line(f"{model._meta.label} {name}: asks to undo {step.count}", found, queries=40, seconds=SECONDS_OF_ACTION)
    with measured(counts=False) as found:
        client.post(undo, form_values(asked))
    report.line(f"{model._meta.label} {name}: undone", found, queries=None, seconds=SECONDS_OF_ACTION)


def main() -> None:
    setup_test_environment()
    fill()
    report, client = Report(), browser()
    if "--actions" not in sys.argv:
        pages(client, report)
    if "--pages" not in sys.argv:
        actions(client, report)
    sys.exit(0 if report.is_fine else 1)


if __name__ == "__main__":
    main()

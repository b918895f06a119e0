"""Figures of the site in Prometheus' text format, and who may read them.

Each is read when it is asked for. Counters in a process would be those of one worker, and begin anew with it.
"""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.conf import settings
from django.db.models import Count, Max
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from careerinfo.backups import last_good
from careers.models import CheckedLink, PageView, Release
from signups.client_address import client_address
from signups.mail import presence
from signups.models import Delivery, Question

from . import readings

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Sample:
    value: float
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Metric:
    """A gauge; one without a sample is not known now."""

    name: str
    help: str
    samples: Iterable[Sample]

    def lines(self) -> Iterator[str]:
        yield f"# HELP careerinfo_{self.name} {self.help}"
        yield f"# TYPE careerinfo_{self.name} gauge"
        for sample in self.samples:
            labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels)
            yield f"careerinfo_{self.name}{f'{{{labels}}}' if labels else ''} {sample.value:.15g}"


def may_read(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").partition("Bearer ")[2].strip()
    if settings.METRICS_TOKEN and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    # A proxy that does not say who asked it would have everybody counted as itself.
    if "X-Forwarded-Proto" in request.headers and "X-Forwarded-For" not in request.headers:
        return False
    address = client_address(request)
    return address is not None and any(address in network for network in _networks(settings.METRICS_ALLOW))


def exposition() -> str:
    return "".join(f"{line}\n" for metric in _metrics() for line in metric.lines())


def _metrics() -> Iterator[Metric]:
    try:
        readings.database_answers()
        found = [*_of_mail(), *_of_content()]
        answers = 1
    except DatabaseError:
        found, answers = [], 0
    yield Metric("database_up", "Whether the database answers.", [Sample(answers)])
    yield from found
    disk = readings.disk()
    yield Metric("disk_free_bytes", "Free where the site's data lies.", [Sample(disk.free)] if disk else [])
    yield Metric("disk_size_bytes", "The size of that disk.", [Sample(disk.size)] if disk else [])


def _of_mail() -> Iterator[Metric]:
    since = readings.oldest_due_mail()
    age = (timezone.now() - since).total_seconds() if since else 0
    yield Metric("mail_queue_age_seconds", "How long the oldest mail has been due; 0 if none is.", [Sample(age)])
    yield Metric("mail_queue_length", "Mails that are due and not sent.", [Sample(readings.mails_due())])
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))
    states = [Sample(counts.get(state, 0), (("state", state),)) for state in Delivery.State.values]
    yield Metric("mails", "Mails whose rows are kept (MAIL_RETENTION_DAYS), by what became of them.", states)
    yield Metric("mail_worker_seen_timestamp_seconds", "When a mail worker was last seen.", _at(presence.last_seen()))


def _of_content() -> Iterator[Metric]:
    releases = [
        Sample(datetime.combine(as_of, time(), UTC).timestamp(), (("data_set", name), ("period", period)))
        for name, period, as_of in Release.objects.live()
        .order_by("data_set")
        .values_list("data_set", "period", "as_of")
    ]
    yield Metric("release_as_of_timestamp_seconds", "The day that each live release describes.", releases)
    overdue = Release.objects.overdue().count()
    yield Metric("releases_overdue", "Live releases of which a newer one should be out.", [Sample(overdue)])
    checked = CheckedLink.objects.aggregate(last=Max("checked_at"))["last"]
    yield Metric("links_checked_timestamp_seconds", "When a link to another site was last looked at.", _at(checked))
    yield Metric("links_broken", "Links that lead nowhere.", [Sample(CheckedLink.objects.broken().count())])
    counts = dict(Question.objects.open().order_by().values_list("status").annotate(Count("pk")))
    waiting = [Sample(counts.get(status, 0), (("status", status),)) for status in Question.OPEN]
    yield Metric("questions_waiting", "Questions on their way to an answer, by where they are.", waiting)
    yield Metric("migrations_pending", "Migrations not applied.", [Sample(readings.migrations_pending())])
    yield Metric("backup_timestamp_seconds", "When the newest whole backup was made.", _at(last_good()))
    views = PageView.objects.lately(1).total()
    yield Metric("page_views_today", "Pages that readers viewed today.", [Sample(views)])


def _at(moment: datetime | None) -> list[Sample]:
    return [Sample(moment.timestamp())] if moment else []


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _networks(given: str) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    for name in filter(None, (name.strip() for name in given.split(","))):
        yield from map(ipaddress.ip_network, ("0.0.0.0/0", "::/0") if name == "*" else (name,))

"""Subscribers as a file for spreadsheets, in which no cell is a formula."""

import csv
from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from careers.compare.spreadsheet import plain_cell

from ..models import Subscription, Topic

HEADS = [
    *("Email address", "State", "How often", "Paused until", "Updates about", "Where from"),
    *("Signed up", "Confirmed", "Unsubscribed"),
]
AT_ONCE = 1_000


class Line:
    """What a CSV writer writes to, and is read from at once."""

    def write(self, line: str) -> str:
        return line


def lines(subscriptions: QuerySet[Subscription]) -> Iterator[str]:
    # Spreadsheets take a file for their country's own encoding where nothing says otherwise.
    yield "\ufeff"
    writer = csv.writer(Line())
    yield writer.writerow(HEADS)
    topics = Prefetch("topics", Topic.objects.confirmed().select_related("career", "field"))
    for row in subscriptions.order_by("pk").prefetch_related(topics).iterator(chunk_size=AT_ONCE):
        yield writer.writerow(map(plain_cell, _cells(row)))


def _cells(row: Subscription) -> list[object]:
    return [
        row.email,
        row.get_status_display(),
        row.get_how_often_display(),
        row.paused_until,
        "; ".join(topic.name for topic in row.topics.all()),
        row.get_source_display(),
        *(_day(moment) for moment in (row.created_at, row.confirmed_at, row.unsubscribed_at)),
    ]


def _day(moment) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""

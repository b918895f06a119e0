"""What the admin's log says of people: it quotes the names of rows, and those may have held an address."""

import json
from copy import copy
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from .addresses import normal, without


def about(rows: QuerySet) -> QuerySet[LogEntry]:
    numbers = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows.model), object_id__in=numbers)


def mentioning(address: str) -> list[LogEntry]:
    """Entries of any kind that hold `address`, however it is written."""
    name = f"{normal(address).rpartition('@')[0]}@"
    # The log keeps the quotation marks of a name within JSON.
    written = {name, json.dumps(name)[1:-1]}
    holds = Q()
    for form in written:
        holds |= Q(object_repr__icontains=form) | Q(change_message__icontains=form)
    return [entry for entry in LogEntry.objects.filter(holds) if _take_out(copy(entry), address)]


def forget_rows(rows: QuerySet) -> None:
    """Leave nothing in the log of what `rows`, about to be deleted, are called, but that there was one."""
    kind = rows.model._meta.verbose_name.capitalize()
    about(rows).update(object_repr=Concat(Value(f"{kind} "), F("object_id"), output_field=CharField()))


def forget_address(address: str) -> None:
    for entry in mentioning(address):
        _take_out(entry, address)
        entry.save(update_fields=["object_repr", "change_message"])


def _take_out(entry: LogEntry, address: str) -> bool:
    """Take `address` out of an entry, which is not saved yet; whether it held it."""
    before = (entry.object_repr, entry.change_message)
    entry.object_repr = without(entry.object_repr, address)
    try:
        # Letters that are not ASCII are escaped in JSON.
        message = json.loads(entry.change_message)
        cleaned = _without(message, address)
        if cleaned != message:
            entry.change_message = json.dumps(cleaned)
    except json.JSONDecodeError:
        entry.change_message = without(entry.change_message, address)
    return (entry.object_repr, entry.change_message) != before


def _without(message: Any, address: str) -> Any:
    if isinstance(message, str):
        return without(message, address)
    if isinstance(message, list):
        return [_without(part, address) for part in message]
    if isinstance(message, dict):
        return {name: _without(part, address) for name, part in message.items()}
    return message

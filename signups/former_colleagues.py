"""What stays of a colleague who was removed, once their time is over: what they did, and nothing of who they were."""

import json
from datetime import datetime
from itertools import chain, count

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet

from careers.models import AcceptedWarning, Draft, ImportRun, ListAction, Release, SharedLink, Version
from careers.versions.documents import written

from . import admin_log
from .models import Removal, SignIn

NAME = "former colleague"
# What the user name begins with that such an account gets; nobody may choose one like it.
USER_NAME = "former-colleague-"
# Every column that holds the user name of somebody of staff.
NAMED_IN: tuple[tuple[type[Model], str], ...] = (
    (AcceptedWarning, "by"),
    (Draft, "author"),
    (Draft, "by"),
    (Draft, "decided_by"),
    (ImportRun, "started_by"),
    (ListAction, "by"),
    (Release, "decided_by"),
    (Release, "loaded_by"),
    (SharedLink, "by"),
    (Version, "by"),
)
COLUMNS = {column for _, column in NAMED_IN}


def removed(accounts: QuerySet) -> QuerySet:
    """Those of `accounts` that were removed, are not at work again, and still have their names."""
    return accounts.filter(is_active=False, removal__isnull=False)


def removed_before(moment: datetime) -> QuerySet:
    return removed(get_user_model().objects.filter(removal__removed_at__lt=moment))


def forget(accounts: QuerySet) -> int:
    """Put "former colleague" wherever the name of one of `accounts` stands; how many those were."""
    people = list(accounts)
    admin_log.forget_rows(get_user_model().objects.filter(pk__in=[person.pk for person in people]))
    SignIn.objects.filter(user__in=people).delete()
    Removal.objects.filter(account__in=people).delete()
    for person in people:
        _forget_name(person.get_username())
        person.username = _free_user_name(person.pk)
        person.first_name = person.last_name = person.email = ""
        person.save(update_fields=["username", "first_name", "last_name", "email"])
    return len(people)


def named_in(name: str) -> dict[str, int]:
    """How often the user name `name` stands where, of all places where it does."""
    counts = {
        f"{model._meta.verbose_name_plural}, {model._meta.get_field(column).verbose_name}": model.objects.filter(
            **{f"{column}__in": _replaced(name)}
        ).count()
        for model, column in NAMED_IN
    }
    counts["deleted objects, what went with them"] = len(_cleaned_besides(name))
    return {place: number for place, number in counts.items() if number}


def _free_user_name(number: int) -> str:
    """No two accounts have one name, so each has its number behind it; an older account may have chosen that."""
    first = f"{USER_NAME}{number}"
    taken = set(get_user_model().objects.filter(username__startswith=first).values_list("username", flat=True))
    return next(name for name in chain([first], (f"{first}-{more}" for more in count(2))) if name not in taken)


def _forget_name(name: str) -> None:
    for model, column in NAMED_IN:
        for form, instead in _replaced(name).items():
            model.objects.filter(**{column: form}).update(**{column: instead})
    for pk, beside in _cleaned_besides(name).items():
        Version.objects.filter(pk=pk).update(beside=beside)


def _replaced(name: str) -> dict[str, str]:
    """The forms in which `name` stands, with what comes instead."""
    return {name: NAME, ImportRun.LOADED_BY.format(name): ImportRun.LOADED_BY.format(NAME)}


def _cleaned_besides(name: str) -> dict[int, str]:
    """What went with deleted objects, of those versions where `name` stands in it, without it."""
    # JSON may have letters that are not ASCII its own way.
    holds = Q(beside__contains=name) | Q(beside__contains=json.dumps(name)[1:-1])
    found = {}
    for pk, text in Version.objects.filter(holds).values_list("pk", "beside"):
        before = json.loads(text)
        if (after := _cleaned(before, _replaced(name))) != before:
            found[pk] = written(after)
    return found


def _cleaned(beside: dict, replaced: dict[str, str]) -> dict:
    rows = {name: [_cleaned_row(row, replaced) for row in rows] for name, rows in beside["rows"].items()}
    return {**beside, "rows": rows}


def _cleaned_row(row: dict, replaced: dict[str, str]) -> dict:
    fields = {
        column: replaced.get(value, value) if column in COLUMNS else value for column, value in row["fields"].items()
    }
    return {**row, "fields": fields}

"""What stays of a colleague who was removed, once their time is over: what they did, and nothing of who they were."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from careers.models import Release, Version

from . import admin_log
from .models import Removal, SignIn

NAME = "former colleague"


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
        # No two accounts have one name, so each has its number behind it.
        person.username = f"former-colleague-{person.pk}"
        person.first_name = person.last_name = person.email = ""
        person.save(update_fields=["username", "first_name", "last_name", "email"])
    return len(people)


def _forget_name(name: str) -> None:
    Version.objects.filter(by=name).update(by=NAME)
    Release.objects.filter(loaded_by=name).update(loaded_by=NAME)
    Release.objects.filter(decided_by=name).update(decided_by=NAME)

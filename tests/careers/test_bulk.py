"""Rows that are written in bulk are stored whole, all of them or none."""

import pytest
from django.db import DatabaseError, connection, transaction

from careers import bulk
from careers.models import Area

pytestmark = pytest.mark.django_db


def areas(*codes: str, title: str = "Ohio") -> list[Area]:
    return [Area(kind=Area.Kind.STATE, code=code, title=title) for code in codes]


def test_one_row_that_is_refused_keeps_the_others_out():
    with pytest.raises(DatabaseError):
        bulk.insert(areas("39", "18", "39"))
    assert not Area.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite takes text of any length")
def test_what_is_too_long_is_refused_and_not_cut():
    with pytest.raises(DatabaseError), transaction.atomic():
        bulk.insert(areas("39", title="Ohio" * 100))
    assert not Area.objects.exists()


def test_stored_rows_get_the_new_values():
    bulk.insert(areas("39", "18"))
    stored = list(Area.objects.order_by("code"))
    for area in stored:
        area.title = f"State {area.code}"
    bulk.insert([*stored, Area(pk=10_000, kind=Area.Kind.STATE, code="21", title="Kentucky")], update=["title"])
    assert list(Area.objects.order_by("code").values_list("title", flat=True)) == ["State 18", "Kentucky", "State 39"]

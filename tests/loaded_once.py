"""Content that many tests begin with: made once in each process, and then stored again as it was made."""

from collections.abc import Callable

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from careerinfo import demo
from careers.models import Generation, Release

Rows = dict[type[models.Model], list[tuple]]


class LoadedOnce:
    """What `load` stores in the three apps, whose tables hold no more than migrations put there."""

    def __init__(self, load: Callable[[], object]) -> None:
        self._load = load
        self._rows: Rows = {}

    def __call__(self) -> None:
        if self._rows:
            _store(self._rows)
            return
        before = _rows()
        self._load()
        self._rows = {model: [row for row in rows if row not in before[model]] for model, rows in _rows().items()}


def _rows() -> Rows:
    # The database counts what is stored by itself, and holds a figure to a release that is there already.
    of_apps = [
        model
        for app in ("careers", "schools", "signups")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model is not Generation
    ]
    found = {}
    with connection.cursor() as cursor:
        for model in sorted(of_apps, key=lambda model: model is not Release):
            cursor.execute(f"SELECT {_columns(model)} FROM {connection.ops.quote_name(model._meta.db_table)}")
            found[model] = cursor.fetchall()
    return found


def _store(rows: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for model, of_model in rows.items():
            if of_model:
                marks = ", ".join(["%s"] * len(of_model[0]))
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.executemany(f"INSERT INTO {table} ({_columns(model)}) VALUES ({marks})", of_model)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


def _columns(model: type[models.Model]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in model._meta.concrete_fields)


# The demo content, as a first run loads it.
load_demo = LoadedOnce(demo.load)

"""The lists on a career's page that editors write. Most careers have none, and only what there is, is asked for."""

from collections.abc import Mapping
from functools import cache

from django.db.models import Model, Prefetch, QuerySet, TextField, prefetch_related_objects
from django.db.models.expressions import RawSQL

from ..models import Career, CareerCredential

WRITTEN = ("tasks", "titles", "skills", "sources", "careercredentials")
# What a page asks for by itself, where it is told that there is some.
OTHERS = ("changes", "questions")


def with_parts(careers: QuerySet[Career]) -> QuerySet[Career]:
    """With what their pages need of each, and the names of the lists that have rows, which `fetch_parts` takes."""
    has_rows = " || ".join(map(_name_if_any, (*WRITTEN, *OTHERS)))
    parts = RawSQL(has_rows, (), output_field=TextField())  # noqa: S611
    return careers.select_related("field", "occupation", "listing").annotate(parts=parts)


def fetch_parts(career: Career) -> set[str]:
    """All that editors wrote for a career of `with_parts`; the names of the lists that have rows, OTHERS too.

    1 query for each of WRITTEN that has.
    """
    found = set(career.parts.split())
    credentials = Prefetch("careercredentials", CareerCredential.objects.select_related("credential__organization"))
    fetched = [credentials if name == "careercredentials" else name for name in WRITTEN if name in found]
    prefetch_related_objects([career], *fetched)
    for name in WRITTEN:
        if name not in found:
            _note_none(career, name)
    return found


def put_parts(career: Career, lists: Mapping[str, list[Model]]) -> None:
    """Make a `career` that is not stored as it is here one of `with_parts`; `lists` are its rows of WRITTEN."""
    stored = with_parts(Career.objects.filter(pk=career.pk)).values_list("parts", flat=True).first() or ""
    others = [name for name in OTHERS if name in stored.split()]
    career.parts = " ".join([*(name for name in WRITTEN if lists[name]), *others])
    prefetch_related_objects(lists["careercredentials"], "credential__organization")
    for name in WRITTEN:
        rows = _none(name).all()
        rows._result_cache = lists[name]
        career.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def _name_if_any(name: str) -> str:
    link = Career._meta.get_field(name).field
    rows = f"SELECT 1 FROM {link.model._meta.db_table} WHERE {link.column} = {Career._meta.db_table}.id"  # noqa: S608
    return f"CASE WHEN EXISTS ({rows}) THEN '{name} ' ELSE '' END"


def _note_none(career: Career, name: str) -> None:
    """As if they had been fetched, and were none."""
    career.__dict__.setdefault("_prefetched_objects_cache", {})[name] = _none(name)


@cache
def _none(name: str) -> QuerySet:
    # The same for every career: nobody adds to it, and to make one takes as long as a query.
    none = Career._meta.get_field(name).related_model.objects.none()
    none._result_cache = []
    return none

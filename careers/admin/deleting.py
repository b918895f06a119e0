"""What goes with a row that staff delete, and what keeps it from going, in words and in few lines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects, quote
from django.db import models, router
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst

from ..models import CareerListing, SentTable, UnsavedPreview

# Lines shown of one kind, and letters of one line.
SHOWN = 10
LETTERS = 100
# Rows whose numbers stand in one query; SQLite takes 32,766.
AT_ONCE = 10_000
# Rows that the site makes by itself, and that nobody misses; whatever makes others adds them.
DERIVED: set[type[models.Model]] = {CareerListing, SentTable, UnsavedPreview}


def what_goes(objs: Iterable[models.Model], request: HttpRequest, site: AdminSite):
    """What Django's pages ask for: nested lines, counts by kind, kinds that may not be deleted, lines that protect."""
    objs = list(objs)
    if not objs:
        return [], {}, set(), []
    collector = _Counted(site, using=router.db_for_write(type(objs[0])), origin=objs)
    collector.collect(objs)
    words = _Words(request, site)
    counts = {_plural(model): len(rows) + collector.counted[model] for model, rows in collector.model_objs.items()}
    counts |= _losing(collector, site)
    forbidden = {
        str(model._meta.verbose_name)
        for model, rows in collector.model_objs.items()
        if site.is_registered(model)
        and not all(site.get_model_admin(model).has_delete_permission(request, row) for row in rows)
    }
    lines = list(words.nested(collector.edges.get(None, ()), collector.edges))
    return lines, counts, forbidden, list(words.nested(collector.protected, {}))


class _Counted(NestedObjects):
    """Of rows that nothing hangs on only the first are read: 900 careers have 60,000 titles. The rest are `counted`."""

    def __init__(self, site: AdminSite, **kwargs) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.counted: Counter[type[models.Model]] = Counter()

    def get_del_batches(self, objs: list[models.Model], fields: Iterable[models.Field]) -> list[list[models.Model]]:
        """Django's are of 500 on SQLite, and each is asked for every kind of row that hangs on it."""
        return [objs[start : start + AT_ONCE] for start in range(0, len(objs), AT_ONCE)]

    def related_objects(self, related_model, related_fields, objs) -> models.QuerySet:
        rows = super().related_objects(related_model, related_fields, objs)
        if related_model in DERIVED:
            return rows.none()
        go_with_it = all(field.remote_field.on_delete is models.CASCADE for field in related_fields)
        are_looked_at = self.site.is_registered(related_model) or any(_hanging_on(related_model))
        if len(objs) <= SHOWN or not go_with_it or are_looked_at:
            return rows
        shown = rows[:SHOWN]
        if len(shown) == SHOWN:
            self.counted[related_model] += rows.count() - SHOWN
        return shown


def _losing(collector: _Counted, site: AdminSite) -> dict[str, int]:
    """How many rows stay that staff know, without what they chose for them."""
    losing = Counter()
    for (field, value), of_field in collector.field_updates.items():
        if value is None and field.editable and not field.remote_field.hidden and site.is_registered(field.model):
            words = f"{_plural(field.model)} that lose their {field.remote_field.model._meta.verbose_name}"
            losing[words] += sum(rows.count() if isinstance(rows, models.QuerySet) else len(rows) for rows in of_field)
    return {words: count for words, count in losing.items() if count}


def _hanging_on(model: type[models.Model]) -> Iterator[models.ForeignObjectRel]:
    return (
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_one or relation.one_to_many)
    )


class _Words:
    def __init__(self, request: HttpRequest, site: AdminSite) -> None:
        self.request, self.site = request, site
        self.seen: set[models.Model] = set()

    def nested(self, rows: Iterable[models.Model], edges: dict) -> Iterator:
        """A line for each of `rows`, and after it the list of what hangs on it; of each kind only the first."""
        kinds = defaultdict(list)
        for row in rows:
            if row not in self.seen:
                self.seen.add(row)
                kinds[type(row)].append(row)
        for kind, of_kind in kinds.items():
            for row in of_kind[:SHOWN]:
                yield self._line(row)
                if below := list(self.nested(edges.get(row, ()), edges)):
                    yield below
            if (more := len(of_kind) - SHOWN) > 0:
                yield f"and {more:,} more: {_plural(kind)}"

    def _line(self, row: models.Model) -> str:
        model = type(row)
        if model._meta.auto_created:
            ends = (Truncator(getattr(row, field.name)).chars(LETTERS // 2) for field in _ends(model))
            return f"Link between {' and '.join(ends)}"
        kind, name = capfirst(model._meta.verbose_name), Truncator(row).chars(LETTERS)
        if self.site.is_registered(model):
            pages = self.site.get_model_admin(model)
            if pages.has_view_or_change_permission(self.request, row):
                address = reverse(
                    f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[quote(row.pk)]
                )
                return format_html('{}: <a href="{}">{}</a>', kind, address, name)
        return f"{kind}: {name}"


def _ends(link: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in link._meta.fields if field.is_relation]


def _plural(model: type[models.Model]) -> str:
    if model._meta.auto_created:
        kinds = {str(field.related_model._meta.verbose_name_plural): None for field in _ends(model)}
        return f"links between {' and '.join(kinds)}"
    return str(model._meta.verbose_name_plural)

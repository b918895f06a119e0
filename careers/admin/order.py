"""Lists that editors put in order: by dragging rows, or by typing a row's place."""

from collections.abc import Iterable

from adminsortable2.admin import SortableAdminMixin
from django import forms
from django.db import models
from django.http import HttpRequest

LAST_PLACE = 9_999


class InEditorsOrder(SortableAdminMixin):
    """A list whose rows have the places 1, 2, 3 ... for those who may change it."""

    def get_list_display(self, request: HttpRequest) -> list:
        columns = super().get_list_display(request)
        return columns if self.has_change_permission(request) else [name for name in columns if name != "_reorder_"]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        fields = super().get_fields(request, obj)
        # A new row goes to the end by itself. Not everybody can drag.
        return [*fields, self.default_order_field] if obj else fields

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == self.default_order_field:
            kwargs |= {"max_value": LAST_PLACE, "help_text": "1 comes first. You can drag rows in the list instead."}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and self.default_order_field in form.changed_data:
            rows = list(self.model.objects.exclude(pk=obj.pk))
            rows.insert(max(self._place(obj) - 1, 0), obj)
            self._number(rows)

    def _update_order(self, updated_items: Iterable[tuple], extra_model_filters: dict) -> int:
        """What was dragged takes its places among the rows that are there by now; some may be deleted, or share one."""
        places = {int(pk): int(place) for pk, place in updated_items}
        rows = list(self.model.objects.filter(**extra_model_filters))
        moved = [row for row in rows if row.pk in places]
        if len({self._place(row) for row in moved}) > 1:
            moved.sort(key=lambda row: places[row.pk])
        else:
            # Where all had one place the browser cannot tell first from last, and counts down.
            moved.sort(key=lambda row: list(places).index(row.pk))
        in_turn = iter(moved)
        return self._number([next(in_turn) if row.pk in places else row for row in rows])

    def _place(self, row: models.Model) -> int:
        return getattr(row, self.default_order_field)

    def _number(self, rows: Iterable[models.Model]) -> int:
        changed = [(place, row) for place, row in enumerate(rows, 1) if self._place(row) != place]
        for place, row in changed:
            setattr(row, self.default_order_field, place)
        return self.model.objects.bulk_update([row for _, row in changed], [self.default_order_field])

"""Lists that editors put in order: by dragging rows, by a row's buttons, or by typing its place."""

from collections.abc import Iterable

from adminsortable2.admin import SortableAdminMixin
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html_join

LAST_PLACE = 9_999
# Name in the list's form, and what the buttons say: how many places a row moves.
MOVE = "_move"
BY = {"up": -1, "down": 1}


class InEditorsOrder(SortableAdminMixin):
    """A list whose rows have the places 1, 2, 3 ... for those who may change it."""

    # Fields whose values rows must share to be moved past each other by buttons.
    ordered_within: tuple[str, ...] = ()

    class Media:
        css = {"all": ["css/staff_order.css"]}

    def get_list_display(self, request: HttpRequest) -> list:
        first, *others = [name for name in super().get_list_display(request) if name != "_reorder_"]
        # Beside the name, where phones show them without being moved sideways.
        return [first, *(["move", "_reorder_"] if self.has_change_permission(request) else []), *others]

    @admin.display(description="move")
    def move(self, row: models.Model) -> str:
        button = (
            '<button type="submit" class="move" name="{}" value="{}-{}" id="{}-{}" aria-label="Move {} {}">{}</button>'
        )
        ways = [(MOVE, way, row.pk, way, row.pk, row, way, sign) for way, sign in (("up", "↑"), ("down", "↓"))]
        return format_html_join(" ", button, ways)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST" and MOVE in request.POST:
            return self._move(request, *request.POST[MOVE].partition("-")[::2])
        return super().changelist_view(request, extra_context)

    @transaction.atomic
    def _move(self, request: HttpRequest, way: str, pk: str) -> HttpResponse:
        """One place up or down among those it is ordered with; the page then goes on at the same button."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = self._rows_for_us_alone()
        row = next((row for row in rows if str(row.pk) == pk), None)
        if row is None or way not in BY:
            messages.error(request, "Nothing was moved: this row is no longer there.")
            return HttpResponseRedirect(request.get_full_path())
        beside = [other for other in rows if self._group(other) == self._group(row)]
        to = min(max(beside.index(row) + BY[way], 0), len(beside) - 1)
        beside.remove(row)
        beside.insert(to, row)
        in_turn = iter(beside)
        self._put_in_places([next(in_turn) if self._group(other) == self._group(row) else other for other in rows])
        messages.success(request, f"{row} is number {to + 1} of {len(beside)}.")
        return HttpResponseRedirect(f"{request.get_full_path()}#{way}-{row.pk}")

    def _group(self, row: models.Model) -> list:
        return [getattr(row, name) for name in self.ordered_within]

    def _rows_for_us_alone(self, **only: object) -> list[models.Model]:
        """All rows in their order, which nobody else changes before the end of this transaction."""
        # In one order whoever asks, or two could wait for each other. Read only then: the order may have been changed.
        list(self.model.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        return list(self.model.objects.filter(**only))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        fields = super().get_fields(request, obj)
        # A new row goes to the end by itself. Not everybody can drag.
        return [*fields, self.default_order_field] if obj else fields

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        if db_field.name == self.default_order_field:
            kwargs |= {"max_value": LAST_PLACE, "help_text": "1 comes first. You can drag rows in the list instead."}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        if not change or self.default_order_field not in form.changed_data:
            super().save_model(request, obj, form, change)
            return
        with transaction.atomic():
            rows = [row for row in self._rows_for_us_alone() if row.pk != obj.pk]
            super().save_model(request, obj, form, change)
            rows.insert(max(self._place(obj) - 1, 0), obj)
            self._put_in_places(rows)

    @transaction.atomic
    def _update_order(self, updated_items: Iterable[tuple], extra_model_filters: dict) -> int:
        """What was dragged takes its places among the rows that are there by now; some may be deleted, or share one."""
        places = {int(pk): int(place) for pk, place in updated_items}
        rows = self._rows_for_us_alone(**extra_model_filters)
        moved = [row for row in rows if row.pk in places]
        if len({self._place(row) for row in moved}) > 1:
            moved.sort(key=lambda row: places[row.pk])
        else:
            # Where all had one place the browser cannot tell first from last, and counts down.
            moved.sort(key=lambda row: list(places).index(row.pk))
        in_turn = iter(moved)
        return self._put_in_places([next(in_turn) if row.pk in places else row for row in rows])

    def _place(self, row: models.Model) -> int:
        return getattr(row, self.default_order_field)

    def _put_in_places(self, rows: Iterable[models.Model]) -> int:
        changed = [(place, row) for place, row in enumerate(rows, 1) if self._place(row) != place]
        for place, row in changed:
            setattr(row, self.default_order_field, place)
        return self.model.objects.bulk_update([row for _, row in changed], [self.default_order_field])

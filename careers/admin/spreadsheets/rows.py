"""A table of staff's own as the lines of a file: each is read by the form in which staff would type it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import tablib
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.html import strip_tags
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import RowResult

from ...models.rules import sameness
from ...versions.documents import document_of
from ...versions.keeping import note_change, note_deletion
from ..order import InEditorsOrder
from ..versions import author_of
from .cells import NO, YES, Cell, columns_of
from .files import DELETE, NUMBER, Table

OFF_LIST = "No row here has the number {}: somebody deleted it, or it was mistyped. Empty the cell to add a new row."
TWICE = "This number stands in the file twice."
TAKEN = "The database refused this row: another one is the same."
WHAT = {
    RowResult.IMPORT_TYPE_NEW: "Added",
    RowResult.IMPORT_TYPE_UPDATE: "Changed",
    RowResult.IMPORT_TYPE_DELETE: "Deleted",
}
FLAGS = {
    RowResult.IMPORT_TYPE_NEW: ADDITION,
    RowResult.IMPORT_TYPE_UPDATE: CHANGE,
    RowResult.IMPORT_TYPE_DELETE: DELETION,
}


@dataclass(frozen=True)
class Difference:
    head: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What a line of the file does, for staff to look at; `pk` is None of a row that is new."""

    line: int
    kind: str
    pk: int | None
    name: str
    differences: list[Difference]

    @property
    def what(self) -> str:
        return WHAT[self.kind]


@dataclass(frozen=True)
class Fault:
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"Row {self.line}, {self.column}" if self.column else f"Row {self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True)
class Explained:
    """A column, for whoever fills it in."""

    head: str
    help_text: str
    choices: list[str]


class Rows(ModelResource):
    """The rows of an admin's model, imported and exported as one of staff may."""

    class Meta:
        # Every differing row is checked and stored on its own: its rules look at the rows before it.
        import_id_fields = ["pk"]
        skip_diff = True
        report_skipped = False
        clean_model_instances = False
        use_transactions = True
        fields = ()

    def __init__(self, pages, request: HttpRequest) -> None:
        super().__init__()
        # The library notes there what an import is like, and other threads import too.
        self._meta = copy(self._meta)
        self._meta.model = pages.model
        self.pages, self.request = pages, request
        self.form_class = pages.get_form(request)
        self.columns = columns_of(self.form_class())
        self.fields = {"pk": Field("pk", NUMBER, Cell()), **self.columns}
        self.names = {column.column_name: name for name, column in self.columns.items()}

    @property
    def heads(self) -> list[str]:
        return list(self.names)

    def get_export_order(self) -> list[str]:
        return list(self.fields)

    get_import_order = get_export_order

    def explained(self) -> list[Explained]:
        form = self.form_class()
        return [
            Explained(column.column_name, strip_tags(form.fields[name].help_text), column.widget.choices)
            for name, column in self.columns.items()
        ]

    # What a file does.

    def run(self, table: Table, *, dry_run: bool) -> tuple[list[Change], list[Fault]]:
        """What it changes, or would; nothing at all where there is a fault."""
        heads, rows = table.heads, table.rows
        if NUMBER not in heads:
            heads, rows = [NUMBER, *heads], [["", *row] for row in rows]
        self.lines = table.lines
        result = self.import_data(
            tablib.Dataset(*rows, headers=heads), dry_run=dry_run, rollback_on_validation_errors=True
        )
        for error in result.base_errors:
            raise error.error
        faults = [fault for row in result.rows for fault in self._faults(row)]
        return [row.change for row in result.rows if row.is_valid()], faults

    def _faults(self, row: RowResult) -> Iterator[Fault]:
        for error in row.errors:
            if not isinstance(error.error, IntegrityError):
                raise error.error
            # What forms have no words for: somebody else was quicker.
            yield Fault(row.line, "", TAKEN)
        if row.validation_error:
            for name, messages in row.validation_error.update_error_dict({}).items():
                column = self.fields[name].column_name if name in self.fields else ""
                for error in messages:
                    yield from (Fault(row.line, column, _clearer(message)) for message in error.messages)

    def before_import(self, dataset: tablib.Dataset, **kwargs) -> None:
        self.seen: set[int] = set()
        self.all_touched: dict[str, list[models.Model]] = {}
        self.stored = {row.pk: row for row in self.pages.get_queryset(self.request).select_for_update(of=("self",))}

    def import_row(self, row: dict, instance_loader, **kwargs) -> RowResult:
        self.before = self.change = None
        result = super().import_row(row, instance_loader, **kwargs)
        result.line = self.lines[kwargs["row_number"] - 1]
        if result.is_valid() and not result.is_skip():
            result.change = self._change(result)
        return result

    def get_or_init_instance(self, instance_loader, row: dict) -> tuple[models.Model, bool]:
        written = row[NUMBER].strip()
        if not written:
            return self.pages.model(), True
        found = self.stored.get(int(written)) if written.isascii() and written.isdigit() else None
        if found is None:
            raise ValidationError({"pk": OFF_LIST.format(written)})
        if found.pk in self.seen:
            raise ValidationError({"pk": TWICE})
        self.seen.add(found.pk)
        self.before = self._cells(found)
        return found, False

    def for_delete(self, row: dict, instance: models.Model) -> bool:
        said = sameness(row.get(DELETE, ""))
        if said not in ("", YES, NO):
            raise ValidationError(f"Under {DELETE} write {YES} or nothing, not “{row[DELETE]}”.")
        return said == YES

    def import_instance(self, instance: models.Model, row: dict, **kwargs) -> None:
        self.form = None
        cells = {name: row[head] for head, name in self.names.items() if head in row}
        is_new = instance.pk is None
        if not is_new and all(" ".join(self.before[name].split()) == " ".join(cells[name].split()) for name in cells):
            return
        if is_new and not self.pages.has_add_permission(self.request):
            raise ValidationError("This row is new, and you may not add any.")
        if not is_new and not self.pages.has_change_permission(self.request, instance):
            raise ValidationError("This row differs, and you may not change it.")
        form = self.form_class(self._sent(instance, cells), instance=instance)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        self.form = form if is_new or form.has_changed() else None

    def _sent(self, instance: models.Model, cells: dict[str, str]) -> dict:
        """What a browser would send: the cells of the file, and of what is not in it the fields as they were."""
        form, sent, wrong = self.form_class(instance=instance), {}, {}
        for name, field in form.fields.items():
            if name not in cells:
                sent[name] = field.prepare_value(form.get_initial_for_field(field, name))
                continue
            try:
                sent[name] = self.columns[name].widget.clean(cells[name])
            except ValueError as error:
                wrong[name] = str(error)
        if wrong:
            raise ValidationError(wrong)
        return sent

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        return not import_validation_errors and self.form is None

    def _cells(self, row: models.Model) -> dict[str, str]:
        return {name: column.export(row) for name, column in self.columns.items()}

    def _change(self, result: RowResult) -> Change:
        row, kind = self.touched, result.import_type
        self.all_touched.setdefault(kind, []).append(row)
        empty = dict.fromkeys(self.columns, "")
        before = self.before or empty
        after = empty if kind == RowResult.IMPORT_TYPE_DELETE else self._cells(row)
        differences = [
            Difference(column.column_name, before[name], after[name])
            for name, column in self.columns.items()
            if before[name] != after[name]
        ]
        is_new = kind == RowResult.IMPORT_TYPE_NEW
        return Change(result.line, kind, None if is_new else result.object_id, str(row), differences)

    # Storing.

    def do_instance_save(self, instance: models.Model, is_create: bool) -> None:
        record = getattr(self.pages, "record", None)
        before = document_of(record, instance.pk) if record and not is_create else None
        if is_create and isinstance(self.pages, InEditorsOrder):
            setattr(instance, self.pages.default_order_field, self.pages.get_max_order(self.request) + 1)
        # Refused by PostgreSQL, it must not take the rows before it along.
        with transaction.atomic():
            instance.save(**({"force_insert": True} if is_create else {"force_update": True}))
        if record:
            note_change(record, instance, before, author_of(self.request))
        self.touched = instance

    def delete_instance(self, instance: models.Model, row: dict, **kwargs) -> None:
        _, _, forbidden, protected = self.pages.get_deleted_objects([instance], self.request)
        if forbidden or not self.pages.has_delete_permission(self.request, instance):
            raise ValidationError("You may not delete this row.")
        if protected:
            raise ValidationError("This row cannot be deleted: something else still needs it.")
        if record := getattr(self.pages, "record", None):
            note_deletion(record, [instance], author_of(self.request))
        self.touched = self.stored[instance.pk]
        number = instance.pk
        instance.delete()
        instance.pk = number


def _clearer(message: str) -> str:
    """In a form the field shows how a day is written."""
    return "Write the day like 2026-05-31." if message == "Enter a valid date." else message

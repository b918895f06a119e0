"""What all pages on which staff edit rows have in common."""

from collections.abc import Iterable

from adminsortable2.admin import CustomInlineFormSetMixin, SortableTabularInline
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property

from ..models.rules import sameness
from .choices import ChoicesOfRows
from .deleting import what_goes
from .rights import LinksToOpen, OfItsParent

# An address typed without its scheme is taken for https.
HTTPS_ADDRESSES = {models.URLField: {"assume_scheme": "https"}}


def _lines(text: str) -> str:
    """Browsers send lines that end in two characters, whatever they were given."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class StaffForm(forms.ModelForm):
    """A form in which text that was sent back as it was shown counts as untouched."""

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if not self._is_as_it_was(name)]

    def _is_as_it_was(self, name: str) -> bool:
        field = self.fields[name]
        if not isinstance(field, forms.CharField):
            return False
        stored, sent = self.get_initial_for_field(field, name), self[name].data
        try:
            return _lines(field.to_python(stored) or "") == _lines(field.to_python(sent) or "")
        except ValidationError:
            return False

    def _update_errors(self, errors: ValidationError) -> None:
        """Of a field that could not be read, only that is said: the model's rules saw nothing in it."""
        if hasattr(errors, "error_dict"):
            unread = set(self.errors)
            errors = {name: found for name, found in errors.error_dict.items() if name not in unread}
            if not errors:
                return
            errors = ValidationError(errors)
        super()._update_errors(errors)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = _lines(value)
        for field in self._meta.model._meta.many_to_many:
            chosen = cleaned.get(field.name) if field.related_model is self._meta.model else None
            if chosen and field.name in self.changed_data and self.instance in chosen:
                self.add_error(field.name, f"Take out {self.instance}: it cannot be in its own list.")
        return cleaned


class StaffPages(ChoicesOfRows, LinksToOpen):
    """Beside a choice there is no mark that deletes what was chosen: it looks like taking the choice back."""

    form = StaffForm

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field


class PlainHistory:
    """Deletions are asked about in words, and what changed nothing is not in the history."""

    delete_confirmation_template = "admin/delete_one.html"
    delete_selected_confirmation_template = "admin/delete_several.html"

    def get_deleted_objects(self, objs: Iterable[models.Model], request: HttpRequest):
        return what_goes(objs, request, self.admin_site)

    def log_change(self, request: HttpRequest, obj: models.Model, message: str | list):
        return super().log_change(request, obj, message) if message else None

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)


class StaffAdmin(StaffPages, PlainHistory, admin.ModelAdmin):
    """The pages of a model."""


class RowsOnce(BaseInlineFormSet):
    """Rows that stand once each in their list; `once` names the fields that tell them apart."""

    once: tuple[str, ...] = ()

    def clean(self) -> None:
        seen: dict[tuple[str, ...], forms.ModelForm] = {}
        for form in self.forms if self.once else ():
            values = getattr(form, "cleaned_data", {})
            key = tuple(sameness(str(values.get(name) or "")) for name in self.once)
            if not any(key) or values.get("DELETE"):
                continue
            first = seen.setdefault(key, form)
            if first is not form and (form.has_changed() or first.has_changed()):
                form.add_error(self.once[0], "This stands in the list already. Delete one of the two.")
        super().clean()

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        labels = [self.model._meta.get_field(name).verbose_name for name in unique_check if name != self.fk.name]
        return f"Two of these rows have the same {' and '.join(labels)}. Change or delete one of them."

    def get_form_error(self) -> str:
        return "A row above this one has the same. Change or delete one of the two."


class RowInline(StaffPages, OfItsParent):
    """Rows that are edited on their parent's page."""

    formset = RowsOnce
    extra = 0
    once: tuple[str, ...] = ()

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.once = self.once
        return formset


class ListFormSet(CustomInlineFormSetMixin, RowsOnce):
    pass


class ListInline(RowInline, SortableTabularInline):
    """Rows that are put in order by dragging."""

    formset = ListFormSet

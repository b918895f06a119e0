"""What all pages on which staff edit rows have in common."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext

from adminsortable2.admin import CustomInlineFormSetMixin, SortableTabularInline
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from .. import denormalized
from ..models.rules import sameness
from ..models.visible_text import without_signs_to_machines
from . import lines
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

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Of an object as it was opened, its links are no longer in the tables, or not yet.
        self.initial |= {
            name: pks for name, pks in getattr(self.instance, "links_opened", {}).items() if name in self.fields
        }
        for field in self.fields.values():
            if isinstance(field, forms.SlugField):
                # Django speaks of a "slug".
                field.error_messages["invalid"] = "Use only letters, numbers and hyphens, such as registered-nurse."

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

    def _save_m2m(self) -> None:
        """What a career is linked with is not read again where nobody touched it."""
        if any(field.name in self.changed_data for field in self._meta.model._meta.many_to_many):
            super()._save_m2m()

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
                # Nobody sees what is taken out here; it comes with text that was copied from elsewhere.
                cleaned[name] = without_signs_to_machines(_lines(value))
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


def _save_again(row: models.Model) -> None:
    """Store a row that is there; one that somebody deleted meanwhile does not come back."""
    try:
        row.save(force_update=True)
    except DatabaseError as error:
        # Every other fault has a class of its own.
        if type(error) is DatabaseError:
            raise IntegrityError(f"{row._meta.label} {row.pk} is no longer there.") from error
        raise


class PlainHistory:
    """Deletions are asked about in words, and what changed nothing is not in the history."""

    delete_confirmation_template = "admin/delete_one.html"
    delete_selected_confirmation_template = "admin/delete_several.html"

    def get_deleted_objects(self, objs: Iterable[models.Model], request: HttpRequest):
        return what_goes(objs, request, self.admin_site)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet):
        sent = request.POST
        is_of_all = sent.get("select_across") == "1" and "post" in sent
        if is_of_all and sent.get("asked", "") not in ("", str(queryset.count())):
            # Between question and answer others came to be among "all": these are asked about too.
            request.POST = sent.copy()
            del request.POST["post"]
        return super().response_action(request, queryset)

    def log_change(self, request: HttpRequest, obj: models.Model, message: str | list):
        return super().log_change(request, obj, message) if message else None

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
        elif form.has_changed():
            _save_again(obj)


class DerivedOnce:
    """Pages whose rows lists and search are derived from: once for all that a press of a button changes."""

    def changeform_view(self, request: HttpRequest, *args, **kwargs):
        return self._once(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs):
        return self._once(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args, **kwargs):
        return self._once(request, super().changelist_view, *args, **kwargs)

    def _once(self, request: HttpRequest, view: Callable, *args, **kwargs):
        with denormalized.together() if request.method == "POST" else nullcontext():
            return view(request, *args, **kwargs)


class StaffAdmin(StaffPages, PlainHistory, admin.ModelAdmin):
    """The pages of a model; `sentences` are fields whose text is longer than a line."""

    sentences: Sequence[str] = ()

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in self.sentences:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 80})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # After this form was checked, somebody saved the same or deleted the row. Checked once more, it says so.
            return super().changeform_view(request, *args, **kwargs)

    def staff_page(self, request: HttpRequest, template: str, context: Mapping, *, status: int = 200):
        """A page about rows of the model that is none of Django's own."""
        request.current_app = self.admin_site.name
        everything = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, everything, status=status)


class RowOfList(forms.ModelChoiceField):
    """Which row of the list a form is of: the list is read already, and each row is not read once more."""

    def __init__(self, field: forms.ModelChoiceField, rows: Mapping[str, models.Model]) -> None:
        super().__init__(field.queryset, initial=field.initial, required=False, widget=field.widget)
        self.rows = rows

    def to_python(self, value: str | None) -> models.Model | None:
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.rows[str(value)]


class RowsOnce(BaseInlineFormSet):
    """Rows that stand once each in their list; `once` names the fields that tell them apart."""

    once: tuple[str, ...] = ()

    def get_queryset(self) -> models.QuerySet | list[models.Model]:
        """Of an object as it was opened the rows that it had then: each form keeps to its own, whoever deleted some."""
        opened = getattr(self.instance, "rows_opened", {})
        name = self.fk.remote_field.get_accessor_name()
        return opened[name] if name in opened else super().get_queryset()

    @cached_property
    def _rows(self) -> dict[str, models.Model]:
        return {str(row.pk): row for row in self.get_queryset()}

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        name = self.model._meta.pk.name
        form.fields[name] = RowOfList(form.fields[name], self._rows)
        for name, field in form.fields.items():
            # In a table the labels stand over their columns alone.
            if not field.widget.use_fieldset:
                field.widget.attrs.setdefault("aria-label", field.label or capfirst(name.replace("_", " ")))

    def clean(self) -> None:
        seen: dict[tuple[str, ...], forms.ModelForm] = {}
        for form in self.forms if self.once else ():
            values = getattr(form, "cleaned_data", {})
            key = tuple(sameness(str(values.get(name) or "")) for name in self.once)
            if not any(key) or values.get("DELETE"):
                continue
            first = seen.setdefault(key, form)
            if first is not form and (form.has_changed() or first.has_changed()):
                form.add_error(self.once[0], "This is already in the list. Delete one of the two.")
        super().clean()

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        labels = [self.model._meta.get_field(name).verbose_name for name in unique_check if name != self.fk.name]
        return f"Two of these rows have the same {' and '.join(labels)}. Change or delete one of them."

    def get_form_error(self) -> str:
        return "This repeats a row above. Change or delete one of the two."


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
    """A list of a career, whose changed rows are stored all at once."""

    # The one text of each row, where they can be written as lines; what was sent as lines and not taken.
    lines_of = ""
    sent_lines: lines.Lines | None = None

    @property
    def lines(self) -> lines.Lines | None:
        return lines.shown(self) if self.lines_of else None

    def save_existing_objects(self, commit: bool = True) -> list[models.Model]:
        if not commit:
            return super().save_existing_objects(commit=False)
        self.saved_forms = []
        changed = super().save_existing_objects(commit=False)
        for row in self.deleted_objects:
            self.delete_existing(row)
        columns = [field.name for field in self.model._meta.concrete_fields if not field.primary_key]
        with denormalized.together():
            self.model.objects.bulk_update(changed, columns)
            denormalized.careers_changed([self.instance.pk] if changed else [])
        return changed


class ListInline(RowInline, SortableTabularInline):
    """Rows that are put in order by dragging; `lines_of` is their one text, where they can be written as lines."""

    formset = ListFormSet
    template = "admin/careers/rows.html"
    rows_template = SortableTabularInline.template
    lines_of = ""

    class Media:
        css = {"all": ["css/staff_order.css"]}
        js = [forms.Script("js/order.js", defer=True)]

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.lines_of = self.lines_of
        formset.sent_lines = getattr(request, "sent_lines", {}).get(formset.get_default_prefix())
        return formset

"""What a field of a staff form is in a spreadsheet: choices by the form's words, days as 2026-05-31."""

from collections.abc import Iterable

from django import forms
from django.utils.text import capfirst
from import_export.fields import Field
from import_export.widgets import Widget

from ...models.rules import sameness

YES, NO = "yes", "no"


class Cell(Widget):
    """`render` writes what a row has, as text; `clean` makes of a cell what a browser would send for it."""

    def render(self, value: object, obj=None, **kwargs) -> str:
        return "" if value is None else str(value)

    def clean(self, value: str, row=None, **kwargs) -> object:
        return value

    @property
    def choices(self) -> list[str]:
        """What may be written, where that is not free."""
        return []


class ChoiceCell(Cell):
    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        self.labels = {str(value): str(label) for value, label in choices if value not in ("", None)}
        self.values = {sameness(said): value for value, label in self.labels.items() for said in (value, label)}

    def render(self, value: object, obj=None, **kwargs) -> str:
        return self.labels.get(str(value), "" if value is None else str(value))

    def clean(self, value: str, row=None, **kwargs) -> str:
        # What is none of them the form refuses, and quotes.
        return self.values.get(sameness(value), value)

    @property
    def choices(self) -> list[str]:
        return list(self.labels.values())


class SeveralCell(ChoiceCell):
    """Several choices, with semicolons between them."""

    def __init__(self, field: forms.MultipleChoiceField) -> None:
        super().__init__(field.choices)
        self.field = field

    def render(self, value: object, obj=None, **kwargs) -> str:
        return "; ".join(super(SeveralCell, self).render(one) for one in self.field.prepare_value(value) or [])

    def clean(self, value: str, row=None, **kwargs) -> list[str]:
        return [super(SeveralCell, self).clean(one) for one in value.split(";") if one.strip()]


class YesCell(Cell):
    def render(self, value: object, obj=None, **kwargs) -> str:
        return YES if value else NO

    def clean(self, value: str, row=None, **kwargs) -> str:
        said = sameness(value)
        if said in (YES, "true", "1", "x"):
            return "on"
        if said in (NO, "false", "0", ""):
            return ""
        raise ValueError(f"Write {YES} or {NO}, not “{value}”.")

    @property
    def choices(self) -> list[str]:
        return [YES, NO]


def columns_of(form: forms.ModelForm) -> dict[str, Field]:
    """A column for each field of the form that can be written in one cell; what is chosen among rows cannot."""
    found = {}
    for name, field in form.fields.items():
        if not isinstance(field, forms.ModelChoiceField):
            found[name] = Field(attribute=name, column_name=capfirst(form[name].label), widget=_cell_of(field))
    return found


def _cell_of(field: forms.Field) -> Cell:
    if isinstance(field, forms.MultipleChoiceField):
        return SeveralCell(field)
    if isinstance(field, forms.ChoiceField):
        return ChoiceCell(field.choices)
    return YesCell() if isinstance(field, forms.BooleanField) else Cell()

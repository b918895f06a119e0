"""Boxes for the figures of a row that the publisher gives only as “or more”."""

from django import forms

from ..models.figures import PayFigure


class TopCodedField(forms.MultipleChoiceField):
    """Selected columns of pay, stored as their names with spaces between."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, model: type[PayFigure], *, label: str = "Published only as “or more”", named: str = ""):
        """`named` is a part of the columns' names that they all have, so that no box need repeat it."""
        columns = [
            (name, model._meta.get_field(name).verbose_name.removesuffix(named).strip()) for name in model.pay_columns()
        ]
        super().__init__(
            choices=columns,
            required=False,
            label=label,
            help_text="Select what the publisher marks # or words as “or more”.",
        )

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value) -> str:
        return " ".join(super().clean(value))

    def has_changed(self, initial, data) -> bool:
        return super().has_changed((initial or "").split(), data)

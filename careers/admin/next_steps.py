from django import forms
from django.contrib import admin

from ..models import NextStep
from ..models.outlook import EntryEducation
from .careers import InEditorsOrder
from .editing import HTTPS_ADDRESSES, StaffAdmin, StaffForm


class LevelsField(forms.MultipleChoiceField):
    """Levels of education, which the row holds in one text, with spaces."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: object) -> object:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: object) -> str:
        return " ".join(super().clean(value))

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class NextStepForm(StaffForm):
    education = LevelsField(
        label="Entry-level education",
        choices=EntryEducation.choices,
        required=False,
        help_text=NextStep._meta.get_field("education").help_text,
    )


@admin.register(NextStep)
class NextStepAdmin(InEditorsOrder, StaffAdmin):
    form = NextStepForm
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["title", "levels", "only_for", "state", "order"]
    list_filter = ["only_for", "state"]
    search_fields = ["title", "text", "url"]
    fields = ["title", "text", "url", "education", "only_for", "state"]

    @admin.display(description="entry-level education")
    def levels(self, step: NextStep) -> str:
        return ", ".join(EntryEducation(level).label for level in step.education.split()) or "all"

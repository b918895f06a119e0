from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from ..models import NextStep
from ..models.outlook import EntryEducation
from ..models.us_states import STATES
from .editing import HTTPS_ADDRESSES, StaffAdmin, StaffForm
from .order import InEditorsOrder
from .spreadsheets.pages import InSpreadsheets


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


class StateFilter(admin.SimpleListFilter):
    """The states that some step is for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        used = set(NextStep.objects.values_list("state", flat=True))
        return [(code, name) for code, name in STATES.items() if code in used]

    def queryset(self, request: HttpRequest, steps: models.QuerySet[NextStep]) -> models.QuerySet[NextStep]:
        return steps.filter(state=self.value()) if self.value() else steps


@admin.register(NextStep)
class NextStepAdmin(InSpreadsheets, InEditorsOrder, StaffAdmin):
    form = NextStepForm
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["title", "levels", "only_for", "state", "order"]
    list_filter = ["only_for", StateFilter]
    search_fields = ["title", "text", "url"]
    fields = ["title", "text", "url", "education", "only_for", "state"]
    sentences = ["text"]

    @admin.display(description="entry-level education")
    def levels(self, step: NextStep) -> str:
        return ", ".join(EntryEducation(level).label for level in step.education.split()) or "all"

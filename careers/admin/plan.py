from django.contrib import admin
from django.urls import reverse

from ..models import PlanSection
from .editing import StaffAdmin
from .order import InEditorsOrder


@admin.register(PlanSection)
class PlanSectionAdmin(InEditorsOrder, StaffAdmin):
    list_display = ["heading", "kind", "is_shown", "order"]
    search_fields = ["heading", "help_text"]
    fields = ["kind", "heading", "help_text", "is_shown"]
    sentences = ["help_text"]

    def view_on_site(self, section: PlanSection) -> str | None:
        return reverse("careers:plan") if section.is_shown else None

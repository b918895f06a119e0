from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from ..models import PlanSection
from .careers import InEditorsOrder
from .editing import StaffAdmin


@admin.register(PlanSection)
class PlanSectionAdmin(InEditorsOrder, StaffAdmin):
    list_display = ["heading", "kind", "is_shown", "order"]
    search_fields = ["heading", "help_text"]

    def get_fields(self, request: HttpRequest, obj: PlanSection | None = None) -> list[str]:
        # A new one goes to the end by itself.
        return ["kind", "heading", "help_text", "is_shown", *(["order"] if obj else [])]

    def view_on_site(self, section: PlanSection) -> str | None:
        return reverse("careers:plan") if section.is_shown else None

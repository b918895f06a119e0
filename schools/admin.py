import re

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from careers.admin.editing import HTTPS_ADDRESSES, StaffAdmin
from careers.admin.order import InEditorsOrder
from careers.admin.spreadsheets.pages import InSpreadsheets
from careers.admin.versions import Versioned
from careers.desk import Waiting, register
from careers.models.us_states import STATES

from .models import Featured, School


@admin.register(School)
class SchoolAdmin(InSpreadsheets, Versioned, StaffAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "city", "state", "status", "closed_on", "is_featured"]
    list_filter = ["status", "state"]
    list_select_related = ["featured"]
    search_fields = ["name", "city", "=state", "unitid"]
    autocomplete_fields = ["release"]
    fieldsets = [
        (None, {"fields": ["name", ("city", "state"), "url"]}),
        ("Open or closed", {"fields": ["status", "closed_on"]}),
        ("Source", {"fields": ["unitid", "release"]}),
    ]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By the names of states too, of which the schools have the postal codes."""
        search_term = search_term.replace(",", " ")
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        for code, name in STATES.items():
            rest, times = re.subn(rf"\b{name}\b", " ", search_term, flags=re.IGNORECASE)
            if times:
                found |= super().get_search_results(request, queryset.filter(state=code), rest)[0]
        return found, may_repeat

    def view_on_site(self, school: School) -> str:
        return reverse("schools:list")

    @admin.display(boolean=True, description="featured")
    def is_featured(self, school: School) -> bool:
        return hasattr(school, "featured")


class EndingFilter(admin.SimpleListFilter):
    title = "needs a look"
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("ending", "Ends within two weeks"), ("closed", "The school has closed")]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "ending":
            return queryset.ending_soon()
        return queryset.of_closed_schools() if self.value() == "closed" else queryset


@admin.register(Featured)
class FeaturedAdmin(InEditorsOrder, StaffAdmin):
    list_display = ["school", "school_status", "starts_on", "ends_on", "order"]
    list_filter = [EndingFilter]
    list_select_related = ["school"]
    autocomplete_fields = ["school", "careers"]
    fields = ["school", "careers", "starts_on", "ends_on"]

    @admin.display(description="status")
    def school_status(self, featured: Featured) -> str:
        return featured.school.get_status_display()


register(
    Waiting(
        name="placements that end",
        one="featured school's time ends within two weeks",
        many="featured schools' time ends within two weeks",
        says="Set a later last day, or let it pass.",
        rows=lambda user: Featured.objects.ending_soon(),
        page="admin:schools_featured_changelist",
        query="look=ending",
        settled_by=(("schools.change_featured",),),
    ),
    Waiting(
        name="placements of closed schools",
        one="featured school has closed",
        many="featured schools have closed",
        says="Visitors still see the name, marked as closed. Set a last day, or take it out.",
        rows=lambda user: Featured.objects.of_closed_schools(),
        page="admin:schools_featured_changelist",
        query="look=closed",
        settled_by=(("schools.change_featured",),),
    ),
)

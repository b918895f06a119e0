from django.contrib import admin
from django.urls import reverse

from careers.admin.editing import HTTPS_ADDRESSES, StaffAdmin
from careers.admin.order import InEditorsOrder

from .models import Featured, School


@admin.register(School)
class SchoolAdmin(StaffAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "city", "state", "status", "closed_on", "is_featured"]
    list_filter = ["status", "state"]
    list_select_related = ["featured"]
    search_fields = ["name", "city", "unitid"]
    autocomplete_fields = ["release"]
    fieldsets = [
        (None, {"fields": ["name", ("city", "state"), "url"]}),
        ("Open or closed", {"fields": ["status", "closed_on"]}),
        ("Source", {"fields": ["unitid", "release"]}),
    ]

    def view_on_site(self, school: School) -> str:
        return reverse("schools:list")

    @admin.display(boolean=True, description="featured")
    def is_featured(self, school: School) -> bool:
        return hasattr(school, "featured")


@admin.register(Featured)
class FeaturedAdmin(InEditorsOrder, StaffAdmin):
    list_display = ["school", "school_status", "order"]
    list_select_related = ["school"]
    autocomplete_fields = ["school", "careers"]
    fields = ["school", "careers"]

    @admin.display(description="status")
    def school_status(self, featured: Featured) -> str:
        return featured.school.get_status_display()

from django.contrib import admin

from ..models import IndustryPay, Occupation, Outlook, Pay
from .choices import ChoicesOfRows


class FigureInline(ChoicesOfRows, admin.StackedInline):
    extra = 0
    autocomplete_fields = ["release"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("release", "occupation").order_by("-release__as_of")


class PayInline(FigureInline):
    model = Pay
    fields = [
        ("release", "held"),
        "employment",
        ("annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"),
        ("hourly_p10", "hourly_p25", "hourly_median", "hourly_p75", "hourly_p90"),
    ]


class OutlookInline(FigureInline):
    model = Outlook
    readonly_fields = ["shown_growth", "shown_new_jobs", "agreement"]
    fields = [
        ("release", "held"),
        ("base_year", "projected_year"),
        ("base_employment", "projected_employment", "openings"),
        ("stated_new_jobs", "stated_growth"),
        ("shown_new_jobs", "shown_growth", "agreement"),
        ("entry_education", "work_experience", "training"),
    ]

    @admin.display(description="growth as shown")
    def shown_growth(self, outlook: Outlook) -> str:
        return f"{outlook.growth}%" if outlook.pk and outlook.growth is not None else "-"

    @admin.display(description="new jobs as shown")
    def shown_new_jobs(self, outlook: Outlook) -> str:
        return f"{outlook.new_jobs:+,}" if outlook.pk else "-"

    @admin.display(description="stated figures agree with employment")
    def agreement(self, outlook: Outlook) -> str:
        return agreement(outlook)


class IndustryPayInline(ChoicesOfRows, admin.TabularInline):
    model = IndustryPay
    extra = 0
    autocomplete_fields = ["release"]
    fields = ["release", "held", "industry", "naics", "employment", "annual_median", "hourly_median"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "release":
            # A pencil, a cross and an eye beside each of 20 rows would push the figures off the screen.
            for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, link, False)
        if db_field.name == "naics":
            field.widget.attrs["size"] = 6
            field.widget.attrs["class"] = ""
        return field

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("release", "occupation")
        return rows.order_by("-release__as_of", "-annual_median")


def agreement(outlook: Outlook) -> str:
    """What an outlook's stated figures look like beside its employment figures, in words for staff."""
    if not outlook.pk or (outlook.stated_growth is None and outlook.stated_new_jobs is None):
        return "Nothing stated"
    return " ".join(outlook.mismatches().values()) or "Yes"


class MismatchFilter(admin.SimpleListFilter):
    title = "stated figures"
    parameter_name = "stated"

    def lookups(self, request, model_admin):
        return [("mismatch", "Do not agree with employment")]

    def queryset(self, request, queryset):
        if self.value() != "mismatch":
            return queryset
        return queryset.filter(pk__in=[outlook.pk for outlook in queryset if outlook.mismatches()])


@admin.register(Occupation)
class OccupationAdmin(ChoicesOfRows, admin.ModelAdmin):
    list_display = ["code", "title", "classification"]
    list_filter = ["classification"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["predecessors"]
    inlines = [PayInline, OutlookInline, IndustryPayInline]


@admin.register(Outlook)
class OutlookAdmin(ChoicesOfRows, admin.ModelAdmin):
    list_display = ["occupation", "release", "base_employment", "projected_employment", "growth", "agreement"]
    list_filter = [MismatchFilter, "release"]
    list_select_related = ["occupation", "release"]
    search_fields = ["occupation__code", "occupation__title"]
    autocomplete_fields = ["occupation", "release"]

    @admin.display(description="agrees with employment")
    def agreement(self, outlook: Outlook) -> str:
        return agreement(outlook)

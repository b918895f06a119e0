from adminsortable2.admin import SortableAdminBase, SortableAdminMixin, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from .models import (
    Career,
    CareerCredential,
    Credential,
    Field,
    IndustryPay,
    Occupation,
    Organization,
    Outlook,
    Pay,
    Release,
    Skill,
    Source,
    Task,
    Title,
)

# An address typed without its scheme is taken for https.
HTTPS_ADDRESSES = {models.URLField: {"assume_scheme": "https"}}
LONG_LINE = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 70})}}


class ListInline(SortableTabularInline):
    extra = 0


class TaskInline(ListInline):
    model = Task
    formfield_overrides = LONG_LINE
    verbose_name_plural = "Common work tasks"


class TitleInline(ListInline):
    model = Title
    verbose_name_plural = "Other job titles"


class SkillInline(ListInline):
    model = Skill
    verbose_name_plural = "Skills"
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class CredentialInline(ListInline):
    model = CareerCredential
    verbose_name_plural = "Credentials (licensure and certification)"
    autocomplete_fields = ["credential"]
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class SourceInline(ListInline):
    model = Source
    formfield_overrides = HTTPS_ADDRESSES
    verbose_name_plural = "Sources of the text"


@admin.register(Career)
class CareerAdmin(SortableAdminBase, admin.ModelAdmin):
    list_display = ["title", "field", "status", "onet_code", "reviewed_on", "updated_at", "page"]
    list_filter = ["status", "field", "reviewed_on"]
    search_fields = ["title", "titles__name", "onet_code", "occupation__code"]
    list_select_related = ["field"]
    date_hierarchy = "updated_at"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["field", "occupation", "related"]
    readonly_fields = ["figures", "published_at", "updated_at"]
    inlines = [TaskInline, TitleInline, CredentialInline, SkillInline, SourceInline]
    actions = ["publish", "unpublish"]
    save_on_top = True
    fieldsets = [
        ("Head of the page", {"fields": ["title", "slug", "field", "summary", "workers"]}),
        ("Publication", {"fields": ["status", "reviewed_on", "published_at", "updated_at"]}),
        ("Career description", {"fields": ["description"]}),
        ("Education, training and experience", {"fields": ["education", "licensure"]}),
        (
            "Salary and job outlook",
            {
                "description": "Figures come from the releases, by SOC code, and are edited under “SOC occupations”.",
                "fields": ["occupation", "onet_code", "figures", "outlook"],
            },
        ),
        ("Related careers", {"fields": ["related"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "summary":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 80})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def view_on_site(self, career: Career) -> str:
        return career.get_absolute_url() if career.is_published else reverse("careers:preview", args=[career.pk])

    @admin.display(description="page")
    def page(self, career: Career) -> str:
        label = "View" if career.is_published else "Preview"
        return format_html('<a href="{}">{}</a>', self.view_on_site(career), label)

    @admin.display(description="figures")
    def figures(self, career: Career) -> str:
        if career.occupation_id is None:
            return "None: choose a SOC occupation and save."
        address = reverse("admin:careers_occupation_change", args=[career.occupation_id])
        return format_html('<a href="{}">Pay and outlook of {}</a>', address, career.occupation)

    @admin.action(description="Publish the chosen careers", permissions=["change"])
    def publish(self, request, queryset) -> None:
        self._set_status(request, queryset, Career.Status.PUBLISHED, "published")

    @admin.action(description="Turn the chosen careers back into drafts", permissions=["change"])
    def unpublish(self, request, queryset) -> None:
        self._set_status(request, queryset, Career.Status.DRAFT, "turned into drafts")

    def _set_status(self, request, queryset, status: str, words: str) -> None:
        careers = list(queryset.exclude(status=status))
        for career in careers:
            career.status = status
            career.save(update_fields=["status", "updated_at"])
            self.log_change(request, career, f"Status set to {career.get_status_display()}")
        self.message_user(request, f"{len(careers)} careers {words}.")


@admin.register(Field)
class FieldAdmin(SortableAdminMixin, admin.ModelAdmin):
    list_display = ["title", "career_count", "order"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "description"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(careers_in_field=Count("careers")).order_by("order", "title")

    @admin.display(description="careers, drafts too")
    def career_count(self, field: Field) -> int:
        return field.careers_in_field


class CredentialOfOrganizationInline(admin.TabularInline):
    formfield_overrides = HTTPS_ADDRESSES
    model = Credential
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "acronym", "url"]
    search_fields = ["name", "acronym"]
    inlines = [CredentialOfOrganizationInline]


@admin.register(Credential)
class CredentialAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "acronym", "kind", "organization"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    search_fields = ["name", "acronym", "organization__name", "organization__acronym"]
    autocomplete_fields = ["organization"]


class FigureInline(admin.StackedInline):
    extra = 0
    autocomplete_fields = ["release"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("release", "occupation").order_by("-release__as_of")


class PayInline(FigureInline):
    model = Pay
    fields = [
        "release",
        "employment",
        ("annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"),
        ("hourly_p10", "hourly_p25", "hourly_median", "hourly_p75", "hourly_p90"),
    ]


class OutlookInline(FigureInline):
    model = Outlook
    readonly_fields = ["shown_growth", "shown_new_jobs", "agreement"]
    fields = [
        "release",
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


class IndustryPayInline(admin.TabularInline):
    model = IndustryPay
    extra = 0
    autocomplete_fields = ["release"]
    fields = ["release", "industry", "naics", "employment", "annual_median", "hourly_median"]

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
class OccupationAdmin(admin.ModelAdmin):
    list_display = ["code", "title", "classification"]
    list_filter = ["classification"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["predecessors"]
    inlines = [PayInline, OutlookInline, IndustryPayInline]


@admin.register(Outlook)
class OutlookAdmin(admin.ModelAdmin):
    list_display = ["occupation", "release", "base_employment", "projected_employment", "growth", "agreement"]
    list_filter = [MismatchFilter, "release"]
    list_select_related = ["occupation", "release"]
    search_fields = ["occupation__code", "occupation__title"]
    autocomplete_fields = ["occupation", "release"]

    @admin.display(description="agrees with employment")
    def agreement(self, outlook: Outlook) -> str:
        return agreement(outlook)


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["title", "data_set", "period", "state", "publisher", "as_of"]
    list_filter = ["data_set", "state"]
    search_fields = ["title", "period", "publisher"]
    fieldsets = [
        (None, {"fields": ["data_set", "title", "period", "as_of", "publisher", "url", "state"]}),
        ("Licence", {"fields": ["licence", "attribution"]}),
        ("Top-coded pay", {"fields": ["top_code_annual", "top_code_hourly"]}),
    ]

from adminsortable2.admin import SortableAdminBase, SortableAdminMixin, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from ..models import Career, CareerCredential, Credential, Field, Organization, Skill, Source, Task, Title
from ..page_text import text_of
from .choices import ChoicesOfRows

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
    fields = ["name", "hidden", "order"]
    verbose_name_plural = "Other job titles"


class SkillInline(ListInline):
    model = Skill
    verbose_name_plural = "Skills"
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class CredentialInline(ChoicesOfRows, ListInline):
    model = CareerCredential
    verbose_name_plural = "Credentials (licensure and certification)"
    autocomplete_fields = ["credential"]
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class SourceInline(ListInline):
    model = Source
    formfield_overrides = HTTPS_ADDRESSES
    verbose_name_plural = "Sources of the text"


@admin.register(Career)
class CareerAdmin(ChoicesOfRows, SortableAdminBase, admin.ModelAdmin):
    list_display = ["title", "field", "status", "onet_code", "reviewed_on", "updated_at", "page"]
    list_filter = ["status", "field", "reviewed_on", "brought"]
    search_fields = ["title", "titles__name", "onet_code", "occupation__code"]
    list_select_related = ["field"]
    date_hierarchy = "updated_at"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["field", "occupation", "related"]
    readonly_fields = ["figures", "release_text", "published_at", "updated_at"]
    inlines = [TaskInline, TitleInline, CredentialInline, SkillInline, SourceInline]
    actions = ["publish", "unpublish"]
    save_on_top = True
    fieldsets = [
        ("Head of the page", {"fields": ["title", "slug", "field", "summary", "workers"]}),
        ("Publication", {"fields": ["release_text", "status", "reviewed_on", "published_at", "updated_at"]}),
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

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        # Only a release's text that goes withdraws a career, and only its return publishes it again.
        if "status" in form.base_fields and (obj is None or obj.status != Career.Status.WITHDRAWN):
            statuses = [status for status in Career.Status.choices if status[0] != Career.Status.WITHDRAWN]
            form.base_fields["status"].choices = statuses
        return form

    def view_on_site(self, career: Career) -> str:
        return career.get_absolute_url() if career.is_published else reverse("careers:preview", args=[career.pk])

    @admin.display(description="page")
    def page(self, career: Career) -> str:
        label = "View" if career.is_published else "Preview"
        return format_html('<a href="{}">{}</a>', self.view_on_site(career), label)

    @admin.display(description="text of the release")
    def release_text(self, career: Career) -> str:
        profile = text_of(career).profile if career.pk else None
        if profile is None:
            return "None: no live O*NET release has this O*NET-SOC code."
        return format_html(
            '{}, {}. <a href="{}">See it on the page.</a> Each part that you write here takes its place: description, '
            "tasks, titles, skills, related careers.",
            profile.title,
            profile.release,
            reverse("careers:preview", args=[career.pk]),
        )

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
    fields = ["title", "slug", "description", "soc_groups"]

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
class CredentialAdmin(ChoicesOfRows, admin.ModelAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "acronym", "kind", "organization"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    search_fields = ["name", "acronym", "organization__name", "organization__acronym"]
    autocomplete_fields = ["organization"]

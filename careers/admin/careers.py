from collections.abc import Callable, Mapping

from adminsortable2.admin import SortableAdminBase
from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from ..models import Career, CareerCredential, Credential, Field, Organization, PageView, Skill, Source, Task, Title
from ..versions.checking import added_errors
from .drafts import Drafted, as_public
from .editing import HTTPS_ADDRESSES, DerivedOnce, ListInline, RowInline, RowsOnce, StaffAdmin, StaffForm
from .finding import FoundAsByVisitors
from .lines import WithLines
from .order import InEditorsOrder
from .previews import Previewed
from .publishing import PublishedFromList
from .publishing_check import CheckedBeforePublished
from .released import LISTS, ROWS, TEXTS, WithReleasedText, text_at_hand
from .review_report import WithReviewReport
from .rights import PREVIEW, PUBLISH
from .versions import Versioned
from .waiting import DraftFilter, ReviewFilter

DAYS_OF_VIEWS = 30
LONG_LINE = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 70})}}


class TaskInline(ListInline):
    model = Task
    once = ("text",)
    lines_of = "text"
    formfield_overrides = LONG_LINE
    verbose_name_plural = "Common work tasks"


class TitleInline(ListInline):
    model = Title
    once = ("name",)
    lines_of = "name"
    fields = ["name", "hidden", "order"]
    verbose_name_plural = "Other job titles"


class SkillInline(ListInline):
    model = Skill
    once = ("name",)
    verbose_name_plural = "Skills"
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class CredentialInline(ListInline):
    model = CareerCredential
    once = ("credential",)
    verbose_name_plural = "Credentials (licensure and certification)"
    autocomplete_fields = ["credential"]
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class SourceInline(ListInline):
    model = Source
    once = ("name", "url")
    formfield_overrides = HTTPS_ADDRESSES
    verbose_name_plural = "Sources of the text"


@admin.register(Career)
class CareerAdmin(
    FoundAsByVisitors,
    WithLines,
    Previewed,
    WithReviewReport,
    PublishedFromList,
    CheckedBeforePublished,
    WithReleasedText,
    DerivedOnce,
    Drafted,
    Versioned,
    SortableAdminBase,
    StaffAdmin,
):
    change_form_template = "admin/careers/career/change_form.html"
    change_list_template = "admin/careers/career/change_list.html"
    sentences = ["summary"]
    list_display = ["title", "field", "status", "onet_code", "reviewed_on", "updated_at"]
    list_filter = ["status", DraftFilter, "field", ReviewFilter, "reviewed_on", "from_onet"]
    list_select_related = ["field"]
    date_hierarchy = "updated_at"
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["field", "occupation", "related"]
    readonly_fields = ["old_addresses", "figures", "release_text", "published_at", "updated_at", "views", *TEXTS, *ROWS]
    inlines = [TaskInline, TitleInline, CredentialInline, SkillInline, SourceInline]
    actions = ["publish", "unpublish"]
    save_on_top = True
    fieldsets = [
        (
            "Head of the page",
            {"fields": ["title", "slug", "old_addresses", "field", "summary", "released_summary", "workers"]},
        ),
        ("Publication", {"fields": ["release_text", "status", "published_at", "updated_at", "views"]}),
        ("Review", {"fields": ["reviewed_on", "review_due_on", "reviewer"]}),
        ("Career description", {"fields": ["description", "released_description"]}),
        ("Education, training and experience", {"fields": ["education", "released_education", "licensure"]}),
        (
            "Salary and job outlook",
            {
                "description": "Figures come from the releases, by SOC code, and are edited under “SOC occupations”.",
                "fields": ["occupation", "onet_code", "figures_are_wider", "figures", "outlook"],
            },
        ),
        ("Related careers", {"fields": ["related", "released_related"]}),
        (
            LISTS,
            {
                "description": "Your own lists are further down. Each can be shown with O*NET's, or instead of it.",
                "fields": [
                    *("released_tasks", "with_released_tasks", "released_titles", "with_released_titles"),
                    *("released_skills", "with_released_skills"),
                ],
            },
        ),
    ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        # Only a release's text that goes withdraws a career, and only its return publishes it again.
        if "status" in form.base_fields and (obj is None or obj.status != Career.Status.WITHDRAWN):
            statuses = [status for status in Career.Status.choices if status[0] != Career.Status.WITHDRAWN]
            form.base_fields["status"].choices = statuses
        return form

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        # Nobody publishes what he cannot see.
        return super().has_view_permission(request, obj) or self.has_publish_permission(request)

    def fields_kept(self, request: HttpRequest, stored: dict | None) -> dict:
        if self.has_publish_permission(request):
            return {}
        as_it_is = stored["fields"] if stored else {"status": Career.Status.DRAFT, "published_at": None}
        return {name: as_it_is[name] for name in ("status", "published_at")}

    def why_none(self, asked: Mapping[int, tuple[dict, dict | None]]) -> dict[int, str]:
        documents = {pk: document for pk, (document, _) in asked.items()}
        return added_errors(documents, {pk: stored for pk, (_, stored) in asked.items()})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Career | None:
        career = super().get_object(request, object_id, from_field)
        if career is not None:
            # Links of the page lead only to what the person may open.
            career.seen_by = request.user
        return career

    def get_list_display(self, request: HttpRequest) -> list:
        return [*self.list_display, _page_column(may_preview=request.user.has_perm(PREVIEW))]

    def view_on_site(self, career: Career) -> str | None:
        may_preview = hasattr(career, "seen_by") and career.seen_by.has_perm(PREVIEW)
        return _address_of_page(as_public(career), may_preview=may_preview)

    @admin.display(description="old addresses")
    def old_addresses(self, career: Career) -> str:
        return addresses_in_words(career)

    @admin.display(description="text of the release")
    def release_text(self, career: Career) -> str:
        profile = text_at_hand(career).profile if career.pk else None
        if profile is None:
            return "None: no live O*NET release has this O*NET-SOC code."
        address = self.view_on_site(career)
        link = format_html(' <a href="{}">See it on the page.</a>', address) if address else ""
        return format_html(
            "{}, {}.{} What you write yourself is shown instead; of lists you choose below.",
            profile.title,
            profile.release,
            link,
        )

    @admin.display(description="figures")
    def figures(self, career: Career) -> str:
        if career.occupation_id is None:
            return "None: choose a SOC occupation and save."
        if not (hasattr(career, "seen_by") and career.seen_by.has_perm("careers.view_occupation")):
            return f"Pay and outlook of {career.occupation}"
        address = reverse("admin:careers_occupation_change", args=[career.occupation_id])
        return format_html('<a href="{}">Pay and outlook of {}</a>', address, career.occupation)

    @admin.display(description="views")
    def views(self, career: Career) -> str:
        if not career.pk or not as_public(career).is_published:
            return "None: it is not public."
        times = PageView.objects.filter(page=as_public(career).get_absolute_url()).lately(DAYS_OF_VIEWS).total()
        says = f"{times:,} {'view' if times == 1 else 'views'} in the last {DAYS_OF_VIEWS} days"
        if not (hasattr(career, "seen_by") and career.seen_by.has_perm("careers.view_pageview")):
            return says
        address = reverse("admin:careers_pageview_changelist", query={"kind": "careers"})
        return format_html('<a href="{}">{}</a>', address, says)

    def save_related(self, request: HttpRequest, form: StaffForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and not form.has_changed() and any(formset.has_changed() for formset in formsets):
            # The page changed with its lists.
            form.instance.save(update_fields=["updated_at"])


def _address_of_page(career: Career, *, may_preview: bool) -> str | None:
    if career.is_published:
        return career.get_absolute_url()
    return reverse("careers:preview", args=[career.pk]) if may_preview else None


def _page_column(*, may_preview: bool) -> Callable[[Career], str]:
    @admin.display(description="page")
    def page(career: Career) -> str:
        address = _address_of_page(career, may_preview=may_preview)
        label = "View" if career.is_published else "Preview"
        return format_html('<a href="{}">{}</a>', address, label) if address else "-"

    return page


def addresses_in_words(row: Career | Field) -> str:
    """What else leads to the page of `row`."""
    return (row.pk and ", ".join(map(str, row.old_addresses.all()))) or "None"


@admin.register(Field)
class FieldAdmin(InEditorsOrder, StaffAdmin):
    list_display = ["title", "career_count", "order"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "old_addresses", "description", "soc_groups", "icon"]
    readonly_fields = ["old_addresses"]
    sentences = ["description"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(careers_in_field=Count("careers")).order_by("order", "title")

    def view_on_site(self, field: Field) -> str | None:
        return field.get_absolute_url() if Career.objects.published().filter(field=field).exists() else None

    @admin.display(description="old addresses")
    def old_addresses(self, field: Field) -> str:
        return addresses_in_words(field)

    @admin.display(description="careers, drafts too")
    def career_count(self, field: Field) -> int:
        return field.careers_in_field


class CredentialOfOrganizationInline(RowInline, admin.TabularInline):
    formfield_overrides = HTTPS_ADDRESSES
    model = Credential
    once = ("name",)
    formset = RowsOnce


@admin.register(Organization)
class OrganizationAdmin(DerivedOnce, StaffAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "acronym", "url"]
    search_fields = ["name", "acronym"]
    inlines = [CredentialOfOrganizationInline]


@admin.register(Credential)
class CredentialAdmin(DerivedOnce, StaffAdmin):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "acronym", "kind", "organization"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    search_fields = ["name", "acronym", "organization__name", "organization__acronym"]
    autocomplete_fields = ["organization"]

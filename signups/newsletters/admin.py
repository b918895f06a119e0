"""Staff's pages of newsletters: written like other content, and left as they are once they are queued."""

from collections.abc import Mapping

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format

from careers.admin import version_pages
from careers.admin.editing import StaffAdmin
from careers.admin.versions import Versioned

from ..models import Newsletter
from . import pages
from .mail import audience
from .preview import shown

QUEUED_MEANWHILE = "Nothing was saved: the newsletter was queued before you pressed Save. What you wrote stands below."
QUEUED_ALREADY = "It was queued, and cannot be changed since."


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Newsletter.State.choices

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == Newsletter.State.DRAFT:
            return queryset.drafts()
        return queryset.filter(mailing__state=self.value()) if self.value() in Newsletter.State.values else queryset


@admin.register(Newsletter)
class NewsletterAdmin(Versioned, StaffAdmin):
    change_form_template = "admin/signups/newsletter/change_form.html"
    list_display = ["subject", "state_now", "when", "for_whom", "in_archive"]
    list_filter = [StateFilter, ("field", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["mailing", "field"]
    search_fields = ["subject", "text"]
    fields = ["subject", "slug", "field", "text"]
    prepopulated_fields = {"slug": ["subject"]}

    def get_urls(self) -> list:
        own = [
            ("preview/", pages.preview, "preview"),
            ("<int:pk>/send/", pages.send, "send"),
            ("<int:pk>/test/", pages.test, "test"),
            ("<int:pk>/decide/<slug:what>/", pages.decide, "decide"),
        ]
        paths = [
            path(route, version_pages.page(view, self), name=f"signups_newsletter_{name}") for route, view, name in own
        ]
        return [*paths, *super().get_urls()]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("mailing", "field")

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs["rows"] = 20
        return field

    def get_prepopulated_fields(self, request: HttpRequest, obj: Newsletter | None = None) -> dict:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Newsletter | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Newsletter | None = None) -> bool:
        """Restored, one that was sent would be a draft, and be sent once more."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def may_send(self, request: HttpRequest) -> bool:
        return request.user.has_perm(pages.SEND)

    def has_view_permission(self, request: HttpRequest, obj: Newsletter | None = None) -> bool:
        """Whoever may change newsletters, or send them, looks at those that cannot be changed too."""
        return super().has_view_permission(request, obj) or self.may_send(request)

    def why_none(self, asked: Mapping[int, tuple[dict, dict | None]]) -> dict[int, str]:
        queued = Newsletter.objects.filter(pk__in=list(asked)).exclude(mailing=None)
        return dict.fromkeys(queued.values_list("pk", flat=True), QUEUED_ALREADY)

    def view_on_site(self, newsletter: Newsletter) -> str | None:
        return newsletter.get_absolute_url() if newsletter.published_at else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        pk = self._number(object_id) if object_id else None
        if request.method == "POST" and pk and super().has_change_permission(request):
            queued = Newsletter.objects.filter(pk=pk).exclude(mailing=None).first()
            if queued:
                return self._not_saved(request, queued)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _not_saved(self, request: HttpRequest, newsletter: Newsletter) -> HttpResponse:
        messages.error(request, QUEUED_MEANWHILE)
        context = {
            "title": "Not saved",
            "subtitle": newsletter.subject,
            "newsletter": newsletter,
            "typed": request.POST,
        }
        return self.staff_page(request, "admin/signups/newsletter/not_saved.html", context, status=409)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        mail = shown(_as_typed(context["adminform"].form, obj))
        context |= {"mail": mail, "may_send": self.may_send(request), "show_save_and_add_another": False}
        if obj and change:
            decisions = pages.possible(self, request, obj)
            context |= {"people": audience(obj.for_field).count(), "decisions": decisions, "newsletter": obj}
            context["is_to_come"] = not obj.is_draft and obj.mailing.due_at > timezone.now()
        return pages.framing(super().render_change_form(request, context, add, change, form_url, obj), mail)

    @admin.display(description="state", ordering="mailing__state")
    def state_now(self, newsletter: Newsletter) -> str:
        return newsletter.state.label

    @admin.display(description="when", ordering="mailing__due_at")
    def when(self, newsletter: Newsletter) -> str:
        if newsletter.is_draft:
            return "-"
        moment = newsletter.mailing.done_at or newsletter.mailing.due_at
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")

    @admin.display(description="for whom", ordering="field")
    def for_whom(self, newsletter: Newsletter) -> str:
        if newsletter.for_field is None:
            return "Everybody who gets it"
        return f"Followers of {newsletter.field or 'a field of work that is gone'}"

    @admin.display(description="in the archive", ordering="published_at", boolean=True)
    def in_archive(self, newsletter: Newsletter) -> bool:
        return newsletter.published_at is not None


def _as_typed(form, stored: Newsletter | None) -> Newsletter:
    if "text" not in form.fields:
        return stored
    return Newsletter(subject=form["subject"].value() or "", text=form["text"].value() or "")

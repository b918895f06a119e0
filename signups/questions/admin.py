"""Staff's pages of questions, experts and what askers are told."""

from collections.abc import Mapping
from datetime import date

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from careers.admin import deleting, version_pages
from careers.admin.editing import StaffAdmin
from careers.admin.rights import who_can
from careers.admin.versions import Versioned
from careers.models import Version
from careers.versions.documents import UnreadableVersion, read

from ..models import DeclineReason, Expert, Question, QuestionWord
from .experts import accounts, away
from .own.lost_words import LostWordsFilter
from .review import pages as review_pages
from .review.queue import CLAIM, QUEUES, REVIEW, is_overdue, reviewable
from .review.shown import name_of
from .steps import STEPS

VERIFY = "signups.verify_expert"
BY_STEPS = "A question moves on by its steps alone. Open its review."

deleting.DERIVED.add(QuestionWord)


class QueueFilter(admin.SimpleListFilter):
    title = "what waits"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(queue.name, queue.label) for queue in QUEUES.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        queue = QUEUES.get(self.value())
        return queue.rows(queryset, request.user) if queue else queryset


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(value, label) for value, label in Question.Status.choices if value != Question.Status.UNCONFIRMED]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() in Question.Status.values else queryset


def _short(day: date) -> str:
    """Six columns fit on a screen."""
    return date_format(day, "M j" if day.year == timezone.localdate().year else "M j, Y")


class ToReview(ChangeList):
    """Leads moderators to where they work on a question."""

    def url_for_result(self, result: Question) -> str:
        return review_pages.address_of(result.pk) if self.may_review else super().url_for_result(result)


@admin.register(Question)
class QuestionAdmin(Versioned, StaffAdmin):
    change_form_template = "admin/signups/question/change_form.html"
    change_list_template = "admin/signups/question/change_list.html"
    list_display = ["question", "status_now", "promised", "career", "expert", "asked"]
    # On a phone the first question comes before what can be done with several.
    actions_on_top, actions_on_bottom = False, True
    list_filter = [QueueFilter, StatusFilter, LostWordsFilter, ("career", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["career", "expert", "claimed_by"]
    search_fields = ["text", "career__title"]
    autocomplete_fields = ["career"]
    readonly_fields = ["text", "background", "status", "created_at"]
    fieldsets = [(None, {"fields": ["text", "background", "career", "asker", "status", "created_at"]})]

    def get_urls(self) -> list:
        own = [
            ("<int:pk>/review/", review_pages.review, "review"),
            ("<int:pk>/review/claim/", review_pages.take_claim, "claim"),
            ("<int:pk>/review/release-claim/", review_pages.release_claim, "release_claim"),
            ("<int:pk>/review/<slug:step>/", review_pages.act, "step"),
        ]
        paths = [
            path(route, version_pages.page(view, self), name=f"signups_question_{name}") for route, view, name in own
        ]
        return [*paths, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return super().has_view_permission(request, obj) or request.user.has_perm(REVIEW)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(pk__in=reviewable().values("pk"))

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return type("ToReview", (ToReview,), {"may_review": request.user.has_perm(REVIEW)})

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> list:
        if obj is None:
            return [(None, {"fields": ["text", "background", "career", "asker"]})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list:
        """A question that staff add is worded by them; later its words and its status change by steps."""
        return super().get_readonly_fields(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: Question, form, change: bool) -> None:
        if change and not request.edit.is_behind and form.changed_data:
            # Nothing else of the row: meanwhile somebody may have claimed it, or found it helpful.
            obj.save(update_fields=form.changed_data)
        else:
            if not change:
                obj.promised_on = STEPS["confirm"].promised_on()
            super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Question, post_url_continue=None) -> HttpResponse:
        if request.user.has_perm(REVIEW) and not {"_addanother", "_continue"} & request.POST.keys():
            messages.success(request, "The question is in the queue.")
            return HttpResponseRedirect(review_pages.address_of(obj.pk))
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        context["may_review"] = bool(obj) and request.user.has_perm(REVIEW)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def why_none(self, asked: Mapping[int, tuple[dict, dict | None]]) -> dict[int, str]:
        """Restoring would be a way past the steps; what was deleted comes back as it was then."""
        return {
            pk: BY_STEPS
            for pk, (wanted, stored) in asked.items()
            if stored or wanted["fields"]["status"] != self._last_status(pk)
        }

    def _last_status(self, pk: int) -> str | None:
        newest = Version.objects.of(self.record.kind, pk).first()
        try:
            return newest and read(self.record, newest)["fields"]["status"]
        except UnreadableVersion:
            return None

    def view_on_site(self, question: Question) -> str | None:
        return question.get_absolute_url() if Question.objects.published().filter(pk=question.pk).exists() else None

    def get_ordering(self, request: HttpRequest) -> list:
        """What waits is worked off in the order in which it was promised."""
        if QueueFilter.parameter_name not in request.GET:
            return super().get_ordering(request)
        return ["-is_urgent", F("promised_on").asc(nulls_last=True), "created_at", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Questions", **(extra_context or {})})

    @admin.display(description="question", ordering="text")
    def question(self, question: Question) -> str:
        urgent = "Urgent: " if question.is_urgent and question.status in Question.OPEN else ""
        return f"{urgent}{question}" if question.text else f"Question {question.pk}, without words"

    @admin.display(description="status", ordering="status")
    def status_now(self, question: Question) -> str:
        label = question.get_status_display()
        if question.claimed_by and question.claimed_at > timezone.now() - CLAIM:
            return f"{label}. {name_of(question.claimed_by)} has it"
        return label

    @admin.display(description="promised", ordering="promised_on")
    def promised(self, question: Question) -> str:
        if question.promised_on is None or question.status not in Question.OPEN:
            return "-"
        return f"{_short(question.promised_on)}{', overdue' if is_overdue(question) else ''}"

    @admin.display(description="asked", ordering="created_at")
    def asked(self, question: Question) -> str:
        return _short(timezone.localtime(question.created_at).date())


def verify(pages, request: HttpRequest, pk: int) -> HttpResponse:
    """That a person of staff has seen the expert's credential, in which role and on which day."""
    if not request.user.has_perm(VERIFY):
        raise PermissionDenied(f"People who can: {who_can(VERIFY)}.")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    expert = get_object_or_404(Expert, pk=pk)
    seen = request.POST.get("credential", "")
    role = role_of(request.user)
    checked = {"verified_on": timezone.localdate(), "verified_by": request.user, "verified_as": role}
    if seen and Expert.objects.filter(pk=pk, credential=seen).update(**checked):
        pages.log_change(request, expert, f"Credential checked as {role}.")
        messages.success(request, f"Noted: {seen} was checked today by a person with the role {role}.")
    else:
        messages.error(request, "Nothing was noted: the credential was changed since you opened this page.")
    may_open = pages.has_view_or_change_permission(request, expert)
    return HttpResponseRedirect(
        reverse("admin:signups_expert_change", args=[pk]) if may_open else reverse("admin:index")
    )


def role_of(user) -> str:
    """The role by which they check credentials."""
    app, _, codename = VERIFY.partition(".")
    groups = user.groups.filter(permissions__codename=codename, permissions__content_type__app_label=app)
    group = groups.order_by("name").first()
    return group.name if group else "Administrator" if user.is_superuser else "Staff"


@admin.register(Expert)
class ExpertAdmin(StaffAdmin):
    change_form_template = "admin/signups/expert/change_form.html"
    delete_confirmation_template = "admin/signups/expert/delete_one.html"
    list_display = ["name", "role", "state", "checked", "is_sample"]
    list_filter = ["state", "is_sample"]
    search_fields = ["name", "role", "credential"]
    autocomplete_fields = ["careers", "fields", "school"]
    readonly_fields = ["checked"]
    fieldsets = [
        (None, {"fields": ["name", "role", "credential", "checked", "organization", "in_work_since", "school"]}),
        ("Questions", {"fields": ["careers", "fields", "state", "paused_until"]}),
        ("Account", {"fields": ["account", "is_sample"]}),
    ]

    def get_urls(self) -> list:
        own = path("<int:pk>/credential-checked/", version_pages.page(verify, self), name="signups_expert_verify")
        return [own, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Expert | None = None) -> list:
        """Whoever chooses an account lets its owner answer in the expert's name."""
        return [*super().get_readonly_fields(request, obj), *([] if accounts.may_tie(request.user) else ["account"])]

    def save_model(self, request: HttpRequest, obj: Expert, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.has_left and "state" in form.changed_data:
            away.leave(obj, by=request.user)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "account":
            kwargs["queryset"] = accounts.that_may_be_tied().order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        context["may_verify"] = bool(obj and obj.credential) and request.user.has_perm(VERIFY)
        is_without = obj is not None and obj.account is None and not obj.is_sample
        context["may_invite"] = is_without and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="credential checked")
    def checked(self, expert: Expert) -> str:
        if expert.verified_on is None:
            return "Not yet" if expert.credential else "-"
        by = f" by {expert.verified_by.get_username()}" if expert.verified_by else ""
        return f"{date_format(expert.verified_on)}{by} ({expert.verified_as})"


@admin.register(DeclineReason)
class DeclineReasonAdmin(StaffAdmin):
    list_display = ["name", "text"]
    search_fields = ["name", "text"]

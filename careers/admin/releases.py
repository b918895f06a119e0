from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from .. import diff
from .. import releases as actions
from ..models import Release, ReleaseFile
from ..release_careers import withdrawn_without
from ..reports import words_for

LINES_SHOWN = 200
# Decisions that ask once more, and the words of their button.
CONFIRMED = {
    "approve": "Show it to visitors",
    "reject": "Reject it for good",
    "rollback": "Hide it from visitors",
}


class FileInline(admin.TabularInline):
    model = ReleaseFile
    fields = readonly_fields = ["name", "size", "sha256"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["title", "data_set", "period", "state_words", "due", "loaded_at", "review_link"]
    list_filter = ["data_set", "state"]
    search_fields = ["title", "period", "label", "publisher"]
    readonly_fields = ["state_words", "loaded_at", "loaded_by", "decided_at", "decided_by", "due"]
    inlines = [FileInline]
    change_form_template = "admin/careers/release/change_form.html"
    fieldsets = [
        (None, {"fields": ["data_set", "title", "label", "period", "as_of", "publisher", "url"]}),
        ("State", {"fields": ["state_words", "due", ("loaded_at", "loaded_by"), ("decided_at", "decided_by")]}),
        ("Licence", {"fields": ["licence", "attribution"]}),
        ("Top-coded pay", {"fields": ["top_code_annual", "top_code_hourly"]}),
    ]

    def get_urls(self):
        review = path("<int:pk>/review/", self.admin_site.admin_view(self.review), name="careers_release_review")
        return [review, *super().get_urls()]

    @admin.display(description="state", ordering="state")
    def state_words(self, release: Release) -> str:
        return release.get_state_display()

    @admin.display(description="next release")
    def due(self, release: Release) -> str:
        if not release.is_live or release.next_due is None:
            return "-"
        if release.is_overdue:
            return format_html("<strong>Overdue</strong> since {}", f"{release.next_due:%B %Y}")
        return f"Due in {release.next_due:%B %Y}"

    @admin.display(description="review")
    def review_link(self, release: Release) -> str:
        if release.data_set not in diff.COMPARISONS:
            return "-"
        label = "Review" if release.state == Release.State.STAGED else "Changes"
        return format_html('<a href="{}">{}</a>', reverse("admin:careers_release_review", args=[release.pk]), label)

    def render_change_form(self, request, context, *args, **kwargs):
        release = context.get("original")
        context["has_review"] = release is not None and release.data_set in diff.COMPARISONS
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request, obj=None) -> bool:
        # Its figures would go with it; a release is rejected, rolled back or pruned instead.
        return False

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a release changes, and the buttons that decide about it."""
        release = get_object_or_404(Release, pk=pk, data_set__in=list(diff.COMPARISONS))
        if not self.has_change_permission(request, release):
            raise PermissionDenied
        compared = diff.compare(release, release.replaces)
        if request.method == "POST":
            return self._decide(request, release, compared)
        held = self._held(compared)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Review: {release}",
            "opts": self.opts,
            "release": release,
            "diff": compared,
            "held": held,
            "outliers": self._first_of_each_row(compared.outliers[:LINES_SHOWN]),
            "lists": [
                ("Added", compared.added if compared.base else []),
                ("Gone", compared.gone),
                ("Codes that match no career", compared.without_career),
            ],
            "limit": LINES_SHOWN,
            "can_hold": release.state == Release.State.STAGED and hasattr(self._model(release), "held"),
        }
        return TemplateResponse(request, "admin/careers/release/review.html", context)

    def _first_of_each_row(self, outliers: list[diff.Change]) -> list[tuple[diff.Change, bool]]:
        """(change, whether it is its row's first): a row is held back as a whole, by one box."""
        seen: set[int] = set()
        return [(change, not (change.row in seen or seen.add(change.row))) for change in outliers]

    def _model(self, release: Release) -> type[models.Model]:
        return diff.COMPARISONS[release.data_set].model

    def _held(self, compared: diff.Diff) -> set[int]:
        model = self._model(compared.release)
        if not hasattr(model, "held"):
            return set()
        return set(model.objects.filter(release=compared.release, held=True).values_list("pk", flat=True))

    def _decide(self, request: HttpRequest, release: Release, compared: diff.Diff) -> HttpResponse:
        decision = request.POST.get("decision", "")
        if decision in CONFIRMED and "sure" not in request.POST:
            return self._ask(request, release, compared, decision)
        try:
            message = self._carry_out(request, release, compared, decision)
        except actions.ReleaseError as error:
            messages.error(request, str(error))
        else:
            if message:
                self.log_change(request, release, message)
                messages.success(request, message)
            else:
                messages.error(request, "Choose what to do with the release.")
        return redirect("admin:careers_release_review", release.pk)

    def _carry_out(self, request: HttpRequest, release: Release, compared: diff.Diff, decision: str) -> str:
        """What was done, in words; empty for no known decision."""
        by = request.user.get_username()
        if decision == "hold":
            return self._hold(request, release, compared)
        if decision == "approve":
            # Only this: rejecting deletes many rows, which is to be done in short transactions.
            with transaction.atomic():
                if release.state == Release.State.STAGED:
                    self._hold(request, release, compared)
                losses, publish = "despite_losses" in request.POST, "publish" in request.POST
                done = actions.approve([release], by=by, publish=publish, despite_losses=losses)
            return f"Approved. {words_for(done)}"
        if decision == "reject":
            actions.reject(release, by=by)
            return "Rejected: visitors will never see it."
        if decision == "rollback":
            done = actions.rollback(release, by=by)
            message = f"Rolled back. Visitors see {done.live or 'no other release'}."
            if done.withdrawn:
                message += f" Careers that lost all their text and are off the site: {done.withdrawn:,}."
            return message
        return ""

    def _ask(self, request: HttpRequest, release: Release, compared: diff.Diff, decision: str) -> HttpResponse:
        """What a decision would do, and a button to go through with it."""
        shown, gone = diff.losses(release, compared.base) if compared.base else (0, 0)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{CONFIRMED[decision]}?",
            "opts": self.opts,
            "release": release,
            "decision": decision,
            "button": CONFIRMED[decision],
            "held": request.POST.getlist("held"),
            "publish": "publish" in request.POST,
            "gone": gone,
            "shown": shown,
            "too_many_gone": decision == "approve" and gone * 100 > actions.MOST_GONE * shown,
            "withdrawn": withdrawn_without(release) if decision == "rollback" else 0,
        }
        return TemplateResponse(request, "admin/careers/release/confirm.html", context)

    def _hold(self, request: HttpRequest, release: Release, compared: diff.Diff) -> str:
        """Hold back the ticked outliers, and no others of those that the page offered."""
        if release.state != Release.State.STAGED:
            raise actions.ReleaseError("Figures can be held back while a release is staged; later, on the occupation.")
        offered = {change.row for change in compared.outliers[:LINES_SHOWN]}
        chosen = {int(row) for row in request.POST.getlist("held") if row.isascii() and row.isdigit()} & offered
        rows = self._model(release).objects.filter(release=release)
        if offered:
            rows.filter(pk__in=offered - chosen).update(held=False)
            rows.filter(pk__in=chosen).update(held=True)
        return f"{len(chosen)} figure{'s' if len(chosen) != 1 else ''} held back."

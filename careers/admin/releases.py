from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ..models import Career, Release, ReleaseFile
from ..models.data_sets import names, registered
from ..models.growth_bands import GROWTH_BANDS
from ..releases import coverage, diff
from ..releases import lifecycle as actions
from ..releases.console import place_of, words_for
from ..releases.onet_careers import withdrawn_without
from ..releases.top_codes import oddities_of
from ..site_words import remembered
from .decisions import refuse_without_right, what_may_be_decided
from .editing import DerivedOnce, RowInline, StaffAdmin, StaffForm
from .review_lines import lists_of, outlier_lines
from .rights import APPROVE, IMPORT, ROLL_BACK
from .waiting import DueFilter

LINES_SHOWN = 200
# Decisions that ask once more, and the words of their button.
CONFIRMED = {
    "approve": "Show it to visitors",
    "reject": "Reject it for good",
    "rollback": "Hide it from visitors",
}
# What a release's files say, and figures and comparisons go by.
FROM_FILES = ["data_set", "period", "as_of", "top_code_annual", "top_code_hourly", "attribution"]
ABOUT_GROWTH = (
    "For employment projections: from which whole percent on the publisher calls growth so. Growth is rounded first; "
    "below the first of these it is a decline. Fill in all five, each more than the one above it, or none: pages then "
    "only say whether growth is above or below that of all occupations."
)
OWN_FIELDS = ["data_set", "title", "publisher", "url", "period", "as_of", "licence", "note"]
OWN_HELP = {
    "title": "A name of its own, such as “Pay of drone pilots in Ohio”.",
    "publisher": "Who stands behind the figures: this site, or whoever found them.",
    "url": "Where a reader can see how they were found.",
    "period": "The publisher's where they correct its figures, such as “May 2024” or “2024–34”; else their year.",
    "note": "Why this site gives them, and how they were found. Visitors see it.",
}
HOW_OWN = (
    "A release of this site's own figures: it stands beside the publishers' releases, for the careers that it has "
    "figures for, and pages say whose it is. Save it, add its figures on the pages of their occupations, then review "
    "and approve it. Publishers' releases come with their files."
)


class FileInline(RowInline, admin.TabularInline):
    model = ReleaseFile
    fields = readonly_fields = ["name", "size", "sha256"]
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


class ReleaseForm(StaffForm):
    """A release that staff add is this site's own: the publishers' come with their files."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.origin = Release.Origin.OWN
        if self.instance.is_own:
            if "data_set" in self.fields:
                self.fields["data_set"].choices = [
                    ("", "---------"),
                    *((record.name, record.label) for record in registered() if record.own_allowed),
                ]
            for name, help_text in OWN_HELP.items():
                if name in self.fields:
                    self.fields[name].help_text = help_text
            if "note" in self.fields:
                self.fields["note"].required = True


@admin.register(Release)
class ReleaseAdmin(DerivedOnce, StaffAdmin):
    form = ReleaseForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["data_set", "review_link", "period_and_label", "number", "short_state", "due", "title", "loaded_at"]
    # What waits for a decision first.
    ordering = [Case(When(state=Release.State.STAGED, then=0), default=1), "data_set", "-as_of", "-pk"]
    list_filter = ["data_set", "state", DueFilter, "origin"]
    search_fields = ["title", "period", "label", "publisher"]
    readonly_fields = ["origin", "oddity", "state_words", "loaded_at", "loaded_by", "decided_at", "decided_by", "due"]
    change_form_template = "admin/careers/release/change_form.html"
    change_list_template = "admin/careers/release/change_list.html"
    fieldsets = [
        (None, {"fields": ["data_set", "title", "label", "period", "as_of", "publisher", "url"]}),
        (
            "State",
            {"fields": ["origin", "state_words", "due", ("loaded_at", "loaded_by"), ("decided_at", "decided_by")]},
        ),
        ("Its files", {"fields": ["oddity"]}),
        ("License", {"fields": ["licence", "attribution"]}),
        ("Top-coded pay", {"fields": ["top_code_annual", "top_code_hourly"]}),
        ("Growth in words", {"fields": list(GROWTH_BANDS), "description": ABOUT_GROWTH}),
    ]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": OWN_FIELDS, "description": HOW_OWN})]
        if obj.is_own:
            return [(None, {"fields": OWN_FIELDS}), self.fieldsets[1]]
        return self.fieldsets

    def get_inlines(self, request, obj):
        return [FileInline] if obj is not None and not obj.is_own else []

    def get_changeform_initial_data(self, request) -> dict[str, str]:
        return {"publisher": remembered.of(request).name, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.loaded_by = request.user.get_username()
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        if obj is not None and obj.files.exists():
            return [*super().get_readonly_fields(request, obj), *FROM_FILES]
        return super().get_readonly_fields(request, obj)

    def get_urls(self):
        review = path("<int:pk>/review/", self.admin_site.admin_view(self.review), name="careers_release_review")
        return [review, *super().get_urls()]

    @admin.display(description="state", ordering="state")
    def state_words(self, release: Release) -> str:
        return release.state_in_words

    @admin.display(description="number", ordering="pk")
    def number(self, release: Release) -> int:
        return release.pk

    @admin.display(description="period", ordering="as_of")
    def period_and_label(self, release: Release) -> str:
        return f"{release.period} ({release.label})" if release.label else release.period

    @admin.display(description="state", ordering="state")
    def short_state(self, release: Release) -> str:
        return release.get_state_display().partition(":")[0]

    @admin.display(description="next release")
    def due(self, release: Release) -> str:
        if not release.is_live or release.next_due is None:
            return "-"
        if release.is_overdue:
            return format_html("<strong>Overdue</strong> since {}", f"{release.next_due:%B %Y}")
        return f"Due in {release.next_due:%B %Y}"

    @admin.display(description="review")
    def review_link(self, release: Release) -> str:
        if not release.record.model:
            return "-"
        label = "Review" if release.state == Release.State.STAGED else "Changes"
        return format_html('<a href="{}">{}</a>', reverse("admin:careers_release_review", args=[release.pk]), label)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_import": request.user.has_perm(IMPORT), **(extra_context or {})})

    def render_change_form(self, request, context, *args, **kwargs):
        release = context.get("original")
        context["has_review"] = release is not None and bool(release.record.model)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request, obj=None) -> bool:
        # Its figures would go with it; a release is rejected, rolled back or pruned instead.
        return False

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        # Nobody decides about what he cannot see.
        decides = any(map(request.user.has_perm, [APPROVE, ROLL_BACK]))
        return decides or super().has_view_permission(request, obj)

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a release changes, and the buttons that decide about it, for those who may."""
        if not self.has_view_permission(request):
            raise PermissionDenied("You may not see releases.")
        release = get_object_or_404(Release, pk=pk, data_set__in=names(lambda record: record.model))
        difference = diff.diff_of(release, release.replaces)
        outliers = Paginator(difference.outliers, LINES_SHOWN).get_page(request.GET.get("page"))
        if request.method == "POST":
            refuse_without_right(request)
            return self._decide(request, difference, {change.row for change in outliers})
        held = self._held(release)
        waits = release.state == Release.State.STAGED and request.user.has_perm(APPROVE)
        can_hold = waits and hasattr(self._model(release), "held")
        boxes = {change.row for change in outliers} if can_hold else set()
        context = {
            **self._context(request, release),
            "title": f"Review: {release}",
            "diff": difference,
            "oddities": oddities_of(release),
            "missing": coverage.missing_if_shown(release),
            "held": held,
            "held_rows": {row.pk for row in held},
            "held_elsewhere": [row for row in held if row.pk not in boxes],
            "seen_instead": release.record.seen_instead,
            "page": outliers,
            "outliers": outlier_lines(outliers),
            "lists": lists_of(difference),
            "limit": LINES_SHOWN,
            "can_hold": can_hold,
            **what_may_be_decided(request, release),
            "may_see_careers": self.admin_site.get_model_admin(Career).has_view_permission(request),
            "waits": release.state in (*diff.WAITING, Release.State.ROLLED_BACK),
        }
        return TemplateResponse(request, "admin/careers/release/review.html", context)

    def _context(self, request: HttpRequest, release: Release) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, "release": release}

    def _model(self, release: Release) -> type[models.Model]:
        return release.record.row_model

    def _held(self, release: Release) -> list[models.Model]:
        model = self._model(release)
        if not hasattr(model, "held"):
            return []
        related = [name for name in ("occupation", "area") if hasattr(model, name)]
        rows = model.objects.filter(release=release, held=True).select_related(*related)
        return list(rows.order_by(release.record.key[0], "pk"))

    def _decide(self, request: HttpRequest, difference: diff.Diff, offered: set[int]) -> HttpResponse:
        """`offered` are the rows whose boxes the page has."""
        release, decision = difference.release, request.POST.get("decision", "")
        if decision in CONFIRMED and "sure" not in request.POST:
            return self._ask(request, release, decision, offered)
        try:
            message = self._carry_out(request, release, decision, offered)
        except actions.ReleaseError as error:
            messages.error(request, str(error))
        else:
            if message:
                self.log_change(request, release, message)
                messages.success(request, message)
            else:
                messages.error(request, "Choose what to do with the release.")
        return redirect(request.get_full_path())

    def _carry_out(self, request: HttpRequest, release: Release, decision: str, offered: set[int]) -> str:
        """What was done, in words; empty for no known decision."""
        by, despite_losses = request.user.get_username(), "despite_losses" in request.POST
        if decision == "hold":
            return self._hold(request, release, offered)
        if decision == "stop-holding":
            count = actions.stop_holding(release, _numbers(request, "stop_holding"))
            if not count:
                raise actions.ReleaseError("None of the figures that you selected is still held back.")
            return f"{count} figure{'s' if count != 1 else ''} no longer held back."
        if decision == "approve":
            if release.state == Release.State.STAGED:
                self._hold(request, release, offered)
            publish = "publish" in request.POST
            done = actions.approve([release], by=by, publish=publish, despite_losses=despite_losses)
            return f"Approved. It is {place_of(done.releases[0])}. {words_for(done)}".strip()
        if decision == "reject":
            actions.reject(release, by=by)
            return "Rejected: visitors will never see it."
        if decision == "rollback":
            done = actions.rollback(release, by=by, despite_losses=despite_losses)
            message = f"Rolled back. Visitors see {done.live or 'no other release'}."
            if done.withdrawn:
                message += f" Careers that lost all their text and are off the site: {done.withdrawn:,}."
            return message
        return ""

    def _ask(self, request: HttpRequest, release: Release, decision: str, offered: set[int]) -> HttpResponse:
        """What a decision would do, and a button to go through with it."""
        base = diff.base_of(release)
        instead = actions.shown_instead_of(release) if decision == "rollback" else None
        shown, gone = diff.losses(release, base) if base else (0, 0)
        missing = coverage.missing_if_shown(release) if decision == "approve" else ""
        if instead:
            missing = coverage.missing_from(instead, release)
        context = {
            **self._context(request, release),
            "title": f"{CONFIRMED[decision]}?",
            "decision": decision,
            "button": CONFIRMED[decision],
            "selected": request.POST.getlist("held"),
            "held": self._to_be_held(request, release, offered),
            "publish": "publish" in request.POST,
            "base": base,
            "gone": gone,
            "shown": shown,
            "beside": diff.whole_beside(release),
            "missing": missing,
            "must_be_meant": bool(coverage.missing_from(instead) if instead else missing),
            "instead": instead,
            "withdrawn": withdrawn_without(release, instead) if decision == "rollback" else 0,
        }
        return TemplateResponse(request, "admin/careers/release/confirm.html", context)

    def _to_be_held(self, request: HttpRequest, release: Release, offered: set[int]) -> list[models.Model]:
        """What an approval with these boxes selected would hold back."""
        held = self._held(release)
        if release.state != Release.State.STAGED or not offered:
            return held
        chosen = _numbers(request, "held") & offered
        selected = self._model(release).objects.filter(pk__in=chosen)
        return [*(row for row in held if row.pk not in offered), *selected]

    def _hold(self, request: HttpRequest, release: Release, offered: set[int]) -> str:
        """Hold back the selected outliers, and no others of those that the page offered."""
        if release.state != Release.State.STAGED:
            raise actions.ReleaseError("Figures can be held back while a release is staged; later, on the occupation.")
        chosen = _numbers(request, "held") & offered
        rows = self._model(release).objects.filter(release=release)
        if offered:
            with transaction.atomic():
                rows.filter(pk__in=offered - chosen).update(held=False)
                rows.filter(pk__in=chosen).update(held=True)
        return f"{len(chosen)} figure{'s' if len(chosen) != 1 else ''} held back."


def _numbers(request: HttpRequest, name: str) -> set[int]:
    """Ids that boxes of `name` were selected for; anything that cannot be one is left out."""
    return {
        int(value) for value in request.POST.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19
    }

"""What of careers, releases and searches waits for staff."""

from django.contrib import admin
from django.db.models import Sum
from django.http import HttpRequest

from ..desk import Waiting, register
from ..models import Career, Draft, FailedSearch, Release
from .rights import APPROVE, PUBLISH


class DueFilter(admin.SimpleListFilter):
    """Releases after which newer figures should be out by now."""

    title = "next release"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("overdue", "Overdue")]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.overdue() if self.value() == "overdue" else queryset


class ReviewFilter(admin.SimpleListFilter):
    """Careers whose text is due for review."""

    title = "review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("mine", "Due, mine"), ("others", "Due, not mine"), ("none", "No day set")]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "none":
            return queryset.filter(review_due_on=None)
        if self.value() == "mine":
            return queryset.due_for_review().filter(reviewer=request.user)
        return queryset.due_for_review().exclude(reviewer=request.user) if self.value() == "others" else queryset


class DraftFilter(admin.SimpleListFilter):
    """Careers with a draft, by how far it has come."""

    title = "draft"
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("beside", "Beside the published page"),
            ("review", "In review"),
            ("back", "Sent back to me"),
            ("scheduled", "Scheduled"),
            ("late", "Not published as planned"),
        ]

    def queryset(self, request: HttpRequest, queryset):
        drafts = {
            "beside": lambda: Draft.objects.exclude(document=""),
            "review": Draft.objects.in_review,
            "back": lambda: Draft.objects.sent_back_to(request.user.get_username()),
            "scheduled": lambda: Draft.objects.filter(state=Draft.State.SCHEDULED),
            "late": Draft.objects.not_as_planned,
        }
        asked = drafts.get(self.value())
        return queryset.filter(pk__in=asked().values("career")) if asked else queryset


def _staged(user):
    return Release.objects.filter(state=Release.State.STAGED)


register(
    Waiting(
        name="staged releases",
        one="release waits for approval",
        many="releases wait for approval",
        says="See what would change, then approve or reject.",
        rows=_staged,
        page="admin:careers_release_changelist",
        query=f"state__exact={Release.State.STAGED}",
        settled_by=((APPROVE,),),
    ),
    Waiting(
        name="outliers",
        one="figure that changed a lot",
        many="figures that changed a lot",
        says="In releases that wait. Check there, and hold back what is wrong.",
        rows=_staged,
        page="admin:careers_release_changelist",
        query=f"state__exact={Release.State.STAGED}",
        settled_by=((APPROVE,),),
        total=Sum("outliers"),
    ),
    Waiting(
        name="overdue releases",
        one="data set is overdue",
        many="data sets are overdue",
        says="Newer figures should be out by now: fetch and import them.",
        rows=lambda user: Release.objects.overdue(),
        page="admin:careers_release_changelist",
        query="due=overdue",
        settled_by=((APPROVE,), ("careers.view_release", "careers.add_release")),
    ),
    Waiting(
        name="drafts in review",
        one="draft to review",
        many="drafts to review",
        says="Read what it changes, then publish it, schedule it or send it back.",
        rows=lambda user: Draft.objects.in_review(),
        page="admin:careers_career_changelist",
        query="draft=review",
        settled_by=((PUBLISH,),),
    ),
    Waiting(
        name="drafts sent back",
        one="draft was sent back to you",
        many="drafts were sent back to you",
        says="Read why, change it, and send it to review again.",
        rows=lambda user: Draft.objects.sent_back_to(user.get_username()),
        page="admin:careers_career_changelist",
        query="draft=back",
        settled_by=(("careers.change_career",),),
    ),
    Waiting(
        name="drafts not published as planned",
        one="draft was not published as planned",
        many="drafts were not published as planned",
        says="Each says why. Publish it now or choose another time.",
        rows=lambda user: Draft.objects.not_as_planned(),
        page="admin:careers_career_changelist",
        query="draft=late",
        settled_by=((PUBLISH,), ("careers.change_career",)),
    ),
    Waiting(
        name="drafts",
        one="career is a draft",
        many="careers are drafts",
        says="Finish and publish. Visitors don't see drafts.",
        rows=lambda user: Career.objects.filter(status=Career.Status.DRAFT),
        page="admin:careers_career_changelist",
        query=f"status__exact={Career.Status.DRAFT}",
        settled_by=(("careers.change_career",), (PUBLISH,)),
    ),
    Waiting(
        name="my reviews",
        one="review of yours is due",
        many="reviews of yours are due",
        says="Check the text, and write the day under “text last reviewed”.",
        rows=lambda user: Career.objects.due_for_review().filter(reviewer=user),
        page="admin:careers_career_changelist",
        query="review=mine",
        settled_by=(("careers.change_career",),),
    ),
    Waiting(
        name="other reviews",
        one="other review is due",
        many="other reviews are due",
        says="Nobody has taken them on, or somebody else has.",
        rows=lambda user: Career.objects.due_for_review().exclude(reviewer=user),
        page="admin:careers_career_changelist",
        query="review=others",
        settled_by=(("careers.change_career",),),
    ),
    Waiting(
        name="failed searches",
        one="search found nothing good",
        many="searches found nothing good",
        says="Say what people meant, so that the next one finds it.",
        rows=lambda user: FailedSearch.objects.all(),
        page="admin:careers_failedsearch_changelist",
        settled_by=(
            ("careers.view_failedsearch", "careers.add_title", "careers.change_career"),
            ("careers.view_failedsearch", "careers.add_synonym"),
            ("careers.view_failedsearch", "careers.add_career"),
        ),
    ),
)

"""Staff's pages of the outbox: what goes out, what became of it, and what they decide about it."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse

from careers.admin import version_pages
from careers.admin.editing import StaffAdmin
from careers.desk import Remark, Waiting, register, register_remark

from ..models import Delivery, Mailing, Newsletter
from . import after_restore, decision_pages, kinds
from .accounting import Account, account_of, accounts_of
from .at_stake import kind_of, to_whom
from .last_seen import overdue, says_when, says_why_overdue, waits_for_a_worker
from .sending import PAUSES

DECIDE = decision_pages.RIGHT
State = Delivery.State


class LookedAt:
    """Pages on which nothing is added, edited or deleted by hand; decisions have pages of their own."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        opts = self.opts
        rights = (f"{opts.app_label}.view_{opts.model_name}", f"{opts.app_label}.change_{opts.model_name}", DECIDE)
        return any(map(request.user.has_perm, rights))

    def get_actions(self, request: HttpRequest) -> dict:
        return {}


class Counted(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        accounts = accounts_of(self.result_list)
        newsletters = dict(Newsletter.objects.filter(mailing__in=self.result_list).values_list("mailing_id", "subject"))
        for mailing in self.result_list:
            mailing.account = accounts[mailing.pk]
            mailing.subject = newsletters.get(mailing.pk, "")


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return sorted(((kind.name, kind.label) for kind in kinds.all_kinds()), key=lambda one: one[1])

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class WorkerFilter(admin.SimpleListFilter):
    title = "worker"
    parameter_name = "worker"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("none", "Due, and no worker is seen")]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(pk__in=waits_for_a_worker().values("pk")) if self.value() == "none" else queryset


@admin.register(Mailing)
class MailingAdmin(LookedAt, StaffAdmin):
    change_list_template = "admin/signups/mailing/change_list.html"
    list_display = ["what", "state", "recipient_count", "became", "due_at"]
    list_filter = ["state", KindFilter, WorkerFilter]
    date_hierarchy = "created_at"
    list_per_page = 50

    def get_urls(self) -> list:
        decide = version_pages.page(decision_pages.about_mailing, self)
        allow = version_pages.page(after_restore.allow, self)
        return [
            path("<int:pk>/decide/<slug:what>/", decide, name="signups_mailing_decide"),
            path("after-restore/", allow, name=after_restore.PAGE),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return Counted

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {
            "title": "Mailings",
            "worker": says_when(),
            "is_held_back": after_restore.waiting().exists(),
            "may_let_mail_go": request.user.has_perm(DECIDE),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        mailing = _looked_at(self, request, object_id)
        account = account_of(mailing)
        has_rows = mailing.deliveries.exists()
        context = {
            "title": kind_of(mailing),
            "subtitle": None,
            "mailing": mailing,
            "newsletter": Newsletter.objects.filter(mailing=mailing).first(),
            "account": account,
            "lines": _lines(mailing, account, has_lists=has_rows and self._may_see_deliveries(request)),
            "reasons": _reasons(account),
            "is_wrong": account.decided + account.waiting != account.recipients,
            "are_gone": not has_rows and account.recipients,
            "decisions": decision_pages.possible(request, mailing),
            "is_cut_short": mailing.state == Mailing.State.STOPPED and mailing.expanded_to is not None,
            "worker": says_when(),
        }
        return self.staff_page(request, "admin/signups/mailing/page.html", context)

    def _may_see_deliveries(self, request: HttpRequest) -> bool:
        return self.admin_site.get_model_admin(Delivery).has_view_permission(request)

    @admin.display(description="mail", ordering="kind")
    def what(self, mailing: Mailing) -> str:
        return f"{kind_of(mailing)}: {mailing.subject}" if mailing.subject else kind_of(mailing)

    @admin.display(description="recipients")
    def recipient_count(self, mailing: Mailing) -> str:
        return f"{mailing.account.recipients:,}"

    @admin.display(description="what became of it")
    def became(self, mailing: Mailing) -> str:
        return _in_words(mailing.account)


def _looked_at(pages, request: HttpRequest, object_id: str):
    row = pages.get_object(request, object_id)
    if not pages.has_view_permission(request, row):
        raise PermissionDenied
    if row is None:
        raise Http404
    return row


def _lines(mailing: Mailing, account: Account, *, has_lists: bool) -> list[dict]:
    """The outcomes with the list of each."""
    counts = {
        State.SENT: account.sent,
        State.FAILED: account.failed,
        State.UNKNOWN: account.unknown,
        State.CANCELLED: account.cancelled,
        State.WITHHELD: account.withheld,
        State.QUEUED: account.waiting,
    }
    labels = {**dict(State.choices), State.QUEUED: "Still waiting"}
    page = f"{reverse('admin:signups_delivery_changelist')}?mailing={mailing.pk}&state__exact="
    return [
        {"label": labels[state], "count": count, "address": f"{page}{state}" if has_lists else ""}
        for state, count in counts.items()
    ]


def _reasons(account: Account) -> list[dict]:
    """Why mails were not sent, in the order of the outcomes, the most frequent first."""
    return [
        {"state": State(state).label, "says": says, "count": count}
        for state, reasons in sorted(account.reasons.items())
        for says, count in sorted(reasons.items(), key=lambda one: -one[1])
        if state != State.SENT
    ]


def _in_words(account: Account) -> str:
    parts = [
        (account.sent, "sent"),
        (account.failed, "refused"),
        (account.unknown, "not known"),
        (account.cancelled, "cancelled"),
        (account.withheld, "not wanted"),
        (account.waiting, "waiting"),
    ]
    return ", ".join(f"{count:,} {says}" for count, says in parts if count) or "Nobody is listed yet"


class SettledFilter(admin.SimpleListFilter):
    """What waits for staff: nobody has said yet that it needs nothing more, or it does not go out."""

    title = "waits for staff"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("unknown", "Not known, and nobody looked"),
            ("failed", "Refused, and nobody looked"),
            ("late", "Should have gone out long ago"),
        ]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "late":
            return queryset.filter(pk__in=overdue().values("pk"))
        return queryset.doubtful().filter(state=self.value()) if self.value() in Delivery.DOUBTFUL else queryset


@admin.register(Delivery)
class DeliveryAdmin(LookedAt, StaffAdmin):
    change_list_template = "admin/signups/mailing/change_list.html"
    list_display = ["to", "what", "state", "reason", "due_at", "decided_at", "tries"]
    list_filter = ["state", SettledFilter]
    list_select_related = ["mailing", "subscription"]
    search_fields = ["email", "subscription__email"]
    list_per_page = 100
    show_full_result_count = False

    def get_urls(self) -> list:
        page = version_pages.page(decision_pages.about_delivery, self)
        return [path("<int:pk>/decide/<slug:what>/", page, name="signups_delivery_decide"), *super().get_urls()]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "mailing" or super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Mails, one by one", **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        delivery = _looked_at(self, request, object_id)
        context = {
            "title": "One mail",
            "delivery": delivery,
            "to": to_whom(delivery),
            "kind": kind_of(delivery.mailing),
            "tries": tries_of(delivery),
            "decisions": decision_pages.possible(request, delivery),
            "may_see_subscriber": request.user.has_perm("signups.view_subscription"),
            "may_see_mailing": self.admin_site.get_model_admin(Mailing).has_view_permission(request),
        }
        return self.staff_page(request, "admin/signups/delivery/page.html", context)

    @admin.display(description="to", ordering="subscription__email")
    def to(self, delivery: Delivery) -> str:
        return to_whom(delivery)

    @admin.display(description="tries", ordering="attempts")
    def tries(self, delivery: Delivery) -> int:
        return tries_of(delivery)

    @admin.display(description="mail", ordering="mailing__kind")
    def what(self, delivery: Delivery) -> str:
        return kind_of(delivery.mailing)


def tries_of(delivery: Delivery) -> int:
    """Those after which it was put off are counted in its row; the last of one that was given up is among them."""
    was_tried = delivery.state in (State.SENDING, State.SENT, State.FAILED, State.UNKNOWN)
    return delivery.attempts + 1 if was_tried and delivery.attempts <= len(PAUSES) else delivery.attempts


def _unsettled(state: str) -> QuerySet[Delivery]:
    return Delivery.objects.doubtful().filter(state=state)


def _says_what_to_do(says: str, state: str) -> str:
    stopped = _unsettled(state).filter(mailing__state=Mailing.State.STOPPED)
    if not stopped.exists():
        return says
    if not _unsettled(state).exclude(mailing__state=Mailing.State.STOPPED).exists():
        return "Nothing of a stopped mailing is sent again: leave them."
    return f"{says} Those of a stopped mailing can only be left."


register(
    Waiting(
        name="mail after a restore",
        one="restore keeps mail from going out",
        many="restores keep mail from going out",
        says="Look at what waits, then let mail go out.",
        rows=lambda user: after_restore.waiting(),
        page=f"admin:{after_restore.PAGE}",
        settled_by=((DECIDE,),),
    ),
    Waiting(
        name="held mailings",
        one="mailing waits for your decision",
        many="mailings wait for your decision",
        says="Look at why, then send or cancel it.",
        rows=lambda user: Mailing.objects.filter(state=Mailing.State.HELD),
        page="admin:signups_mailing_changelist",
        query=f"state__exact={Mailing.State.HELD}",
        settled_by=((DECIDE,),),
    ),
    Waiting(
        name="unknown mails",
        one="mail may or may not have arrived",
        many="mails may or may not have arrived",
        says=lambda: _says_what_to_do("Send them again, or leave them.", State.UNKNOWN),
        rows=lambda user: _unsettled(State.UNKNOWN),
        page="admin:signups_delivery_changelist",
        query="open=unknown",
        settled_by=((DECIDE,),),
    ),
    Waiting(
        name="refused mails",
        one="mail was refused",
        many="mails were refused",
        says=lambda: _says_what_to_do("See why, then send them again or leave them.", State.FAILED),
        rows=lambda user: _unsettled(State.FAILED),
        page="admin:signups_delivery_changelist",
        query="open=failed",
        settled_by=((DECIDE,),),
    ),
    Waiting(
        name="no mail worker",
        one="mailing is due, and nothing sends it",
        many="mailings are due, and nothing sends them",
        says=lambda: f"{says_when()} Ask whoever runs the server to start it: manage.py send_mail --watch.",
        rows=lambda user: waits_for_a_worker(),
        page="admin:signups_mailing_changelist",
        query="worker=none",
        settled_by=((DECIDE,),),
    ),
    Waiting(
        name="overdue mails",
        one="mail should have gone out long ago",
        many="mails should have gone out long ago",
        says=says_why_overdue,
        rows=lambda user: overdue(),
        page="admin:signups_delivery_changelist",
        query="open=late",
        settled_by=((DECIDE,),),
    ),
)
register_remark(lambda user: Remark(says_when()) if user.has_perm(DECIDE) else None)

"""Staff's pages of subscribers. Nobody is confirmed by hand: only the owner of an address says yes."""

from collections.abc import Iterable
from contextlib import suppress

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from careers.admin import version_pages
from careers.admin.editing import StaffAdmin

from .. import admin_log
from ..addresses import NotAnAddress
from ..mail.at_stake import kind_of
from ..models import Subscription, Topic
from ..updates import forgotten, rate
from . import pages
from .reached import reached

SHOWN = 50


class TopicFilter(admin.SimpleListFilter):
    title = "updates about"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Topic.Kind.choices

    def queryset(self, request: HttpRequest, queryset):
        if self.value() not in Topic.Kind.values:
            return queryset
        return queryset.filter(pk__in=Topic.objects.confirmed().filter(kind=self.value()).values("subscription"))


@admin.register(Subscription)
class SubscriptionAdmin(StaffAdmin):
    change_list_template = "admin/signups/subscription/change_list.html"
    delete_confirmation_template = "admin/signups/subscription/delete_one.html"
    delete_selected_confirmation_template = "admin/signups/subscription/delete_several.html"
    list_display = ["email", "status", "how_often", "source", "created_at", "confirmed_at"]
    list_filter = ["status", "source", "how_often", TopicFilter, "created_at"]
    search_fields = ["email", "normal_email"]
    date_hierarchy = "created_at"

    def get_urls(self) -> list:
        own = [
            ("growth/", pages.growth_page, "growth"),
            ("export/", pages.export, "export"),
            ("import/", pages.import_list, "import"),
            ("<int:pk>/unsubscribe/", pages.unsubscribe, "unsubscribe"),
            ("<int:pk>/let-mail-go/", pages.let_mail_go, "let_mail_go"),
        ]
        paths = [
            path(route, version_pages.page(view, self), name=f"signups_subscription_{name}")
            for route, view, name in own
        ]
        return [*paths, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        # Whoever has this right unsubscribes somebody who asks for it, on a page of its own.
        return False

    def has_view_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return any(map(request.user.has_perm, ("signups.view_subscription", pages.CHANGE)))

    def get_deleted_objects(self, objs: Iterable[Subscription], request: HttpRequest):
        """With addresses, by which staff know whom they delete; the log calls them by their numbers."""
        _, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        shown = list(objs[:SHOWN])
        prefetch_related_objects(shown, "topics__career", "topics__field")
        may_look = self.has_view_permission(request)
        lines = [line for one in shown for line in _lines_of(one, may_look=may_look)]
        more = len(objs) - len(shown)
        return [*lines, *([f"and {more:,} more"] if more else [])], counts, forbidden, protected

    def delete_model(self, request: HttpRequest, obj: Subscription) -> None:
        self.delete_queryset(request, Subscription.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        """As if they had it done themselves: a list that staff import does not bring them back."""
        for email in queryset.values_list("email", flat=True):
            # What is none, of an earlier version, no list brings back.
            with suppress(NotAnAddress):
                forgotten.remember_erased(email)
        forgotten.forget_subscribers(queryset)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        may = {f"may_{what}": request.user.has_perm(right) for what, right in pages.RIGHTS.items()}
        return super().changelist_view(
            request, {"title": "Subscribers", "rate": rate.lately(), **may, **(extra_context or {})}
        )

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        subscription = self.get_object(request, object_id)
        if not self.has_view_permission(request, subscription):
            raise PermissionDenied
        if subscription is None:
            raise Http404
        deliveries = subscription.deliveries.select_related("mailing").order_by("-pk")
        mails = list(deliveries[: SHOWN + 1])
        for mail in mails:
            mail.kind = kind_of(mail.mailing)
        entries: list[LogEntry] = list(
            admin_log.about(Subscription.objects.filter(pk=subscription.pk)).select_related("user")[:SHOWN]
        )
        context = {
            "title": subscription.email,
            "subscription": subscription,
            "topics": subscription.topics.select_related("career", "field"),
            "mails": mails[:SHOWN],
            "has_more_mails": len(mails) > SHOWN,
            "entries": entries,
            "reached": reached(subscription),
            "may_change": request.user.has_perm(pages.CHANGE),
            "may_unsubscribe": pages.may_unsubscribe(request, subscription),
            "may_delete": self.has_delete_permission(request, subscription),
            "may_see_mails": any(map(request.user.has_perm, ("signups.view_delivery", "signups.decide_mailing"))),
        }
        return self.staff_page(request, "admin/signups/subscription/page.html", context)


def _lines_of(subscription: Subscription, *, may_look: bool) -> list:
    address = reverse("admin:signups_subscription_change", args=[subscription.pk])
    email = format_html('<a href="{}">{}</a>', address, subscription.email) if may_look else subscription.email
    topics = [topic.name for topic in subscription.topics.all()]
    return [format_html("{}: {}", email, subscription.get_status_display()), *([topics] if topics else [])]

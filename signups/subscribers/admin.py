"""Staff's pages of subscribers. Nobody is confirmed by hand: only the owner of an address says yes."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from careers.admin import version_pages
from careers.admin.editing import StaffAdmin

from .. import admin_log
from ..mail.admin import kind_of
from ..models import Subscription, Topic
from ..updates import rate
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
        return [
            *(
                path(
                    route,
                    self.admin_site.admin_view(version_pages.page(view, self)),
                    name=f"signups_subscription_{name}",
                )
                for route, view, name in own
            ),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        # Whoever has this right unsubscribes somebody who asks for it, on a page of its own.
        return False

    def has_view_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return any(map(request.user.has_perm, ("signups.view_subscription", pages.CHANGE)))

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
            **self.admin_site.each_context(request),
            "title": subscription.email,
            "opts": self.opts,
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
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/signups/subscription/page.html", context)

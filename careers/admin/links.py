from collections.abc import Callable

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..desk import Waiting, register
from ..models import CheckedLink
from .editing import StaffAdmin


@admin.register(CheckedLink)
class CheckedLinkAdmin(StaffAdmin):
    """A list to work through: what is wrong is put right where the link stands."""

    list_display = ["state", "checked_at", "is_trusted"]
    list_display_links = None
    list_filter = ["state", "is_trusted"]
    list_per_page = 50
    search_fields = ["url"]
    ordering = [
        Case(*(When(state=state, then=place) for place, state in enumerate(["broken", "moved", "unsure"])), default=3),
        "url",
    ]
    actions = ["trust", "distrust"]
    fields = ["url", "state", "says", "moved_to", "failures", "checked_at", "is_trusted"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: CheckedLink | None = None) -> bool:
        # An address is changed where it stands.
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: CheckedLink | None = None) -> bool:
        # The next look would find it again.
        return False

    def get_list_display(self, request: HttpRequest) -> list:
        return [self._link_for(request), *self.list_display]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        title = self.opts.verbose_name_plural.capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def _link_for(self, request: HttpRequest) -> Callable[[CheckedLink], SafeString]:
        @admin.display(description="address, what was found, and where it stands", ordering="url")
        def link(link: CheckedLink) -> SafeString:
            places = format_html_join("; ", "{}", ((self._place(request, **place),) for place in link.places))
            lines = [_outside(link.url), link.says, link.moved_to and format_html("Now: {}", _outside(link.moved_to))]
            lines.append(format_html("In {}", places) if places else "")
            return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines if line))

        return link

    def _place(self, request: HttpRequest, model: str, pk: int, name: str) -> SafeString | str:
        kind = apps.get_model(model)
        pages = self.admin_site._registry.get(kind)
        if pages is None or not pages.has_view_or_change_permission(request):
            return str(kind._meta.verbose_name)
        address = reverse(f"admin:{model.replace('.', '_')}_change", args=[pk])
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.action(description="They work in a browser: don't look again", permissions=["change"])
    def trust(self, request: HttpRequest, queryset) -> None:
        count = queryset.update(is_trusted=True)
        messages.success(request, f"Not looked at again: {count:,}.")

    @admin.action(description="Look at them again", permissions=["change"])
    def distrust(self, request: HttpRequest, queryset) -> None:
        count = queryset.update(is_trusted=False, checked_at=None, failures=0)
        messages.success(request, f"Looked at again when links are checked next: {count:,}.")


def _outside(address: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, address)


register(
    Waiting(
        name="broken links",
        one="link to another site is broken",
        many="links to other sites are broken",
        says="Correct it where it stands, or say that it works.",
        rows=lambda user: CheckedLink.objects.broken(),
        page="admin:careers_checkedlink_changelist",
        query="state__exact=broken&is_trusted__exact=0",
        settled_by=(("careers.change_checkedlink",),),
    )
)

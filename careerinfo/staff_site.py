"""The staff pages as a whole: Django's admin, in which whoever may fill in a form may use its pickers."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path, reverse

from careers import desk


class StaffSiteConfig(AdminConfig):
    default_site = "careerinfo.staff_site.StaffSite"


class Picker(AutocompleteJsonView):
    """What a picker offers: to those who may see it all anyway, and to those who may save the form it stands in."""

    def has_perm(self, request: HttpRequest, obj=None) -> bool:
        return super().has_perm(request, obj) or any(
            pages.has_add_permission(request) or pages.has_change_permission(request)
            for pages in self.admin_site._registry.values()
            if any(self._is_picker_of(form) for form in [pages, *pages.inlines])
        )

    def _is_picker_of(self, form) -> bool:
        return form.model is self.source_field.model and self.source_field.name in form.autocomplete_fields


class StaffSite(AdminSite):
    index_template = "admin/desk.html"

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        user = request.user
        context = {"waiting": desk.waiting_for(user), "remarks": desk.remarks_for(user), **(extra_context or {})}
        return super().index(request, context)

    def get_urls(self) -> list:
        pages = [
            re_path("^edit(?P<page>/.*)$", self.admin_view(self.edit), name="edit"),
            path("signups/expert/<int:pk>/invite/", self.admin_view(self.invite_expert), name="signups_expert_invite"),
        ]
        return [*pages, *super().get_urls()]

    def invite_expert(self, request: HttpRequest, pk: int) -> HttpResponse:
        # It looks at models, as those below do.
        from .colleagues.inviting_experts import invite_expert

        return invite_expert(request, pk)

    def edit(self, request: HttpRequest, page: str) -> HttpResponse:
        # It looks at models, and this module is read before there are any.
        from .edit_links import edit

        return edit(request, page, self)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        # It looks up models of accounts, which are not there yet when the admin's site is made.
        from .signing_in.places import is_expert
        from .signing_in.views import SignInView

        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        if request.method == "GET" and request.user.is_authenticated and is_expert(request.user):
            return redirect("signups:expert")
        return SignInView.as_view(extra_context=extra_context)(request)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        # These look up models of accounts, too.
        from django.contrib.auth.views import PasswordChangeView

        from .colleagues.forms import OwnNewPasswordForm

        page = PasswordChangeView.as_view(
            form_class=OwnNewPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name
        return page(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Picker.as_view(admin_site=self)(request)

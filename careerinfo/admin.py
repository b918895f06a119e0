"""Accounts and their groups, with the same words as every other staff page."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from careers.admin.editing import PlainHistory

from .colleagues.forms import AccountForm, NewAccountForm, NewPasswordForm
from .colleagues.pages import KeepsAnAdministrator, WithColleagues
from .colleagues.removing import removed_at
from .page_views import pages  # noqa: F401
from .signing_in import views as signing_in

# Nobody edits the keys and codes of others by hand; allauth's addresses are not used here.
admin.site.unregister([Authenticator, EmailAddress, Group, User])


@admin.register(User)
class AccountAdmin(WithColleagues, PlainHistory, UserAdmin):
    change_form_template = "admin/account_form.html"
    form, add_form, change_password_form = AccountForm, NewAccountForm, NewPasswordForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Django's form asks for both rights, so no page may link to it for one alone.
        return super().has_add_permission(request) and self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_above(request, obj)

    def _is_above(self, request: HttpRequest, account: User | None) -> bool:
        """Whoever could set a superuser's password could sign in as one."""
        return account is not None and account.is_superuser and not request.user.is_superuser

    def get_form(self, request: HttpRequest, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        # The class is this request's own.
        form.is_own = obj is not None and obj == request.user
        return form

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list:
        # The site writes the two days itself.
        fields = [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # All there is to see of a password is a link to change it.
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "password"]})
            for name, options in fieldsets
        ]

    def get_urls(self) -> list:
        page = path("<int:pk>/sign-ins/", self.admin_site.admin_view(self.sign_ins_view), name="auth_user_sign_ins")
        return [page, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None):
        account = self.get_object(request, object_id)
        context = self._signing_in(request, account) if account and self.has_view_permission(request, account) else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def sign_ins_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        # Asked with the account: who may change most of them may not change a superuser.
        account = self.get_object(request, str(pk))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None:
            raise Http404
        context = self._signing_in(request, account)
        if request.method == "POST":
            if request.POST.get("end") == "second-steps" and not context["may_forget"]:
                raise PermissionDenied("Only a superuser may remove the second step of another one.")
            self.log_change(request, account, signing_in.act_on_colleague(request, account))
            return redirect("admin:auth_user_sign_ins", pk)
        page = {**self.admin_site.each_context(request), **context, "end_url": request.path, "title": "Sign-ins"}
        return render(request, "admin/signing_in/colleague.html", page)

    def _signing_in(self, request: HttpRequest, account: User) -> dict:
        may_change = self.has_change_permission(request, account)
        return {
            **signing_in.sign_ins_of(account, request),
            "account": account,
            "removed_at": removed_at(account),
            "sign_ins_url": reverse("admin:auth_user_sign_ins", args=[account.pk]) if may_change else "",
            "remove_url": self.remove_url(request, account),
            "may_forget": may_change and (request.user.is_superuser or not account.is_superuser),
            "has_second_step": Authenticator.objects.filter(user=account).exists(),
            "required": settings.STAFF_MFA_REQUIRED and account.is_staff,
        }


@admin.register(Group)
class AccountGroupAdmin(KeepsAnAdministrator, PlainHistory, GroupAdmin):
    pass

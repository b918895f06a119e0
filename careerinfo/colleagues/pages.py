"""The pages on which an administrator invites colleagues and removes them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse

from signups.models import Expert, Invitation
from signups.models.invitations import GOOD_FOR

from . import invitations
from .forms import InviteForm, RemoveForm
from .removing import (
    NobodyWouldInvite,
    WouldLoseOwnRights,
    administrators,
    is_administrator,
    is_last_administrator,
    lock_administrators,
    remove,
    reviewed_by,
    shared_by,
)

# Of careers, and of invitations that wait, a page names so many.
LISTED = 50
# No row of a table has a number with more.
DIGITS = 18
ON_ITS_WAY = "The mail is on its way to {email}. Its link works for {days} days."
MEANWHILE = "That invitation was used or revoked meanwhile."
OWN = "Nothing was changed: it would take from you what makes you an administrator. Ask another one to do it."
LAST = (
    "Nothing was changed: after this nobody could invite colleagues or change accounts. Give another account the role "
    "Administrator first."
)


class KeepsAnAdministrator:
    """For the admin of accounts and of groups: whatever is saved or deleted, somebody can still open accounts."""

    def save_related(self, request: HttpRequest, form, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        _see_that_one_is_left(request)

    def delete_model(self, request: HttpRequest, obj) -> None:
        super().delete_model(request, obj)
        _see_that_one_is_left(request)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            _see_that_one_is_left(request)

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._or_say_so(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._or_say_so(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._or_say_so(request, super().changelist_view, *args, **kwargs)

    def _or_say_so(self, request: HttpRequest, view, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                # Before anything is written: two who each had changed the other's account would wait for one another.
                lock_administrators()
                # Where nobody could before, every change is for the better.
                request.had_administrator = administrators().exists()
                request.was_administrator = is_administrator(request.user)
                return view(request, *args, **kwargs)
        except (NobodyWouldInvite, WouldLoseOwnRights) as error:
            messages.error(request, LAST if isinstance(error, NobodyWouldInvite) else OWN)
            return HttpResponseRedirect(request.get_full_path())


def _see_that_one_is_left(request: HttpRequest) -> None:
    if request.had_administrator and not administrators().exists():
        raise NobodyWouldInvite
    if request.was_administrator and not is_administrator(request.user):
        raise WouldLoseOwnRights


class WithColleagues(KeepsAnAdministrator):
    """For the admin of accounts."""

    change_list_template = "admin/colleagues/accounts.html"

    def get_urls(self) -> list:
        pages = [
            path("invite/", self.admin_site.admin_view(self.invite_view), name="auth_user_invite"),
            path("<int:pk>/remove/", self.admin_site.admin_view(self.remove_view), name="auth_user_remove"),
        ]
        return [*pages, *super().get_urls()]

    def invite_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        pressed = next((name for name in ("again", "revoke") if name in request.POST), "")
        if pressed:
            _act_on_invitation(request, pressed, request.POST[pressed])
            return redirect("admin:auth_user_invite")
        form = InviteForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and _invite(request, form):
            return redirect("admin:auth_user_invite")
        waiting = (
            Invitation.objects.waiting()
            .select_related("invited_by", "expert", "delivery__mailing")
            .prefetch_related("groups")
        )
        context = {"title": "Invite a colleague", "form": form, "waiting": waiting[:LISTED], "days": GOOD_FOR.days}
        return self._colleagues_page(request, "admin/colleagues/invite.html", context)

    def remove_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.get_object(request, str(pk))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None:
            raise Http404
        may_give = request.user.has_perm("careers.change_career")
        form = RemoveForm(request.POST if request.method == "POST" and may_give else None, leaving=account)
        why_not = _why_not(request, account)
        if request.method == "POST" and not why_not and (form.is_valid() or not may_give):
            try:
                remove(account, by=request.user, successor=form.cleaned_data["successor"] if may_give else None)
            except NobodyWouldInvite:
                why_not = LAST
            else:
                messages.success(request, f"{account} is removed, and can no longer sign in.")
                return redirect("admin:auth_user_changelist")
        careers = reviewed_by(account)
        context = {
            "title": f"Remove {account}?",
            "account": account,
            "form": form if may_give else None,
            "why_not": why_not,
            "careers": careers[:LISTED],
            "career_count": careers.count(),
            "more": max(careers.count() - LISTED, 0),
            "invited": Invitation.objects.open().filter(invited_by=account).count(),
            "shared": shared_by(account).active().count(),
            "expert": Expert.objects.filter(account=account).first(),
        }
        status = 409 if why_not and request.method == "POST" else 200
        return self._colleagues_page(request, "admin/colleagues/remove.html", context, status=status)

    def _colleagues_page(self, request: HttpRequest, template: str, context: dict, *, status: int = 200):
        return render(request, template, {**self.admin_site.each_context(request), **context}, status=status)

    def remove_url(self, request: HttpRequest, account) -> str:
        """Empty where the page would only say why not."""
        may = self.has_change_permission(request, account) and account.is_active and account != request.user
        return reverse("admin:auth_user_remove", args=[account.pk]) if may else ""


def _why_not(request: HttpRequest, account) -> str:
    if account == request.user:
        return "You can't remove your own account. Ask another administrator to do it."
    if not account.is_active and hasattr(account, "removal"):
        return f"{account} is removed already."
    return LAST if is_last_administrator(account) else ""


def _invite(request: HttpRequest, form: InviteForm) -> bool:
    """False where the form has to say why not."""
    try:
        invitations.invite(**form.cleaned_data, by=request.user)
    except invitations.InvitedAlready:
        form.add_error("email", "Somebody has just invited this address.")
        return False
    _say(request, form.cleaned_data["email"])
    return True


def _act_on_invitation(request: HttpRequest, pressed: str, which: str) -> None:
    is_number = which.isascii() and which.isdigit() and len(which) <= DIGITS
    invitation = Invitation.objects.filter(pk=int(which) if is_number else 0).first()
    try:
        if invitation is None:
            raise invitations.NoLongerOpen
        if pressed == "revoke":
            invitations.revoke(invitation.pk, by=request.user)
            messages.success(request, f"The invitation of {invitation.email} is revoked. Its link no longer works.")
        else:
            invitations.send_again(invitation.pk, by=request.user)
            _say(request, invitation.email)
    except invitations.NoLongerOpen:
        messages.error(request, MEANWHILE)


def _say(request: HttpRequest, email: str) -> None:
    messages.success(request, ON_ITS_WAY.format(email=email, days=GOOD_FOR.days))

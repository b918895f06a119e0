"""The page on which staff invite an expert, whose account then opens the experts' own place and no page of staff's."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from signups.models import Expert, Invitation
from signups.models.invitations import GOOD_FOR
from signups.questions.experts import accounts

from . import invitations
from .forms import InviteExpertForm

RIGHT = "signups.change_expert"
ON_ITS_WAY = "The mail is on its way to {email}. Its link works for {days} days."
TIED = "{account} has this address already, and opens the experts' place with that account from now on."


def invite_expert(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    expert = Expert.objects.select_related("account").filter(pk=pk).first()
    if expert is None:
        raise Http404
    form = InviteExpertForm(request.POST if request.method == "POST" else None, expert=expert, by=request.user)
    if request.method == "POST" and form.is_valid() and _invite(request, expert, form):
        return redirect("admin:signups_expert_invite", pk)
    context = {
        **admin.site.each_context(request),
        "title": f"Invite {expert}",
        "expert": expert,
        "change_url": reverse("admin:signups_expert_change", args=[pk]),
        "form": form,
        "days": GOOD_FOR.days,
        "invitation": Invitation.objects.waiting().filter(expert=expert).select_related("delivery__mailing").first(),
    }
    return render(request, "admin/colleagues/invite_expert.html", context, status=422 if form.errors else 200)


def _invite(request: HttpRequest, expert: Expert, form: InviteExpertForm) -> bool:
    """False where the form has to say why not."""
    email, account = form.cleaned_data["email"], form.account
    if account:
        if not _tie(expert, account, by=request.user):
            form.add_error("email", "Somebody was a moment quicker. Load the page again.")
            return False
        messages.success(request, TIED.format(account=account))
        return True
    try:
        invitations.invite(email=email, name=expert.name, groups=(), by=request.user, expert=expert)
    except invitations.InvitedAlready:
        form.add_error("email", "This address is invited already, as a colleague or as another expert.")
        return False
    messages.success(request, ON_ITS_WAY.format(email=email, days=GOOD_FOR.days))
    return True


def _tie(expert: Expert, account: User, *, by: User) -> bool:
    free = Expert.objects.filter(pk=expert.pk, account=None).exclude(pk__in=Expert.objects.filter(account=account))
    if not accounts.that_may_be_tied().filter(pk=account.pk).exists() or not free.update(account=account):
        return False
    LogEntry.objects.log_actions(by.pk, [expert], CHANGE, change_message="Gave the expert an account.")
    return True

"""The page that the link of an invitation opens: whoever was invited chooses a user name and a password."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from signups import limits
from signups.client_address import client_network, tells_networks_apart
from signups.every_limit import ACCEPTED_INVITATIONS
from signups.models import Invitation

from ..signing_in import guessing
from ..signing_in.views import slowed
from .forms import JoinForm
from .invitations import NoLongerOpen, accept, account_for


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing: programs that check mail open every link. The form makes the account and no session."""
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get("token", "")
    invitation = Invitation.objects.opened_by(token).first()
    if invitation is None:
        return _not_open(request)
    form = JoinForm(request.POST if request.method == "POST" else None, instance=account_for(invitation))
    wait = _wait_for(request) if request.method == "POST" and form.is_valid() else 0
    if wait:
        form.add_error(None, guessing.refusal(wait))
    elif request.method == "POST" and form.is_valid():
        try:
            accept(invitation, form.save(commit=False))
        except NoLongerOpen:
            return _not_open(request)
        except IntegrityError:
            form.add_error("username", "Somebody has just taken this user name. Choose another one.")
        else:
            messages.success(request, f"The account {form.instance} is ready. Sign in with it.")
            return redirect(_sign_in_page(invitation))
    context = {
        "title": "Make your account",
        "form": form,
        "token": token,
        "invitation": invitation,
        "roles": invitation.groups.order_by("name"),
    }
    return slowed(_page(request, "admin/colleagues/join.html", context), wait)


def _wait_for(request: HttpRequest) -> int:
    known = tells_networks_apart(request)
    return limits.wait_for(ACCEPTED_INVITATIONS, client_network(request)) if known else 0


def _sign_in_page(invitation: Invitation) -> str:
    query = f"?{urlencode({'next': reverse('signups:expert')})}" if invitation.expert_id else ""
    return f"{reverse('admin:login')}{query}"


def _not_open(request: HttpRequest) -> HttpResponse:
    return _page(request, "admin/colleagues/not_open.html", {"title": "This invitation doesn't work"}, status=404)


def _page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    response = render(request, template, {**admin.site.each_context(request), **context}, status=status)
    # The address holds the token, and pages and files that this one leads to need not know it. Without any referrer
    # browsers would not say either where the form comes from.
    response["Referrer-Policy"] = "strict-origin"
    return response

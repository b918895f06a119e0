"""Each session is a sign-in that its owner sees and ends, and that used a second step where one is due."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from signups.client_address import COARSE_NETWORK, client_address, network_of
from signups.models import SignIn

from . import places
from .guessing import remember_browser

SIGN_IN = "sign_in"
# How exactly a list says when somebody was last active; each time is written to the database.
NOTED_EVERY = timedelta(minutes=5)
# What proves by itself who somebody is; recovery codes come with one of the others.
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
WAYS = {
    Authenticator.Type.TOTP: SignIn.Way.CODE,
    Authenticator.Type.RECOVERY_CODES: SignIn.Way.RECOVERY,
    Authenticator.Type.WEBAUTHN: SignIn.Way.KEY,
}


class StaffSessions:
    """Looks at every request for a page of staff's or of experts' own, before the page does.

    An ended session is signed out. So is one that used no second step, of somebody who has one; whoever has none, where
    one is required, is led to setting it up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_signed_in(request):
            return self.get_response(request)
        response = self._refusal(request) or self.get_response(request)
        if getattr(request, "has_just_signed_in", False):
            remember_browser(request, response)
        return response

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        found = _found(request)
        if found is None or (found.has_second_step and not found.used_second_step):
            # The page that was asked for asks for a sign-in, and is led back to by it.
            logout(request)
            return None
        _note(found, request)
        request.sign_in = found
        if refusal := places.refusal(request):
            return refusal
        lacks = settings.STAFF_MFA_REQUIRED and request.user.is_staff and not found.used_second_step
        return redirect("mfa_index") if lacks and not _is_of_signing_in(request) else None


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether it is for a page that is opened by signing in."""
    # What `reverse` says begins with the folder in which the site lies, if it lies in one; so does the whole path.
    begin = (reverse("admin:index"), reverse("signups:expert"))
    return request.path.startswith(begin) or request.path_info.startswith("/preview/")


def _is_of_signing_in(request: HttpRequest) -> bool:
    names = ("mfa_index", "admin:login", "admin:logout", "admin:password_change", "admin:jsi18n")
    return request.path.startswith(tuple(map(reverse, names)))


def _found(request: HttpRequest) -> SignIn | None:
    own = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_STEPS)
    sign_ins = SignIn.objects.open().filter(pk=request.session.get(SIGN_IN), user=request.user)
    return sign_ins.annotate(has_second_step=Exists(own)).first()


def _note(sign_in: SignIn, request: HttpRequest) -> None:
    """When it was last used. A changed password ends the other sessions, and this one goes on with the new one."""
    now, current = timezone.now(), request.user.get_session_auth_hash()
    if sign_in.session_hash != current or now - sign_in.last_seen_at > NOTED_EVERY:
        SignIn.objects.filter(pk=sign_in.pk).update(last_seen_at=now, session_hash=current)


def way_of(request: HttpRequest, user) -> SignIn.Way:
    for record in reversed(get_authentication_records(request, user)):
        if record.get("method") == "mfa":
            return SignIn.Way.PASSKEY if record.get("passwordless") else WAYS[record["type"]]
    return SignIn.Way.PASSWORD


def begin(sender, request: HttpRequest, user, **kwargs) -> None:
    """Log that `user` signed in. Where the browser was signed in already, the session before is over."""
    SignIn.objects.filter(pk=request.session.get(SIGN_IN), user=user).end()
    sign_in = SignIn.objects.create(
        user=user,
        way=way_of(request, user),
        network=network_of(client_address(request), COARSE_NETWORK),
        session_hash=user.get_session_auth_hash(),
    )
    request.session[SIGN_IN] = sign_in.pk
    request.has_just_signed_in = True


def end(sender, request: HttpRequest | None, user, **kwargs) -> None:
    if request is not None and user is not None:
        SignIn.objects.filter(pk=request.session.get(SIGN_IN), user=user).end()


def has_set_up(request: HttpRequest, way: SignIn.Way) -> None:
    """Setting up a second step is using it. Sessions that did not are over."""
    own = SignIn.objects.filter(user=request.user, way=SignIn.Way.PASSWORD)
    own.filter(pk=request.session.get(SIGN_IN)).update(way=way)
    own.exclude(pk=request.session.get(SIGN_IN)).end()


def forget_second_steps(user) -> int:
    """For somebody who lost phone and codes: their second steps and sessions are gone; how many steps there were."""
    steps = Authenticator.objects.filter(user=user)
    count = steps.filter(type__in=SECOND_STEPS).count()
    steps.delete()
    SignIn.objects.filter(user=user).end()
    return count


def connect() -> None:
    user_logged_in.connect(begin, dispatch_uid="careerinfo.sign_in.begin")
    user_logged_out.connect(end, dispatch_uid="careerinfo.sign_in.end")

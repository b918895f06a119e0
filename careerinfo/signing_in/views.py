"""The pages on which staff sign in, set up a second step, and see and end their sessions."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login, unstash_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as MfaReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from signups.models import SignIn

from . import guessing
from .adapters import is_readable
from .forms import PasswordForm
from .passkeys import NOT_ACCEPTED
from .places import page_after_sign_in
from .sessions import SIGN_IN, forget_second_steps, has_set_up

# The newest sign-ins are on the page; older ones are in the export of the person's data.
LISTED = 50
# Between both steps, by which a changed password is told.
FIRST_STEP = "first_step_of"


def slowed(response: HttpResponse, wait: int) -> HttpResponse:
    if wait:
        response.status_code = 429
        response["Retry-After"] = str(wait)
    return response


class StaffPage:
    """A page in the admin's look, which tells people, in the status too, that they have to wait."""

    title = ""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return {
            **admin.site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": self.title,
            "passkeys_work": passkeys_work(self.request),
        }

    def form_invalid(self, form) -> HttpResponse:
        return slowed(super().form_invalid(form), getattr(form, "wait", 0))


class OwnPage(StaffPage):
    """A page for whoever is signed in.

    allauth would keep what was sent, with addresses and cookies, until its sender showed who they are: strangers could
    fill the database. Here they are asked first, and fill in the form again.
    """

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            return super().dispatch(request, *args, **kwargs)
        except ReauthenticationRequired:
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def passkeys_work(request: HttpRequest) -> bool:
    """Browsers keep passkeys for names alone, and only where nobody on the way can change the page."""
    name = request.get_host().rpartition(":")[0] or request.get_host()
    is_own = name == "localhost" or name.endswith(".localhost")
    is_number = name.startswith("[") or name.replace(".", "").isdigit()
    return is_own or (request.is_secure() and not is_number)


class SignInView(StaffPage, LoginView):
    """The admin's own page for signing in, after which comes the second step of whoever has one."""

    template_name = "admin/signing_in/sign_in.html"
    title = "Sign in"

    def get_form_class(self):
        return PasswordForm

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return {**context, "app_path": self.request.get_full_path(), "next": self.get_success_url()}

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Whoever comes back here before the second step starts over, as somebody else or with a passkey.
        if LOGIN_SESSION_KEY in request.session:
            clear_login(request)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        if self.request.user.is_authenticated and self.request.user != form.get_user():
            logout(self.request)
        user = form.get_user()
        page = page_after_sign_in(user, self.get_success_url())
        login = Login(user, redirect_url=page, state={FIRST_STEP: user.get_session_auth_hash()})
        return perform_password_login(self.request, {}, login)


class CodeView(StaffPage, AuthenticateView):
    template_name = "admin/signing_in/code.html"
    title = "Second step"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The first step was the password that is the account's still."""
        login = unstash_login(request, peek=True)
        if login and (not login.user or login.state.get(FIRST_STEP) != login.user.get_session_auth_hash()):
            clear_login(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        kinds = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        return {**super().get_context_data(**kwargs), "kinds": set(kinds)}

    def form_invalid(self, form) -> HttpResponse:
        return slowed(self.render_to_response(self.get_context_data()), getattr(form, "wait", 0))


class PasskeySignInView(LoginWebAuthnView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Only what is sent is looked at; a browser that asks for the question alone has tried nothing.
        if wait := guessing.wait_for_passkey(request) if request.method == "POST" else 0:
            return slowed(HttpResponse(guessing.refusal(wait), content_type="text/plain"), wait)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        page = page_after_sign_in(passkey.user, get_next_redirect_url(self.request) or reverse("admin:index"))
        return perform_passwordless_login(self.request, passkey, Login(passkey.user, redirect_url=page))


class OverviewView(OwnPage, IndexView):
    template_name = "admin/signing_in/overview.html"
    title = "Signing in"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        # Experts may, and need not.
        required = settings.STAFF_MFA_REQUIRED and self.request.user.is_staff
        return {**context, **sign_ins_of(self.request.user, self.request), "required": required}


class PasswordAgainView(OwnPage, ReauthenticateView):
    template_name = "admin/signing_in/again.html"
    title = "Is it still you?"


class CodeAgainView(OwnPage, MfaReauthenticateView):
    template_name = "admin/signing_in/again.html"
    title = "Is it still you?"


class PasskeyAgainView(OwnPage, ReauthenticateWebAuthnView):
    template_name = "admin/signing_in/again.html"
    title = "Is it still you?"

    def form_invalid(self, form) -> HttpResponse:
        messages.error(self.request, NOT_ACCEPTED)
        return redirect("mfa_index")


class AppView(OwnPage, ActivateTOTPView):
    template_name = "admin/signing_in/app.html"
    title = "Set up codes from an app"

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        has_set_up(self.request, SignIn.Way.CODE)
        return response


class AppOffView(OwnPage, DeactivateTOTPView):
    template_name = "admin/signing_in/sure.html"
    title = "Turn off codes from an app"
    extra_context = {
        "question": "After this, codes from your app no longer sign you in.",
        "button": "Turn off codes",
    }


def has_readable_codes(user: User) -> bool:
    """Codes that were made up for want of the key would let nobody in."""
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return codes is not None and is_readable(codes.data["seed"])


class RecoveryCodesView(OwnPage, ViewRecoveryCodesView):
    template_name = "admin/signing_in/recovery_codes.html"
    title = "Recovery codes"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context if has_readable_codes(self.request.user) else {**context, "unused_codes": []}


class RecoveryCodesFileView(OwnPage, DownloadRecoveryCodesView):
    template_name = "admin/signing_in/recovery_codes.txt"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not has_readable_codes(request.user):
            raise Http404
        return super().get(request, *args, **kwargs)


class NewRecoveryCodesView(OwnPage, GenerateRecoveryCodesView):
    template_name = "admin/signing_in/sure.html"
    title = "Make new recovery codes"
    extra_context = {"question": "You get ten new codes. The old ones stop working.", "button": "Make new codes"}


class PasskeyView(OwnPage, AddWebAuthnView):
    """Passkeys are made so that they sign somebody in without a password."""

    template_name = "admin/signing_in/passkey.html"
    title = "Add a passkey"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        options = passkeys.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        if "data" in kwargs:
            kwargs["data"] = {**kwargs["data"].dict(), "passwordless": "on"}
        return kwargs

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        has_set_up(self.request, SignIn.Way.KEY)
        return response


class PasskeyOffView(OwnPage, RemoveWebAuthnView):
    template_name = "admin/signing_in/sure.html"
    title = "Remove a passkey"
    extra_context = {"question": "After this, the passkey no longer signs you in here.", "button": "Remove passkey"}


def sign_ins_of(user: User, request: HttpRequest) -> dict:
    """What a page says of somebody's sign-ins: those that may still be in use, and the newest ones of all."""
    newest = list(SignIn.objects.filter(user=user)[:LISTED])
    return {
        "open_sign_ins": list(SignIn.objects.open_for(user)),
        "sign_ins": newest,
        "this_sign_in": request.session.get(SIGN_IN),
        "kept_days": settings.SIGN_IN_RETENTION_DAYS,
    }


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    count = _end(SignIn.objects.open_for(request.user), request)
    messages.success(request, _ended(count))
    return redirect("mfa_index")


def act_on_colleague(request: HttpRequest, user: User) -> str:
    """An administrator ends somebody's sessions, or takes their second steps away; what was done, for the history."""
    if request.POST.get("end") == "second-steps":
        forget_second_steps(user)
        done = "The second step is removed, and all sessions are ended."
    else:
        done = _ended(_end(SignIn.objects.open_for(user), request))
    messages.success(request, done)
    return done


def _end(sign_ins, request: HttpRequest) -> int:
    which = request.POST.get("end", "")
    if which == "others":
        return sign_ins.exclude(pk=request.session.get(SIGN_IN)).end()
    return sign_ins.filter(pk=which).end() if which.isascii() and which.isdigit() and len(which) < 19 else 0


def _ended(count: int) -> str:
    return "No session was open." if not count else "1 session ended." if count == 1 else f"{count} sessions ended."

"""The forms by which staff sign in. What is typed is looked at only while there are tries left."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgain
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from . import guessing, hashing
from .places import opens_something


class Slowed:
    """A form that knows how many seconds somebody who tried too often has to wait."""

    wait = 0

    def slow(self, wait: int, said: str = "") -> None:
        self.wait = wait
        if wait:
            raise ValidationError(said or guessing.refusal(wait), code="too_many")

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """While a password is; whoever has to wait for others has not guessed anything."""
        try:
            with hashing.place():
                yield
        except hashing.Busy:
            self.slow(hashing.RETRY_SECONDS, hashing.BUSY)


class PasswordForm(Slowed, AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "That user name and password don't fit an account. Capitals count in both.",
    }

    def confirm_login_allowed(self, user: User) -> None:
        if not opens_something(user):
            raise self.get_invalid_login_error()

    def clean(self) -> dict:
        name, request = self.cleaned_data.get("username"), self.request
        with self.looked_at():
            if name and self.cleaned_data.get("password"):
                self.slow(guessing.wait_for_password(request, name))
            cleaned = super().clean()
        if name and self.get_user():
            guessing.forget_passwords(request, name)
        return cleaned


class PasswordAgainForm(Slowed, ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "autofocus": True}

    def clean_password(self) -> str:
        request, name = context.request, self.user.get_username()
        with self.looked_at():
            self.slow(guessing.wait_for_password(request, name))
            password = super().clean_password()
        guessing.forget_passwords(request, name)
        return password


class SlowedCode(Slowed):
    """A code from an app, or a recovery code."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "autofocus": True}

    def clean_code(self) -> str:
        request: HttpRequest = context.request
        self.slow(guessing.wait_for_code(request, self.user))
        code = super().clean_code()
        authenticator = getattr(self, "authenticator", None)
        of_an_app = authenticator is None or authenticator.type == Authenticator.Type.TOTP
        if of_an_app and not guessing.is_first_use(self.user, code):
            raise ValidationError("That code was used before. Wait for the next one, and enter that.")
        guessing.forget_codes(request, self.user)
        return code


class CodeForm(SlowedCode, AuthenticateForm):
    pass


class CodeAgainForm(SlowedCode, CodeAgain):
    pass


class FirstCodeForm(SlowedCode, ActivateTOTPForm):
    pass

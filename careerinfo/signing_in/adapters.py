"""What allauth is told of this site: nobody signs up, its words are ours, and its secrets lie encrypted."""

import base64
import hashlib
import logging
import secrets
import time
from functools import lru_cache
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from careers.site_words import remembered

from .places import opens_something

logger = logging.getLogger(__name__)

SAID = {
    "mfa/messages/totp_activated.txt": "From now on you sign in with a code from your app.",
    "mfa/messages/totp_deactivated.txt": "Codes from your app are turned off.",
    "mfa/messages/webauthn_added.txt": "The passkey is added. You can sign in with it now.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Keep them somewhere safe.",
}


class StaffAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse | None:
        """A passkey may be of somebody who is staff no more; passwords are looked at by the form."""
        if opens_something(user):
            return None
        clear_login(request)
        messages.error(request, "This account no longer opens any page.")
        return redirect("admin:login")

    def is_safe_url(self, url: str) -> bool:
        """Only to pages of the site by the name under which it was asked for."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args, message: str = "", **kwargs
    ) -> None:
        """Our words, or none."""
        if said := message or SAID.get(message_template or ""):
            messages.add_message(request, level, said)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in within the last minutes is not asked for the password once more."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest > app_settings.REAUTHENTICATION_TIMEOUT


class SecondSteps(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or was used before. Wait for the next one, and enter that.",
    }

    def get_totp_label(self, user) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return remembered.current().name

    def _get_site_name(self) -> str:
        return remembered.current().name

    def build_totp_svg(self, url: str) -> str:
        """To stand within a page, which must not load pictures from anywhere but the site."""
        import qrcode
        from qrcode.image.svg import SvgPathImage

        drawn = qrcode.make(url, image_factory=SvgPathImage, box_size=20).to_string(encoding="unicode")
        return drawn.replace("<svg", '<svg class="qr" role="img" aria-label="QR code of the key"', 1)

    def encrypt(self, text: str) -> str:
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if is_readable(encrypted_text):
            return _ciphers().decrypt(encrypted_text.encode()).decode()
        _tell_of_key()
        # No code fits what nobody knows.
        return base64.b32encode(secrets.token_bytes(20)).decode()


def is_readable(encrypted_text: str) -> bool:
    """Whether the site has the key with which this was written."""
    try:
        _ciphers().decrypt(encrypted_text.encode())
    except InvalidToken:
        return False
    return True


@lru_cache(maxsize=1)
def _tell_of_key() -> None:
    """Once for each process."""
    logger.error(
        "A second step was set up under another SECRET_KEY, and cannot be used. "
        "Name the earlier key in SECRET_KEY_FALLBACKS, or let its owner set up a new one (forget_second_step)."
    )


def _ciphers() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"careerinfo.second-steps:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

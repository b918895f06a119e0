"""What browsers send of a passkey, looked at before the library does: anybody may post anything.

The library takes numbers for sizes: one number, where it expects text, would fill the memory.
"""

import json
from collections.abc import Callable

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from fido2 import cbor
from fido2.utils import websafe_decode

NOT_ACCEPTED = "That passkey was not accepted. Try again, or use your password."
# Passkeys with certificates of their makers have some thousand characters.
LONGEST = 64 * 1024
# What is read of an answer besides what the browser says; the last one only where a passkey is made.
READ = ("authenticatorData", "signature", "userHandle", "attestationObject")
SAID_BY_BROWSER = ("type", "challenge", "origin")


def refused() -> ValidationError:
    return ValidationError(NOT_ACCEPTED, code="not_accepted")


def accepted(read: Callable):
    """What `read` makes of what was sent; whatever is wrong with that, people are told that it was not accepted."""
    try:
        return read()
    except DatabaseError:
        raise
    except Exception as error:
        raise refused() from error


class CredentialField(forms.JSONField):
    widget = forms.HiddenInput

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST:
            raise refused()
        given = accepted(lambda: super(CredentialField, self).to_python(value))
        if given is not None and not accepted(lambda: _is_sound(given)):
            raise refused()
        return given

    def bound_data(self, data, initial):
        """It is good once, so no page shows it again."""
        return initial


def _is_sound(given) -> bool:
    answer = given["response"]
    texts = [given["id"], given["rawId"], answer["clientDataJSON"], *map(answer.get, READ)]
    # Before anything is decoded.
    if not all(text is None or isinstance(text, str) for text in texts):
        return False
    said = json.loads(websafe_decode(answer["clientDataJSON"]).decode())
    attested = answer.get("attestationObject")
    return (
        all(isinstance(said[name], str) for name in SAID_BY_BROWSER)
        and isinstance(given.get("clientExtensionResults") or {}, dict)
        and (attested is None or isinstance(cbor.decode(websafe_decode(attested))["authData"], bytes))
    )


class PasskeyForm(forms.Form):
    credential = CredentialField()

    def clean_credential(self):
        return accepted(super().clean_credential)


class PasskeySignInForm(PasskeyForm, LoginWebAuthnForm):
    pass


class PasskeyStepForm(PasskeyForm, AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(PasskeyForm, ReauthenticateWebAuthnForm):
    pass


class NewPasskeyForm(AddWebAuthnForm):
    credential = CredentialField()

    def clean(self) -> dict:
        return accepted(super().clean)

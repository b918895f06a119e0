"""Passkeys sign in their owner; what strangers make up is refused, and slowed by itself."""

import json
from functools import partial
from hashlib import sha256

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.core.context import request_context
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.exceptions import ValidationError
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from careerinfo.signing_in import guessing, passkeys
from careerinfo.signing_in.passkeys import (
    CredentialField,
    NewPasskeyForm,
    PasskeyAgainForm,
    PasskeySignInForm,
    PasskeyStepForm,
)
from signups.limits import Limit, Window
from signups.models import SignIn

from ..factories import make_staff
from .test_signing_in import HOME, from_network, is_in, make_careful_staff, try_password
from .test_staff_login import PASSWORD

pytestmark = pytest.mark.django_db

ADD, SIGN_IN, STEP = (f"/admin/account/{page}/" for page in ("passkeys/add", "passkeys/sign-in", "code"))
FLAG = AuthenticatorData.FLAG


class Phone:
    """Makes one passkey for `localhost`, and answers with it what a page asked `browser`."""

    ID = b"of this phone"

    def __init__(self, browser: Client, owner) -> None:
        self.browser, self.owner = browser, owner
        self.key = ec.generate_private_key(ec.SECP256R1())

    def passkey(self) -> str:
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.ID, public)
        attested = AttestationObject.create("none", self._data(FLAG.AT, made), {})
        extras = {"transports": ["internal"], "publicKeyAlgorithm": -7}
        return self._sent(self._said("webauthn.create"), attestationObject=websafe_encode(attested), **extras)

    def answer(self) -> str:
        said, data = self._said("webauthn.get"), self._data(FLAG.UP)
        signed = self.key.sign(data + said.hash, ec.ECDSA(SHA256()))
        handle = websafe_encode(user_pk_to_url_str(self.owner).encode())
        parts = {"authenticatorData": websafe_encode(data), "signature": websafe_encode(signed), "userHandle": handle}
        return self._sent(said, **parts)

    def _said(self, kind: str) -> CollectedClientData:
        asked = self.browser.session["mfa.webauthn.state"]["challenge"]
        return CollectedClientData.create(kind, asked, "http://localhost")

    def _data(self, flag, made=b"") -> AuthenticatorData:
        return AuthenticatorData.create(sha256(b"localhost").digest(), flag | FLAG.UP | FLAG.UV, 0, made)

    def _sent(self, said: CollectedClientData, **parts) -> str:
        credential = {"id": websafe_encode(self.ID), "rawId": websafe_encode(self.ID), "type": "public-key"}
        extras = {"authenticatorAttachment": "platform", "clientExtensionResults": {"credProps": {"rk": True}}}
        return json.dumps({**credential, **extras, "response": {"clientDataJSON": websafe_encode(said), **parts}})


def test_a_passkey_signs_in_and_is_a_second_step():
    user, browser = make_staff(pk=4_000), Client(HTTP_HOST="localhost")
    phone, stolen = Phone(browser, user), Phone(browser, user)
    try_password(browser, user.username, PASSWORD)
    browser.get(ADD)
    assert browser.post(ADD, {"name": "Phone", "credential": phone.passkey()}).status_code == 302
    assert is_in(browser)
    for answering, is_right in ((stolen, False), (phone, True)):
        browser.post("/admin/logout/")
        browser.get(SIGN_IN, headers={"Accept": "application/json"})
        assert browser.post(SIGN_IN, {"credential": answering.answer()}).status_code == 302
        assert is_in(browser) is is_right
    assert SignIn.objects.latest("pk").way == SignIn.Way.PASSKEY
    browser.post("/admin/logout/")
    try_password(browser, user.username, PASSWORD)
    browser.get(STEP)
    assert browser.post(STEP, {"credential": phone.answer()}).url == "/admin/"
    assert is_in(browser)


def made_up_passkey(*, said=None, **changed) -> str:
    """What a browser sends, with parts of it changed, in the answer too."""
    said = {"type": "webauthn.get", "challenge": "AA", "origin": "http://testserver", **(said or {})}
    answer = {"clientDataJSON": websafe_encode(json.dumps(said).encode()), "signature": "AA", "userHandle": "MQ"}
    answer["authenticatorData"] = websafe_encode(bytes(37))
    credential = {"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}}
    parts = {name: changed.pop(name) for name in list(changed) if name in ALL_PARTS}
    return json.dumps({**credential, "response": {**answer, **parts}, **changed})


ALL_PARTS = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")
# As a size it is more than any memory; smaller ones would fill it.
HUGE = 2**62
SIZES = [
    *(made_up_passkey(said={name: HUGE}) for name in ("type", "challenge", "origin")),
    *(made_up_passkey(**{name: HUGE}) for name in (*ALL_PARTS, "rawId", "id")),
    made_up_passkey(attestationObject=websafe_encode(cbor.encode({"fmt": "none", "authData": HUGE, "attStmt": {}}))),
]
MADE_UP = [
    *("", "x", "{}", "[]", "null", "1", '{"response": []}', '{"response": {"userHandle": "MQ"}}', "\0", "9" * 9_999),
    *("[" * 60_000, '"' + "a" * 70_000 + '"', made_up_passkey()),
    *SIZES,
    *(made_up_passkey(**{name: junk}) for name in (*ALL_PARTS, "rawId", "id") for junk in (None, [], "", "é")),
    *(made_up_passkey(clientDataJSON=websafe_encode(junk)) for junk in (b"[]", b"1", b"{}", b"[" * 9_999, b"\xff")),
    *(made_up_passkey(authenticatorData=websafe_encode(bytes(32) + flags)) for flags in (b"\xc1", b"\x80" + bytes(4))),
    made_up_passkey(authenticatorData=websafe_encode(bytes(32) + b"\xc1" + bytes(4) + bytes(18) + b"\x81" * 9_999)),
    made_up_passkey(attestationObject=websafe_encode(b"\x81" * 9_999)),
    made_up_passkey(clientExtensionResults=5),
    made_up_passkey(type=[]),
]


def test_no_number_is_taken_for_a_size(monkeypatch):
    """Neither by what looks at passkeys first, nor by what is let through to the library."""
    taken = []
    monkeypatch.setattr(passkeys, "websafe_decode", lambda given: taken.append(given) or websafe_decode(given))
    for given in SIZES:
        with pytest.raises(ValidationError):
            CredentialField().clean(given)
    assert {type(given) for given in taken} == {str}


def test_made_up_passkeys_are_refused(rf):
    """For signing in, as a second step, to show that it is you, and where one is added."""
    user, request, wrong = make_staff(), rf.post("/"), []
    forms = [
        PasskeySignInForm,
        *(partial(form, user=user) for form in (PasskeyStepForm, PasskeyAgainForm, NewPasskeyForm)),
    ]
    with request_context(request):
        for given in MADE_UP:
            request.session = {"mfa.webauthn.state": {"challenge": "AA", "user_verification": "required"}}
            wrong += [(form, given[:99]) for form in forms if form(data={"credential": given}).is_valid()]
    assert wrong == []


def test_the_pages_say_that_a_made_up_passkey_was_not_accepted(text_of):
    browser, user, page = Client(), make_careful_staff(), SIGN_IN
    options = browser.get(page, headers={"Accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["challenge"]
    given = {"credential": made_up_passkey(said={"challenge": HUGE})}
    assert "That passkey was not accepted." in text_of(browser.post(page, given, follow=True))
    try_password(browser, user.username, PASSWORD)
    assert browser.post(STEP, given).status_code == 200
    assert not is_in(browser)


def test_passkeys_are_counted_when_they_are_sent_and_by_themselves(monkeypatch):
    monkeypatch.setattr(guessing, "PASSKEYS", Limit("few", (Window(2, 300),)))
    page, user, own, student = SIGN_IN, make_staff(), from_network(HOME), from_network(HOME)
    try_password(own, user.username, PASSWORD)
    own.post("/admin/logout/")
    assert {student.get(page, headers={"Accept": "application/json"}).status_code for _ in range(5)} == {200}
    assert [student.post(page).status_code for _ in range(4)] == [302, 302, 429, 429]
    # Neither passwords nor the browser of somebody who signed in before are kept out by it.
    assert [own.post(page).status_code for _ in range(3)] == [302, 302, 429]
    assert try_password(student, make_staff().username, PASSWORD).status_code == 302

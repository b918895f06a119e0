"""Handing one mail to the mail server or the provider, and telling apart what became of it."""

import re
import smtplib
import socket
from dataclasses import dataclass
from enum import Enum

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

# Many servers take so many mails on one connection, and no more.
ON_ONE_CONNECTION = 100
WRITTEN_BADLY = (ValueError, TypeError, LookupError)
# "5.1.1", which says more than 550 does, and is no part of "195.1.1.9". The rest of an answer often quotes the address.
ENHANCED_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
# Of the libraries that providers' backends use, which the site need not have.
NEVER_CONNECTED = {"ConnectTimeout", "ConnectTimeoutError", "NewConnectionError", "NameResolutionError"}
GO_ON, CLOSING = 354, 421


class Result(Enum):
    SENT = "sent"
    # Not this time: the server said so, or the connection was lost before the mail was handed over.
    LATER = "later"
    REFUSED = "refused"
    # Handed over, and then nothing was heard.
    UNKNOWN = "unknown"
    # The server takes nothing from anybody at the moment, whatever the mail: it is no try of this one.
    NO_SERVER = "no server"


@dataclass(frozen=True)
class Outcome:
    result: Result
    reason: str = ""
    provider_id: str = ""
    # What the recipient's mail server answered, where it answered about this mail: 550.
    code: int | None = None
    # Whether it answered so to the address, before it had the mail.
    is_of_address: bool = False


class Answered(Exception):
    """The server did not say yes."""

    def __init__(self, code: int, text: bytes, *, is_final: bool = True, is_of_address: bool = False) -> None:
        self.code, self.is_final, self.is_of_address = code, is_final and code >= 500, is_of_address
        found = ENHANCED_CODE.search((text or b"").decode("ascii", "replace"))
        self.reason = f"The mail server answered {code}{' ' + found[0] if found else ''}"


class Smtp:
    """One connection for many mails, by Django's settings and Django's way to sign in."""

    def __init__(self, backend: SmtpBackend) -> None:
        self.backend = backend
        self.sent = 0

    def send(self, message: EmailMessage) -> Outcome:
        try:
            sender, recipient = (
                sanitize_address(address, "utf-8") for address in (message.from_email, message.recipients()[0])
            )
            content = message.message().as_bytes(linesep="\r\n")
        except WRITTEN_BADLY as error:
            return Outcome(Result.REFUSED, f"The mail could not be written ({type(error).__name__})")
        try:
            return self._hand_over(sender, recipient, content)
        except Answered as answer:
            self._begin_anew(answer.code)
            # What a server has against the sender says nothing of the recipient.
            of_recipient = answer.is_final or answer.code < 500
            code = answer.code if of_recipient else None
            result = Result.REFUSED if answer.is_final else Result.LATER
            return Outcome(result, answer.reason, code=code, is_of_address=answer.is_of_address)

    def close(self) -> None:
        try:
            self.backend.close()
        except (smtplib.SMTPException, OSError):
            self.backend.connection = None
        self.sent = 0

    def _hand_over(self, sender: str, recipient: str, content: bytes) -> Outcome:
        if self.sent >= ON_ONE_CONNECTION:
            self.close()
        for is_second in (False, True):
            try:
                is_new = self.backend.open()
                self.backend.connection.ehlo_or_helo_if_needed()
            except (smtplib.SMTPException, OSError) as error:
                self.close()
                return Outcome(Result.NO_SERVER, _why_no_server(error))
            try:
                self._announce(sender, recipient, len(content))
                break
            except (smtplib.SMTPException, OSError) as error:
                self.close()
                # A server may close a connection on which nothing was said for a while.
                if is_new or is_second:
                    reason = f"The connection was lost before the mail was sent ({type(error).__name__})"
                    return Outcome(Result.LATER, reason)
        return self._send(content)

    def _announce(self, sender: str, recipient: str, size: int) -> None:
        server = self.backend.connection
        # A sender that is refused is no fault of the recipient's.
        _want(250, *server.mail(sender, [f"size={size}"] if server.has_extn("size") else ()), is_final=False)
        code, text = server.rcpt(recipient)
        if code != 251:
            _want(250, code, text, is_of_address=True)
        _want(GO_ON, *server.docmd("DATA"))

    def _send(self, content: bytes) -> Outcome:
        """From here on the server may have the mail, whatever happens."""
        end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            self.backend.connection.send(re.sub(rb"(?m)^\.", b"..", content) + end)
            code, text = self.backend.connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Outcome(Result.UNKNOWN, f"The connection was lost after the mail was sent ({type(error).__name__})")
        _want(250, code, text)
        self.sent += 1
        return Outcome(Result.SENT)

    def _begin_anew(self, code: int) -> None:
        """The server forgets what was begun."""
        try:
            if code != CLOSING and self.backend.connection.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        self.close()


class Backend:
    """Any other of Django's backends: files, memory, a provider's API. All that it tells is an exception."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend

    def send(self, message: EmailMessage) -> Outcome:
        try:
            self.backend.send_messages([message])
        except Exception as error:  # noqa: BLE001
            return told_by(error)
        # Providers of django-anymail name the mail by an id of their own.
        status = getattr(message, "anymail_status", None)
        return Outcome(Result.SENT, provider_id=str(getattr(status, "message_id", None) or "")[:200])

    def close(self) -> None:
        self.backend.close()


def connect() -> Smtp | Backend:
    backend = get_connection()
    return Smtp(backend) if isinstance(backend, SmtpBackend) else Backend(backend)


def told_by(error: Exception) -> Outcome:
    """What became of a mail at whose sending a backend failed; where nobody can tell, it may have been sent."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    status = getattr(error, "status_code", None)
    reason = f"The provider answered {status}" if status else f"Sending failed ({type(error).__name__})"
    if _was_never_connected(error) or status in (401, 403):
        return Outcome(Result.NO_SERVER, reason)
    if status in (429, 503):
        return Outcome(Result.LATER, reason)
    if (status and status < 500) or "AnymailRecipientsRefused" in kinds:
        return Outcome(Result.REFUSED, reason)
    if isinstance(error, WRITTEN_BADLY) and not isinstance(error, OSError):
        return Outcome(Result.REFUSED, f"The mail could not be written ({type(error).__name__})")
    is_of_the_network = isinstance(error, ConnectionError | TimeoutError) or kinds & {"Timeout", "ConnectionError"}
    if isinstance(error, OSError) and not is_of_the_network and not status:
        # A disk that is full, a folder that may not be written to.
        return Outcome(Result.NO_SERVER, reason)
    return Outcome(Result.UNKNOWN, reason)


def _was_never_connected(error: BaseException | None) -> bool:
    """Libraries wrap it in errors of their own, which are the same for a connection that was lost later."""
    while error is not None:
        kinds = {kind.__name__ for kind in type(error).__mro__}
        if isinstance(error, ConnectionRefusedError | socket.gaierror) or kinds & NEVER_CONNECTED:
            return True
        error = error.__cause__ or error.__context__
    return False


def _want(code: int, answered: int, text: bytes, **about: bool) -> None:
    if answered == -1:
        raise smtplib.SMTPServerDisconnected
    if answered != code:
        raise Answered(answered, text, **about)


def _why_no_server(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    said = f"answered {code}" if code else f"cannot be reached ({type(error).__name__})"
    return f"The mail server {said}"

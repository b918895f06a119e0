"""Email addresses as people write them: which are one and the same, and what is none."""

import re
import unicodedata
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.encoding import punycode

# Control and format characters, lone surrogates, and every kind of space.
INVISIBLE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
LONGEST_QUOTE = 60
LONGEST_NAME = 64
REMOVED = "(address removed)"
# Mail programs read it as the letters that it stands for: "=?utf-8?q?ada?=".
ENCODED = re.compile(r"=\?.*\?=")
# What may stand within a name, so that with it the address is somebody else's.
IN_NAMES = ".'_+-"
IN_TEXT = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")


class NotAnAddress(ValueError):
    """What was given is not one email address; the message says so to whoever gave it."""


def has_invisible(text: str) -> bool:
    return any(unicodedata.category(character) in INVISIBLE for character in text)


def normal(address: str | None) -> str:
    """The one form in which two ways to write an address are equal; NotAnAddress for anything else.

    Capitals mean nothing, and the domain "xn--bcher-kva.example" is "bücher.example".
    """
    text = address.strip() if isinstance(address, str) else ""
    if not text:
        raise NotAnAddress("No email address was given. Give one, such as name@example.org.")
    try:
        validate_email(text)
    except ValidationError:
        raise NotAnAddress(f"{_quoted(text)} is not an email address. Give one, such as name@example.org.") from None
    if has_invisible(text):
        raise NotAnAddress(f"{_quoted(text)} contains an invisible character. Type the address instead of pasting it.")
    name, _, domain = text.rpartition("@")
    labels = [_readable(label) for label in unicodedata.normalize("NFC", domain).lower().split(".")]
    return unicodedata.normalize("NFC", f"{name.lower()}@{'.'.join(labels)}")


def mailable(email: str) -> str:
    """The address as mail servers are given it: each way to write a domain is one; NotAnAddress where there is none."""
    name, _, domain = email.strip().rpartition("@")
    try:
        return f"{name.lower()}@{punycode(domain).lower()}"
    except UnicodeError:
        raise NotAnAddress("No mail can be sent to this address.") from None


def mailbox(email: str) -> str:
    """Where mail to `email` mostly ends: "ada+1@" and "a.da@" reach the same person as "ada@"."""
    name, _, domain = mailable(email).rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def why_no_mail(address: str) -> str:
    """Why the site sends no mail to an address that is one; empty where it does.

    Each of these is another way to write an address, or an address within somebody's own network: whoever floods
    mailboxes would have endless many for one.
    """
    name, _, domain = address.strip().rpartition("@")
    if not name.isascii():
        return "We cannot mail addresses with letters such as ö before the @."
    if '"' in name or "\\" in name or ENCODED.search(name):
        return "Enter the address without quotation marks or codes, like name@example.org."
    if len(name) > LONGEST_NAME:
        return f"The part before the @ can have up to {LONGEST_NAME} characters."
    if "." not in domain.strip(".") or domain.startswith("["):
        return "Enter the whole address, with a domain like example.org."
    if not _is_one_domain(domain):
        return "Enter the domain in its plain form, like example.org."
    return ""


def _is_one_domain(domain: str) -> bool:
    """Whether mail goes where its reader reads that it goes: "faß.example" would be sent to "fass.example"."""
    shown = unicodedata.normalize("NFC", domain).lower()
    if shown.isascii():
        return True
    try:
        return shown.encode("idna").decode("idna") == shown
    except UnicodeError:
        return False


def _quoted(text: str) -> str:
    """With what is invisible in it spelled out, and not longer than a line."""
    return ascii(text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3]}...")


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode").lower()
    except UnicodeError:
        return label


def are_same(one: str | None, other: str | None) -> bool:
    """However either is written. What is no address is like no other."""
    try:
        return normal(one) == normal(other)
    except NotAnAddress:
        return False


def rows_with(rows: QuerySet, address: str | None) -> QuerySet:
    """Those of `rows` whose email is `address`, however either is written; NotAnAddress if it is none."""
    wanted = normal(address)
    name = wanted.rpartition("@")[0]
    # SQLite compares no letter but a to z without case: what has the same name is compared here.
    near = rows.filter(email__istartswith=f"{name}@").values_list("pk", "email")
    return rows.filter(pk__in=[pk for pk, email in near if are_same(email, wanted)])


def without(text: str, address: str) -> str:
    """`text` with every mention of `address` taken out."""
    wanted = normal(address)
    if wanted.startswith('"'):
        return re.sub(re.escape(wanted), REMOVED, text, flags=re.IGNORECASE)
    kept, rest = [], text
    while "@" in rest:
        name, _, rest = rest.partition("@")
        domain = "".join(takewhile(_may_be_in_a_domain, rest)).rstrip("-.")
        before = _before(name, wanted.rpartition("@")[0])
        if before is not None and are_same(f"{name[len(before) :]}@{domain}", wanted):
            kept.append(f"{before}{REMOVED}")
            rest = rest[len(domain) :]
        else:
            kept.append(f"{name}@")
    return "".join([*kept, rest])


def _before(text: str, name: str) -> str | None:
    """What of `text` stands before `name` at its end; None where it ends in no such name, or in a longer one."""
    before = text[: len(text) - len(name)]
    if text[len(before) :].lower() != name:
        return None
    word = re.split(r"[\s@<>()\[\],;:\"]", before)[-1]
    is_longer = word[-1:].isalnum() or (word[-1:] in IN_NAMES and any(map(str.isalnum, word)))
    return None if word and is_longer else before


def _may_be_in_a_domain(character: str) -> bool:
    return character in "-." or unicodedata.category(character)[0] in "LMN"


def without_any(text: str) -> str:
    """`text` without anything that looks like somebody's address."""
    return IN_TEXT.sub("(address)", text)

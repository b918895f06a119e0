"""What large mailbox providers ask of whoever sends them mail, and which of it this site's domain lacks."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr

import dns.exception
import dns.resolver
from django.conf import settings

TIMEOUT_SECONDS = 5
UNSUBSCRIBE_HEADERS = ("list-unsubscribe", "list-unsubscribe-post")


@dataclass(frozen=True)
class Finding:
    """`is_met` is None where this cannot be told from here."""

    name: str
    is_met: bool | None
    says: str


class NoAnswer(Exception):
    """No name server answered; the records may well be there."""


def records(name: str) -> list[str]:
    """TXT records of `name`; NoAnswer where no name server answers."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=TIMEOUT_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer from error
    return [b"".join(row.strings).decode(errors="replace") for row in answer]


def check(*, received: bytes | None = None, look_up: Callable[[str], list[str]] = records) -> list[Finding]:
    """Each thing asked for; `received` is one of the site's mails as a mailbox got it, with its signature."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return [_https(), _spf(domain, look_up), _dmarc(domain, look_up), *_dkim(domain, received, look_up)]


def _https() -> Finding:
    says = "links to unsubscribe are https." if settings.HTTPS else "SITE_URL is not https: mailboxes show no button."
    return Finding("One-click unsubscribe", settings.HTTPS, says)


def _spf(domain: str, look_up) -> Finding:
    try:
        found = [text for text in look_up(domain) if text.lower().startswith("v=spf1")]
    except NoAnswer:
        return Finding("SPF", None, f"no name server told about {domain}.")
    if not found:
        return Finding("SPF", False, f"{domain} has no TXT record with v=spf1; your mail provider says which.")
    if len(found) > 1:
        return Finding("SPF", False, f"{domain} has {len(found)} SPF records; mailboxes then ignore all of them.")
    if re.search(r"\+all\b|\sall\b", found[0]):
        return Finding("SPF", False, f"{domain} lets every server send in its name: end the record with ~all or -all.")
    return Finding("SPF", True, found[0])


def _dmarc(domain: str, look_up) -> Finding:
    # A subdomain without a record of its own is under the record of a domain above it.
    labels = domain.split(".")
    above = [".".join(labels[first:]) for first in range(max(len(labels) - 1, 1))]
    try:
        for name in above:
            found = [text for text in look_up(f"_dmarc.{name}") if text.lower().startswith("v=dmarc1")]
            if found:
                return Finding("DMARC", True, found[0])
    except NoAnswer:
        return Finding("DMARC", None, f"no name server told about _dmarc.{domain}.")
    return Finding("DMARC", False, f"_dmarc.{domain} has no TXT record; begin with v=DMARC1; p=none.")


def _dkim(domain: str, received: bytes | None, look_up) -> Iterator[Finding]:
    if received is None:
        yield Finding("DKIM", None, "give a mail of this site as a mailbox got it: check_mail --received FILE.")
        return
    mail = email.message_from_bytes(received, policy=email.policy.compat32)
    signatures = [dict(_tags(text)) for text in mail.get_all("DKIM-Signature", [])]
    own = [tags for tags in signatures if _is_aligned(tags.get("d", ""), domain)]
    if not own:
        yield Finding("DKIM", False, f"the mail has no signature of {domain}.")
        return
    yield _key(own[0], look_up)
    yield _signed(own, mail)


def _key(tags: dict[str, str], look_up) -> Finding:
    name = f"{tags.get('s', '')}._domainkey.{tags['d']}"
    try:
        keys = [dict(_tags(text)) for text in look_up(name)]
    except NoAnswer:
        return Finding("DKIM", None, f"no name server told about {name}.")
    is_met = any(key.get("p") for key in keys)
    return Finding("DKIM", is_met, f"the key is at {name}." if is_met else f"{name} has no key.")


def _signed(own: list[dict[str, str]], mail) -> Finding:
    name = "DKIM over the unsubscribe headers"
    if any(mail[header] is None for header in UNSUBSCRIBE_HEADERS):
        return Finding(name, None, "the mail is none that people subscribe to: take a newsletter or a digest.")
    for tags in own:
        signed = {header.strip().lower() for header in tags.get("h", "").split(":")}
        if signed.issuperset(UNSUBSCRIBE_HEADERS):
            return Finding(name, True, "both are signed.")
    return Finding(name, False, "List-Unsubscribe and List-Unsubscribe-Post must stand among the signed headers (h=).")


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a record or a signature: "v=1; d=example.org" (RFC 6376)."""
    for part in text.split(";"):
        name, is_tag, value = part.partition("=")
        if is_tag:
            yield name.strip().lower(), re.sub(r"\s+", "", value)


def _is_aligned(signer: str, domain: str) -> bool:
    signer, domain = signer.lower(), domain.lower()
    return bool(signer) and (domain == signer or domain.endswith(f".{signer}") or signer.endswith(f".{domain}"))

"""What a mail looks like on its way: its words, the footer, and the headers that mail programs go by."""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from careers.site_words.shown import Shown

from ..models import Delivery
from ..updates.links import topics_url, unsubscribe_url
from .kinds import Kind, Words

FOOTER = "emails/footer.txt"


@dataclass(frozen=True)
class Written:
    """A mail as it is read: its text with the footer, and the same in HTML."""

    text: str
    html: str


def message(delivery: Delivery, kind: Kind, words: Words, site: Shown) -> EmailMultiAlternatives:
    """No picture that tells who looked, and no link that leads past the site to where it goes."""
    links = _footer(delivery, kind)
    mail = written(words, site, links)
    made = EmailMultiAlternatives(
        subject=" ".join(words.subject.split()),
        body=mail.text,
        to=[delivery.address],
        headers=_headers(delivery, kind, links),
    )
    made.attach_alternative(mail.html, "text/html")
    return made


def written(words: Words, site: Shown, links: dict[str, str]) -> Written:
    """`links` are those of the footer, where it has any."""
    given = {
        "SITE_NAME": site.name,
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": site.email,
        "postal_address": site.contact.address_lines if site.contact else (),
        "subject": words.subject,
        **links,
        **words.context,
    }
    text = render_to_string(f"emails/{words.name}.txt", given).strip()
    footer = render_to_string(FOOTER, given).strip()
    return Written(f"{text}\n\n{footer}\n", render_to_string(f"emails/{words.name}.html", given))


def _footer(delivery: Delivery, kind: Kind) -> dict[str, str]:
    if not kind.is_series:
        return {}
    return {"unsubscribe_url": unsubscribe_url(delivery.subscription), "topics_url": topics_url(delivery.subscription)}


def _headers(delivery: Delivery, kind: Kind, given: dict) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or host
    # The same at each try: whoever gets a mail twice has one.
    headers = {"Message-ID": f"<{delivery.key}@{sender}>", "Auto-Submitted": "auto-generated"}
    if settings.MAIL_KEY_HEADER:
        headers[settings.MAIL_KEY_HEADER] = str(delivery.key)
    if kind.is_series:
        headers["List-Id"] = f"<{kind.name}.{host}>"
        headers["List-Unsubscribe"] = f"<{given['unsubscribe_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers

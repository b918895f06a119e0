"""A newsletter as its mail will look, before anybody gets it."""

import base64
import hashlib
import re
from dataclasses import dataclass

from csp.constants import SELF
from django.conf import settings
from django.template.loader import render_to_string

from careers.site_words import remembered

from ..models import Newsletter
from . import mail

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    subject: str
    html: str
    text: str

    @property
    def policy(self) -> dict[str, list[str]]:
        """What a page needs beside its own policy that has the mail in a frame: mails bring their style along."""
        hashes = (hashlib.sha256(style.encode()).digest() for style in STYLE.findall(self.html))
        return {"style-src": [SELF, *(f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes)]}


def shown(newsletter: Newsletter) -> Shown:
    words = mail.said(newsletter)
    context = {
        "SITE_NAME": remembered.current().name,
        "SITE_URL": settings.SITE_URL,
        "subject": words.subject,
        # Each mail has its own.
        "unsubscribe_url": f"{settings.SITE_URL}/updates/",
        "topics_url": f"{settings.SITE_URL}/updates/",
        **words.context,
    }
    html = render_to_string(f"emails/{words.name}.html", context)
    # Within the frame a link would lead to a page that lets nobody frame it.
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    return Shown(words.subject, html, render_to_string(f"emails/{words.name}.txt", context))

"""A newsletter as its mail will look, before anybody gets it."""

import base64
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from csp.constants import SELF
from django.conf import settings
from django.urls import reverse

from careers.site_words import remembered

from ..mail.message import written
from ..models import Newsletter
from . import mail

# Of an element; what is typed has no such quotes.
OWN_STYLE = re.compile(r' style="[^"]*"')
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
    # Each mail has its own; these lead nearby.
    page = urljoin(settings.SITE_URL, reverse("signups:updates"))
    found = written(words, remembered.current(), {"unsubscribe_url": page, "topics_url": page})
    # Within the frame a link would lead to a page that lets nobody frame it.
    html = found.html.replace("<head>", '<head><base target="_blank">', 1)
    # Browsers would refuse it, and the mail's <style> says the same; some mail programs read only one of them.
    html = OWN_STYLE.sub("", html)
    return Shown(words.subject, html, found.text)

"""A browser for tests that reads pages as people do."""

from django.http import HttpResponse
from django.test import Client

from .derived_when_read import derived_when_read

# Signs that only keep lines from ending: after the dash of "2024–34", and between an amount and its unit.
UNSEEN = {"\u2060": "", "\u00a0": " ", "&nbsp;": " "}


class Browser(Client):
    def request(self, **request) -> HttpResponse:
        response = super().request(**request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            for sign, seen in UNSEEN.items():
                response.content = response.content.replace(sign.encode(), seen.encode())
        return response

    # Noting the login changes no career.
    force_login = derived_when_read()(Client.force_login)

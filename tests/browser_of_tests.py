"""A browser for tests that reads pages as people do."""

from django.http import HttpResponse
from django.test import Client

# It keeps lines from ending after the dash of "2024–34", and nobody sees it.
WORD_JOINER = "\u2060"


class Browser(Client):
    def request(self, **request) -> HttpResponse:
        response = super().request(**request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = response.content.replace(WORD_JOINER.encode(), b"")
        return response

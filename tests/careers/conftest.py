import json
import re

import pytest
from django.http import HttpResponse


@pytest.fixture
def section_of(text_of):
    """The visible words of one section of a career's page."""

    def extract(response, name: str) -> str:
        found = re.search(rf'(?s)<section id="{name}".*?</section>', response.content.decode())
        assert found, f"the page has no section {name!r}"
        return re.sub(r" ([.,:;])", r"\1", text_of(HttpResponse(found.group())))

    return extract


@pytest.fixture
def described():
    """{@type: description} of a page's structured data."""

    def extract(response) -> dict:
        scripts = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', response.content.decode())
        assert len(scripts) == 1
        return {entry["@type"]: entry for entry in json.loads(scripts[0])["@graph"]}

    return extract

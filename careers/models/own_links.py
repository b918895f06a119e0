"""Links that staff write themselves: to a page of this site, or to another site by https."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db import models
from django.urls import Resolver404, resolve

from .rules import Problem, web_address

NO_ADDRESS = "Enter a page of this site, such as /careers/, or an address that begins with https://."
NOT_FOR_VISITORS = ("/admin/", "/preview/")


def link_address(row: models.Model, field: str) -> Iterator[Problem]:
    address = getattr(row, field)
    if not address:
        return
    if address.lower().startswith("https://"):
        yield from web_address(row, field)
    elif not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        yield Problem(field, NO_ADDRESS)
    elif address.startswith(NOT_FOR_VISITORS):
        yield Problem(field, "Visitors can't open this page.")
    elif not _is_page(address):
        yield Problem(field, "This site has no page at this address. Copy it from the browser, from /.")


def _is_page(address: str) -> bool:
    try:
        resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    return True

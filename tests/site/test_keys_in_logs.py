"""No log holds the key of a person's own link."""

import logging

import pytest
from django.urls import URLPattern, get_resolver, reverse

from careerinfo.keys_in_logs import without_keys
from signups.urls import urlpatterns

PERSONAL = [route for route in urlpatterns if "token" in route.pattern.converters]


@pytest.mark.parametrize("route", PERSONAL, ids=lambda route: route.name)
def test_every_address_with_a_key_is_logged_without_it(route: URLPattern):
    path = reverse(f"signups:{route.name}", args=["MTc:1vK3-y_x:sIgN"])
    for said in (path, path.rstrip("/"), f"{path}?page=2", f'"GET {path.upper()} HTTP/1.1"'):
        assert "K3-Y" not in without_keys(said).upper()


def test_no_other_room_has_addresses_with_a_key():
    others = [route for route in get_resolver().url_patterns if isinstance(route, URLPattern)]
    assert len(PERSONAL) >= 8
    assert not [route for route in others if "token" in route.pattern.converters]


@pytest.mark.parametrize("path", ["/ask/mine/", "/ask/mine/sent/", "/updates/mine/sent/", "/careers/nurse/", "/ask/"])
def test_pages_for_everybody_are_named_as_they_are(path):
    assert without_keys(f'"GET {path}" 200') == f'"GET {path}" 200'


def test_a_page_that_failed_is_logged_without_the_key():
    logger = logging.getLogger("django.request")
    record = logger.makeRecord(
        logger.name, logging.ERROR, "", 0, "%s: %s", ("Internal Server Error", "/ask/mine/k3y/"), None
    )
    [handler] = [one for one in logger.handlers if one.name == "stderr"]
    handler.filter(record)
    assert handler.format(record).endswith("Internal Server Error: /ask/mine/.../")

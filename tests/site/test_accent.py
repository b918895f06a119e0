"""The accent color: what can't be read is refused with a number and a way out, and the rest reaches every page."""

import re

import pytest
from django.conf import settings

from careers.models import SiteWords, accent

from ..factories import make_site_words
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db
CSS = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
HUES = ["#ffcc00", "#ff0000", "#00ff00", "#00ffff", "#1d4ed8", "#c8102e", "#777777", "#000000", "#ffffff", "#0b5c58"]


def save_color(color: str, text_of) -> str:
    staff = staff_with("add_sitewords", "change_sitewords")
    return text_of(staff.post(address(SiteWords, "add"), {"accent": color}, follow=True))


@pytest.mark.parametrize("color", HUES)
def test_what_is_suggested_can_be_read_everywhere_in_the_light_and_in_the_dark(color):
    taken = color if accent.in_light(color) >= 4.5 else accent.nearest(color)
    for shades, pages in (
        (accent.in_the_light(taken), accent.LIGHT_PAGES),
        (accent.in_the_dark(taken), accent.DARK_PAGES),
    ):
        behind_text = [*pages, shades.tint, shades.band]
        assert min(accent.contrast(shades.accent, page) for page in behind_text) >= 4.5
        assert accent.contrast(shades.on_accent, shades.accent) >= 4.5
        assert min(accent.contrast(shades.deep, page) for page in pages) >= 3


def test_contrast_is_measured_as_wcag_does_on_the_pages_that_there_are():
    assert accent.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert accent.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    light, dark = CSS.split("@media (prefers-color-scheme: dark)")[:2]
    assert [color_of(name, light) for name in ("paper", "card")] == ["#fbfaf6", "#fff"]
    assert accent.LIGHT_PAGES == ("#fbfaf6", "#ffffff")
    assert [color_of(name, dark) for name in ("paper", "card")] == list(accent.DARK_PAGES)


def color_of(name: str, rules: str) -> str:
    return re.search(rf"--{name}: (#[0-9a-f]+);", rules)[1]


def test_a_color_that_is_too_light_is_refused_with_its_contrast_and_the_nearest_that_will_do(text_of):
    text = save_color("#FFCC00", text_of)
    assert "has a contrast of 1.44 to 1, and text needs 4.5 to 1. The nearest that you can use is #866b00." in text
    assert "was added successfully" in save_color("#866b00", text_of)


@pytest.mark.parametrize("color", ["red", "#12345", "#1234567", "7e22ce", "#7e22cg", "url(x)"])
def test_what_is_no_color_is_refused(color, text_of):
    text = save_color(color, text_of)
    assert "from a to f, such as #0b5c58." in text or "at most 7 characters" in text


def test_the_stylesheet_is_there_only_with_a_color_and_kept_for_good_by_its_address(visitor):
    assert "/site.css?" not in visitor.get("/privacy/").content.decode()
    assert visitor.get("/site.css").status_code == 404
    words = make_site_words(accent="#7e22ce")
    link = re.search(r'<link rel="stylesheet" href="(/site.css[^"]+)">', visitor.get("/privacy/").content.decode())[1]
    sheet = visitor.get(link)
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert "--accent: #7e22ce;" in sheet.content.decode()
    words.accent = "#1d4ed8"
    words.save()
    assert link not in visitor.get("/privacy/").content.decode()
    old = visitor.get(link)
    assert "--accent: #1d4ed8;" in old.content.decode()
    assert "immutable" not in old["Cache-Control"]


def test_on_paper_the_colors_of_print_stay(visitor):
    make_site_words(accent="#7e22ce")
    assert set(re.findall(r"@media (\w+)", visitor.get("/site.css").content.decode())) == {"screen"}

"""Years of projections and days are written one way, and no line ends within "2024–34" or "$50,250 a year"."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from careers.figures.wording import unbroken

from ..factories import make_career, make_occupation, make_outlook, make_pay, make_school

WORD_JOINER = "\u2060"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024–34", f"2024–{WORD_JOINER}34"),
        ("for 2014–24, and for 2024–34", f"for 2014–{WORD_JOINER}24, and for 2024–{WORD_JOINER}34"),
        ("May 2024", "May\u00a02024"),
        ("pay – and more", "pay – and more"),
    ],
)
def test_no_line_ends_after_the_dash_of_years(text, shown):
    assert unbroken(text) == shown


@pytest.mark.parametrize("path", ["/careers/", "/careers/compare/?c=tester", "/plan/?c=tester", "/careers/tester/"])
def test_no_line_ends_between_an_amount_and_its_unit(db, path):
    career = make_career(slug="tester", occupation=make_occupation())
    make_pay(occupation=career.occupation, annual_p10=30_000, annual_median=50_250, annual_p90=80_000)
    page = unescape(Client().get(path).content.decode())
    amount = "80,000" if path == "/careers/tester/" else "50,250"
    assert f"${amount}</b>\u00a0a\u00a0year" in page


@pytest.mark.parametrize("path", ["/careers/compare/?c=tester", "/rankings/fastest-growing/"])
def test_years_on_pages_hold_together(db, path):
    occupation = make_occupation()
    make_career(slug="tester", occupation=occupation)
    make_outlook(occupation=occupation)
    words = strip_tags(Client().get(path).content.decode())
    assert f"2024–{WORD_JOINER}34" in words
    assert not re.search(r"\d–\d", words)


def test_days_are_written_one_way(visitor, text_of, db):
    make_school(status="closed", closed_on=date(2026, 11, 26), featured=True)
    career = make_career(reviewed_on=date(2026, 3, 5))
    assert "This school closed on November 26, 2026." in text_of(visitor.get("/schools/"))
    assert "Text last reviewed March 5, 2026." in text_of(visitor.get(career.get_absolute_url()))

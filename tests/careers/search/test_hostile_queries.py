"""Text that nobody means well, or that databases read specially: always an answer, and a sensible one."""

import pytest
from hypothesis import HealthCheck, given, settings

from careers.search import search, suggest

from .searching import ANY_TEXT, titles_found

HOSTILE = [
    '"',
    '"""',
    'foo"bar',
    "*",
    "nurse*",
    "AND OR NOT NEAR(",
    "NEAR(nurse coder, 3)",
    "title:nurse",
    "-",
    "-nurse",
    "^",
    "^nurse",
    "   ",
    "\t\n",
    "\0",
    "nur\0se",
    "\ud800",
    "nurse\udfff",
    "\U0001fa7a",
    "\u202enurse",
    "ممرضة",
    "看護師",
    "%",
    "_",
    "100%",
    "' OR '1'='1",
    "nurse'; DROP TABLE careers_career; --",
    "\\",
    "a\\'b",
    "!&|():*<->",
    "é" * 300,
    "nurse " * 2_000,
    "x" * 100_000,
    "ﬁrefighter",
    "İ",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_search_or_suggestions(careers, query):
    assert len(search(query).hits) <= 20
    assert len(suggest(query)) <= 8


@pytest.mark.parametrize(
    "query", ["nurse*", "^nurse", "-nurse", '"nurse"', "nurse\udfff", "\u202enurse", "nurse " * 2_000]
)
def test_signs_around_a_word_do_not_hide_it(careers, query):
    assert any("Nurse" in title for title in titles_found(query))


@settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_TEXT)
def test_no_text_that_hypothesis_finds_breaks_it(careers, query):
    results = search(query)
    assert results.total >= len(results.hits)
    assert all(hit.career_id for hit in results.hits)
    suggest(query)

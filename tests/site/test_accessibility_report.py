"""The conformance report claims nothing that no test and nobody looked at, and is made of its remarks."""

import re

import pytest
from django.conf import settings

from careerinfo.views import ACCESSIBILITY_TESTED_ON

from ..accessibility_report import LEVELS, REPORT, Criterion, criteria, rules_by_criterion, tested_on

CRITERIA = criteria()


@pytest.fixture(params=CRITERIA, ids=lambda criterion: criterion.number)
def criterion(request) -> Criterion:
    return request.param


def test_each_criterion_of_both_levels_is_in_it_once():
    numbers = [criterion.number for criterion in CRITERIA]
    assert len(set(numbers)) == len(numbers) == 55
    assert [criterion.level for criterion in CRITERIA].count("A") == 31


def test_whatever_is_said_is_shown_by_a_test_or_was_looked_at(criterion):
    assert criterion.says in LEVELS
    assert criterion.tests or criterion.by_hand
    assert criterion.says != "Partially Supports" or criterion.remarks or criterion.by_hand


def test_the_tests_that_it_names_are_there(criterion):
    for test in criterion.tests:
        file, _, name = test.partition("::")
        assert f"def {name}" in (settings.BASE_DIR / "tests" / file).read_text()


def test_the_report_was_made_of_these_remarks(criterion):
    row = criterion.row(rules_by_criterion(), failed=set())
    assert row in REPORT.read_text().splitlines(), "run python -m tests.accessibility_report"


def test_a_test_that_fails_takes_the_claim_back():
    criterion = Criterion("1.1.1", "Non-text Content", "A", "Supports", tests=("site/test_x.py",))
    assert "| Does Not Support | **Failed" in criterion.row({}, failed={"site/test_x.py"})


def test_what_axe_looks_at_stands_beside_it():
    rules = rules_by_criterion()
    assert "color-contrast" in rules["1.4.3"]
    assert "html-has-lang" in rules["3.1.1"]
    # What axe has for the highest level is not in the report.
    assert set(rules) - {criterion.number for criterion in CRITERIA} <= {"2.1.3"}


def test_the_public_statement_gives_the_day_of_the_report():
    day = tested_on()
    assert day == ACCESSIBILITY_TESTED_ON
    assert re.search(rf"\| Date \| {day:%B} {day.day}, {day.year} \|", REPORT.read_text())

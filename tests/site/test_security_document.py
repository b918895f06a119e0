"""docs/security.md says what is met by which test."""

import re
from collections import Counter

import pytest
from django.conf import settings

# Of level 1 and 2 in each chapter of ASVS 5.0.
ITEMS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
TEXT = (settings.BASE_DIR / "docs" / "security.md").read_text()
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| [12] \| (.+) \|$", TEXT, re.MULTILINE)
NOT_APPLYING = re.findall(r"\d+\.\d+\.\d+", " ".join(re.findall(r"^Does not apply: .*$", TEXT, re.MULTILINE)))


def test_every_item_has_its_place_once():
    every = [number for number, _ in ROWS] + NOT_APPLYING
    assert len(every) == len(set(every))
    assert Counter(int(number.partition(".")[0]) for number in every) == ITEMS


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", TEXT))))
def test_each_test_that_it_names_is_there(named):
    file, _, name = named.partition("::")
    assert re.search(rf"^def {name}\(", (settings.BASE_DIR / "tests" / file).read_text(), re.MULTILINE)


def test_its_sums_are_right():
    how = [cells.split(" | ")[1] for _, cells in ROWS]
    begins = Counter(cell.split(":")[0].split(",")[0] for cell in how)
    not_met, partly, of_others = begins["Not met"], begins["Partly"], sum(cell.startswith("Of the ") for cell in how)
    met = len(ROWS) - not_met - partly - of_others
    words = " ".join(TEXT.split())
    sums = f"Of them {met} are met, {partly} partly, {not_met} are not, and {of_others} are met by the machine"
    assert f"{len(ROWS)} of the {sum(ITEMS.values())} items apply. {sums}" in words

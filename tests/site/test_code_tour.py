"""docs/code-tour.md names files and names that exist."""

import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
TOUR = (ROOT / "docs" / "code-tour.md").read_text(encoding="utf-8")
# A paragraph, an item of a list, a row of a table.
PLACES = [place for place in re.split(r"\n\s*\n|\n(?=\d+\. |\| )", TOUR) if "`" in place]


def quoted(place: str) -> tuple[list[str], list[str]]:
    """(paths, names) that stand in a place."""
    found = re.findall(r"`([^`]+)`", place)
    return [one for one in found if "/" in one], [one for one in found if "/" not in one]


def defined_in(text: str, name: str) -> bool:
    name = re.escape(name)
    return bool(
        re.search(rf"^\s*(?:def|class) {name}\b|^\s*{name}(?:: [^=]+)? = |\bviews\.{name}\b", text, re.MULTILINE)
    )


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.strip()[:40])
def test_every_file_and_name_of_the_tour_exists(place):
    paths, names = quoted(place)
    assert [path for path in paths if not (ROOT / path).exists()] == []
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in paths if (ROOT / path).is_file()]
    assert [name for name in names if not any(defined_in(text, name) for text in texts)] == []


def test_the_tour_has_its_four_flows_and_its_questions():
    assert [title.partition(":")[0] for title in re.findall(r"^## (.+)", TOUR, re.MULTILINE)] == [
        "A page",
        "A release",
        "A search",
        "A page that somebody saw before",
        "Questions",
    ]
    assert TOUR.count("? | `") >= 20

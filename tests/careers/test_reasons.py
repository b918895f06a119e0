"""Why a career was found: a long reason is cut to the part that has the words searched for."""

import re
from html import unescape

import pytest

from careers.search import Hit, Results
from careers.search.documents import Kind

from ..factories import make_career

LONG = (
    "Monitor patients before, during and after procedures, to see that their vital signs, such as the Blood pressures "
    "that a <monitor> shows, are as they should be, and call a physician where the pressure falls or the patient's "
    "breath is short"
)


@pytest.fixture
def why(visitor, db, monkeypatch):
    """The HTML of the reason on the page for `query`, where a career was found by its task `text`."""
    career = make_career()

    def reason(text: str, query: str, *, kind: Kind = Kind.TASK, corrected: str = "") -> str:
        results = Results([Hit(career.pk, kind, text)], 1, corrected, bool(corrected))
        monkeypatch.setattr("careers.browse.asking.search", lambda query, **options: results)
        page = visitor.get("/careers/", {"q": query}).content.decode()
        return re.search(r'<p class="why">(.*?)</p>', page)[1]

    return reason


def words(html: str) -> str:
    return unescape(re.sub(r"</?mark>", "", html))


def test_a_long_task_is_cut_around_the_words_and_they_are_marked(why):
    reason = why(LONG, "blood pressure")
    assert reason.startswith("task: … ")
    assert reason.endswith(" …")
    assert re.findall("<mark>(.*?)</mark>", reason)[:2] == ["Blood", "pressures"]
    assert len(words(reason)) <= 120 + len("task: …  …")
    assert words(reason).removeprefix("task: … ").removesuffix(" …") in LONG


def test_words_at_either_end_keep_that_end(why):
    assert why(LONG, "monitors").startswith("task: <mark>Monitor</mark> patients before")
    reason = why(LONG, "short")
    assert reason.endswith("breath is <mark>short</mark>")
    assert len(words(reason)) > 100


def test_where_no_word_is_the_querys_own_the_beginning_is_shown(why):
    reason = why(LONG, "sphygmomanometer")
    assert reason.startswith("task: Monitor patients before")
    assert "<mark>" not in reason
    assert reason.endswith(" …")


def test_no_word_is_cut_and_markup_stays_text(why):
    reason = why(LONG, "blood")
    assert "&lt;monitor&gt;" in reason
    assert set(re.findall(r"\w+", words(reason).removeprefix("task:"))) <= set(re.findall(r"\w+", LONG))
    assert why("<b>" * 60, "b").count("<b>") == 0


def test_a_short_task_is_shown_whole(why):
    assert why("Check the blood", "blood") == "task: Check the <mark>blood</mark>"
    assert why("Check the pulse", "blood") == "task: Check the pulse"
    long_enough = f"{'Check a part of the heart ' * 4}and blood"
    assert why(long_enough, "blood") == f"task: {long_enough.removesuffix('blood')}<mark>blood</mark>"


def test_a_title_is_shown_as_it_is(why):
    assert why("Blood <Bank> Nurse", "blood", kind=Kind.OTHER_TITLE) == "also called: Blood &lt;Bank&gt; Nurse"


def test_of_corrected_words_the_right_ones_are_marked(why):
    assert "<mark>Blood</mark>" in why(LONG, "bloood", corrected="blood")

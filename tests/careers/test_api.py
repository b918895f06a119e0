"""The search for other programs: the same careers as the page, with each figure's period and source."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Title

from ..factories import make_career, make_release
from .figured import make_figured

API = "/api/careers/"


@pytest.fixture
def coder(db):
    make_release(top_code_annual=239_200)
    career = make_figured(
        "Medical Coder", slug="coder", median=50_250, growth="7.1", openings=14_200, education="award"
    )
    Title.objects.create(career=career, name="Billing Coder")
    return career


def test_what_is_found_has_its_figures_with_their_source_and_period(visitor, coder):
    response = visitor.get(API, {"q": "billing coder"})
    assert response.headers["X-Robots-Tag"] == "noindex"
    answer = response.json()
    assert (answer["total"], answer["did_you_mean"]) == (1, "")
    [career] = answer["careers"]
    assert career["title"] == "Medical Coder"
    assert career["url"].endswith("/careers/coder/")
    assert career["why"] == "also called: Billing Coder"
    release = coder.listing.pay.release
    assert career["pay"] == {
        "median": 50_250,
        "median_in_words": "$50,250",
        "unit": "a year",
        "is_or_more": False,
        "relation": "own",
        "note": "",
        "published_for": coder.occupation.title,
        "soc_code": coder.occupation.code,
        "period": release.period,
        "source": f"{release.publisher}, {release.title}",
        "source_url": release.url,
    }
    assert career["outlook"]["growth_percent"] == 7.1
    assert career["outlook"]["openings_a_year"] == 14_200
    assert career["outlook"]["entry_level_education"] == "Postsecondary nondegree award"


def test_missing_and_top_coded_figures_are_told_from_numbers(visitor, coder):
    make_figured("Medical Surgeon", median=239_200)
    make_career(title="Medical Poet")
    careers = {career["title"]: career for career in visitor.get(API, {"q": "medical"}).json()["careers"]}
    assert careers["Medical Surgeon"]["pay"]["is_or_more"] is True
    assert careers["Medical Poet"]["pay"] is None
    assert careers["Medical Poet"]["outlook"] is None


def test_slips_are_forgiven_and_said(visitor, coder):
    answer = visitor.get(API, {"q": "billing codr"}).json()
    assert (answer["did_you_mean"], answer["is_corrected"]) == ("billing coder", True)
    assert [career["title"] for career in answer["careers"]] == ["Medical Coder"]


def test_a_part_can_be_asked_for(visitor, db):
    for number in range(5):
        make_career(title=f"Widget Maker {number}")
    answer = visitor.get(API, {"q": "widget maker", "limit": 2, "offset": 3}).json()
    assert answer["total"] == 5
    assert len(answer["careers"]) == 2


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"q": "x" * 201}, "q"), ({"q": "a", "limit": "51"}, "limit"), ({"q": "a", "limit": "many"}, "limit"),
     ({"q": "a", "offset": "-1"}, "offset")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(visitor, db, asked, field):
    response = visitor.get(API, asked)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


def test_nothing_asked_is_nothing_found_and_drafts_never_are(visitor, db):
    make_career(title="Secret Coder", status="draft")
    for query in ("", "secret coder", "%", "*"):
        assert visitor.get(API, {"q": query}).json()["careers"] == []


def test_the_api_takes_no_changes(visitor, db):
    assert visitor.post(API, {"q": "coder"}).status_code == 405


def test_ten_careers_cost_as_many_queries_as_two(visitor, db):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/api/careers/?q=nurse").json()["total"]
        return len(queries)

    for number in range(2):
        make_figured(f"Nurse {number}", median=50_000, growth=7, openings=900, education="award")
    few = cost()
    for number in range(2, 10):
        make_figured(f"Nurse {number}", median=50_000, growth=7, openings=900, education="award")
    assert cost() == few

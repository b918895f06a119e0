"""Growth in words follows what the publisher of the projections calls it, which each release says for itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from careers.importers import publishers
from careers.models import Release

from ..factories import BANDS, make_career, make_occupation, make_outlook, make_release

HELD_AGAINST_ALL = [("7.2", "above"), ("3.1", "equal to"), ("3.0", "below"), ("-9.0", "below")]
# About ten years before, the same words meant much more growth.
OLD_BANDS = {"little_change_from": -2, "slower_from": 3, "average_from": 7, "faster_from": 14, "much_faster_from": 21}


@pytest.fixture
def career(db):
    return make_career(slug="tester", title="Tester", occupation=make_occupation(code="29-2072"))


@pytest.fixture
def outlook_section(visitor, section_of, career):
    return lambda: section_of(visitor.get(career.get_absolute_url()), "outlook")


def projections(**values) -> Release:
    return make_release("projections", **{"period": "2024–34", "as_of": date(2024, 12, 31), **values})


@pytest.mark.parametrize(
    ("growth", "words"),
    [
        ("-17.5", "a decline"),
        ("-0.6", "a decline"),
        ("-0.5", "a decline"),
        ("-0.4", "little or no change"),
        ("0.0", "little or no change"),
        ("0.4", "little or no change"),
        ("0.5", "slower than average"),
        ("2.4", "slower than average"),
        ("2.5", "as fast as average"),
        ("4.4", "as fast as average"),
        ("4.5", "faster than average"),
        ("6.4", "faster than average"),
        ("6.5", "much faster than average"),
        ("49.9", "much faster than average"),
    ],
)
def test_growth_is_called_what_its_publisher_calls_it_by_the_rounded_percent(career, outlook_section, growth, words):
    make_outlook(release=projections(**BANDS), occupation=career.occupation, stated_growth=Decimal(growth))
    section = outlook_section()
    assert f"That is {words}." in section
    assert "all occupations." not in section


def test_an_earlier_release_is_called_by_its_own_bands(career, outlook_section):
    make_outlook(release=projections(**BANDS), occupation=career.occupation, stated_growth=Decimal("8.0"))
    earlier = projections(period="2014–24", as_of=date(2014, 12, 31), state="superseded", **OLD_BANDS)
    make_outlook(release=earlier, occupation=career.occupation, stated_growth=Decimal("8.0"))
    now, _, before = outlook_section().partition("Job outlook for 2014–24")
    assert "8%, much faster than average" in now
    assert "8%, as fast as average" in before


@pytest.mark.parametrize(("growth", "place"), HELD_AGAINST_ALL)
def test_where_no_bands_are_known_growth_is_only_held_against_that_of_all(career, outlook_section, growth, place):
    release = projections()
    make_outlook(release=release, occupation=career.occupation, stated_growth=Decimal(growth))
    everyone = make_occupation(code="00-0000", title="All")
    make_outlook(release=release, occupation=everyone, stated_growth=Decimal("3.1"))
    section = outlook_section()
    assert f"That is {place} the growth of all occupations." in section
    assert "average" not in section


def test_where_that_is_missing_too_nothing_is_said(career, outlook_section):
    make_outlook(occupation=career.occupation, stated_growth=Decimal("3.1"))
    assert "That is" not in outlook_section()


def test_growth_that_is_not_published_is_called_nothing(career, outlook_section):
    make_outlook(release=projections(**BANDS), occupation=career.occupation, base_employment=0)
    assert "That is" not in outlook_section()


def test_the_bands_of_a_round_come_with_its_import():
    assert publishers.release_values("projections", "2024–34", "").items() >= BANDS.items()
    unknown = publishers.release_values("projections", "2034–44", "")
    assert not BANDS.keys() & unknown.keys()
    assert not BANDS.keys() & publishers.release_values("oews-national", "2024–34", "").keys()


def test_the_demo_has_them_for_the_round_that_is_certain(demo):
    bands = {release.period: bool(release.growth_bands) for release in Release.objects.filter(data_set="projections")}
    assert bands == {"2024–34": True, "2008–18": False}


def test_the_page_of_sources_says_what_is_called_what(visitor, text_of, db):
    projections(**BANDS)
    assert (
        "decline −1% or lower, little or no change 0%, slower than average 1% to 2%, as fast as average 3% to 4%, "
        "faster than average 5% to 6%, much faster than average 7% or higher." in text_of(visitor.get("/sources/"))
    )


def posted(release: Release, **values) -> dict:
    fields = ["data_set", "title", "label", "period", "as_of", "publisher", "url", "licence", "attribution"]
    empty = {"files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0", **dict.fromkeys(BANDS, "")}
    return {**empty, **{field: getattr(release, field) for field in fields}, **values}


def test_staff_set_them_for_a_new_release(editor, career, outlook_section):
    release = projections()
    make_outlook(release=release, occupation=career.occupation, stated_growth=Decimal("9.0"))
    address = f"/admin/careers/release/{release.pk}/change/"
    assert editor.post(address, posted(release, **OLD_BANDS)).status_code == 302
    assert "That is as fast as average." in outlook_section()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"average_from": ""}, "Fill in all five, or none."),
        ({"average_from": 1}, "This must be more than 1, where “slower than average” begins."),
        ({"faster_from": 2}, "This must be more than 3, where “as fast as average” begins."),
        ({"faster_from": "4.5"}, "Enter a whole number."),
    ],
)
def test_bands_that_leave_gaps_or_cross_are_refused_and_say_where(editor, text_of, db, values, message):
    release = projections()
    address = f"/admin/careers/release/{release.pk}/change/"
    response = editor.post(address, posted(release, **{**BANDS, **values}))
    assert response.status_code == 200
    assert message in text_of(response)
    release.refresh_from_db()
    assert release.growth_bands == []


def test_bands_of_a_release_that_projects_nothing_are_refused_in_words(editor, text_of, db):
    release = make_release()
    response = editor.post(f"/admin/careers/release/{release.pk}/change/", posted(release, **BANDS))
    assert "Only employment projections have growth in words." in text_of(response)


@pytest.mark.parametrize("values", [{"average_from": None}, {"average_from": 1}, {"much_faster_from": 5}])
def test_the_database_refuses_them_too(db, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        projections(**{**BANDS, **values})


def test_a_list_costs_one_query_more_at_most_where_no_bands_are_known(visitor, db):
    release = projections()
    make_outlook(release=release, occupation=make_occupation(code="00-0000"), stated_growth=Decimal("3.1"))

    for number in range(1, 6):
        occupation = make_occupation()
        make_career(occupation=occupation)
        make_outlook(release=release, occupation=occupation, stated_growth=Decimal(f"{number + 8}.0"))
    costs = []
    for words, bands in (("above the growth of all occupations", {}), ("much faster than average", BANDS)):
        Release.objects.update(**bands or dict.fromkeys(BANDS))
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/careers/").content.decode().count(words) == 5
        costs.append(len(queries))
    assert costs[0] - costs[1] == 1


@pytest.mark.parametrize("page", ["/careers/", "/rankings/fastest-growing/", "/careers/compare/?c=tester"])
@pytest.mark.parametrize("kind", [{"origin": "own"}, {"covers_part": True, "state": "superseded"}])
def test_growth_is_held_against_the_same_figure_on_every_page(page, kind, db, visitor, text_of):
    career = make_career(title="Tester", slug="tester", occupation=make_occupation(code="29-2071"))
    projections = {"period": "2022–32", "as_of": date(2022, 12, 31)}
    make_outlook(
        release=make_release("projections", **projections),
        occupation=make_occupation(code="00-0000"),
        stated_growth=Decimal("3.1"),
    )
    release = make_release("projections", **projections, **kind)
    make_outlook(release=release, occupation=career.occupation, stated_growth=Decimal("7.5"))
    words = "above the growth of all occupations"
    for address in ("/careers/tester/", page):
        assert words in text_of(visitor.get(address)).lower(), address
    found = visitor.get("/api/careers/?q=tester").json()["careers"][0]
    assert found["outlook"]["growth_in_words"].lower() == words

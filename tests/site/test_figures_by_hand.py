"""Figures in the staff pages: publishers' are only held back; the site's own make sense and stand under its name."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from careers.models import AreaPay, IndustryPay, Occupation, Outlook, Pay, Release
from careers.releases import lifecycle

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_outlook,
    make_pay,
    make_release,
)
from .form_reader import form_values

BLS = "U.S. Bureau of Labor Statistics"
OWN = {"origin": "own", "publisher": "Careerinfo", "title": "Pay of testers", "state": "staged"}
YEARS = {"period": "2024–34", "as_of": date(2024, 12, 31)}


@pytest.fixture
def occupation(db) -> Occupation:
    occupation = make_occupation(code="29-2072", title="Testers")
    make_career(slug="tester", occupation=occupation)
    return occupation


@pytest.fixture
def published(occupation) -> list:
    """A row of each kind in the publisher's live releases."""
    return [
        make_pay(release=make_release(publisher=BLS), occupation=occupation, annual_median=50_000),
        make_industry_pay(release=make_release("oews-industry"), occupation=occupation, industry="Zoos"),
        make_area_pay(release=make_release("oews-state"), occupation=occupation, annual_median=51_000),
        make_outlook(release=make_release("projections", **YEARS), occupation=occupation),
    ]


@pytest.fixture
def page(editor, occupation):
    """Save the occupation's page as a browser would, with other values in the fields named."""
    address = reverse("admin:careers_occupation_change", args=[occupation.pk])

    def save(**values):
        return editor.post(address, {**form_values(editor.get(address)), **values})

    return save


def added(prefix: str, **values) -> dict[str, str]:
    """What adds one row to an inline that has none."""
    return {
        f"{prefix}-TOTAL_FORMS": "1",
        **{f"{prefix}-0-{name}": str(value) for name, value in values.items()},
    }


def release_values(**values) -> dict[str, str]:
    return {
        "data_set": "oews-national",
        "title": "Pay of testers",
        "publisher": "Careerinfo",
        "url": "https://example.org/testers",
        "period": "May 2024",
        "as_of": "2024-05-31",
        "licence": "CC BY 4.0",
        "note": "Asked of ten testers.",
        **values,
    }


def test_a_release_that_is_added_by_hand_is_the_sites_own(editor):
    html = editor.get("/admin/careers/release/add/").content.decode()
    assert re.search(r'name="publisher" value="Careerinfo"', html)
    assert "O*NET" not in html
    assert editor.post("/admin/careers/release/add/", release_values()).status_code == 302
    release = Release.objects.get()
    assert (release.origin, release.state) == ("own", "staged")


@pytest.mark.parametrize(
    "publisher",
    [
        BLS,
        "BLS",
        "bls",
        "B.L.S.",
        "  bureau   of LABOR statistics ",
        "US Bureau of Labor Statistics",
        "The United States Bureau of Labour Statistics",
        "Bureau of Labor Statistics (BLS)",
        "U.S. Department of Labor",
        "US Dept. of Labor",
        "USDOL/ETA",
        "U.S. Department of Labor, Employment and Training Administration",
        "O*NET",
        "National Center for Education Statistics",
        "NCES",
        "tést PUBLISHER",
    ],
)
def test_no_figures_by_hand_stand_under_a_publishers_name(publisher, editor, text_of):
    make_release("projections", publisher="Test publisher")
    response = editor.post("/admin/careers/release/add/", release_values(publisher=publisher))
    assert response.status_code == 200
    assert "did not publish these figures" in text_of(response)


@pytest.mark.parametrize(
    "publisher", ["Careerinfo", "Ohio Department of Labor", "Able Bristles & Co.", "State of Utah"]
)
def test_others_may_stand_behind_figures(publisher, editor):
    assert editor.post("/admin/careers/release/add/", release_values(publisher=publisher)).status_code == 302


@pytest.mark.parametrize("values", [{}, {"title": "pay  of TESTERS", "period": "may  2024"}])
def test_two_releases_of_one_name_and_period_are_refused(values, editor, text_of):
    assert editor.post("/admin/careers/release/add/", release_values()).status_code == 302
    first = Release.objects.get()
    response = editor.post("/admin/careers/release/add/", release_values(**values))
    assert f"Release {first.pk} has this name and period already." in text_of(response)
    another = release_values(title="Pay of others")
    assert editor.post("/admin/careers/release/add/", another).status_code == 302
    Release.objects.filter(pk=first.pk).update(state="rejected")
    assert editor.post("/admin/careers/release/add/", release_values(**values)).status_code == 302


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": "test  RELEASE"}, "Give these figures a name of their own."),
        ({"as_of": "2024-05-01"}, "Figures of May 2024 describe May 31, 2024"),
        ({"period": "2030", "as_of": "2930-01-01"}, "This day is still to come."),
        ({"data_set": "onet"}, "Select a valid choice."),
        ({"note": ""}, "This field is required."),
        ({"period": "yesterday"}, "Write which year the figures are of, such as 2024"),
        ({"period": "May 2O24"}, "Write which year the figures are of, such as 2024"),
        ({"data_set": "projections", "period": "2024-34"}, "Figures of 2024–34 describe December 31, 2024"),
    ],
)
def test_a_release_of_the_sites_own_is_refused_with_the_reason(values, message, editor, text_of):
    make_release("oews-state")
    response = editor.post("/admin/careers/release/add/", release_values(**values))
    assert response.status_code == 200
    assert message in text_of(response)
    beside_fields = re.findall(r'(?s)<ul class="errorlist" id="id_.*?</ul>', response.content.decode())
    assert {messages.count("<li>") for messages in beside_fields} == {1}


def test_its_figures_are_added_reviewed_and_shown(editor, page, occupation, visitor, text_of):
    own = make_release(**OWN)
    assert page(**added("pay_rows", release=own.pk, annual_median=61_000)).status_code == 302
    review = reverse("admin:careers_release_review", args=[own.pk])
    assert editor.get(review).status_code == 200
    text = text_of(editor.post(review, {"decision": "approve", "sure": "yes"}, follow=True))
    assert "Approved. It is shown beside the publisher's, for the careers that it has figures for." in text
    assert "Careers:" not in text
    assert "$61,000" in text_of(visitor.get("/careers/tester/"))


def test_every_kind_of_figure_can_be_given(page, occupation):
    state = make_area(title="Ohio", states="OH")
    own = {name: make_release(name, **OWN) for name in ("oews-national", "oews-industry", "oews-state")}
    outlook = make_release("projections", **{**OWN, **YEARS})
    jobs = {"base_employment": 1_000, "projected_employment": 1_100, "base_year": 2024, "projected_year": 2034}
    response = page(
        **added("pay_rows", release=own["oews-national"].pk, annual_median=61_000, hourly_median="29.33"),
        **added("industrypay_rows", release=own["oews-industry"].pk, industry="Zoos", annual_median=61_000),
        **added("areapay_rows", release=own["oews-state"].pk, area=state.pk, hourly_p10="20"),
        **added("outlook_rows", release=outlook.pk, **jobs),
    )
    assert response.status_code == 302
    assert [model.objects.count() for model in (Pay, IndustryPay, AreaPay, Outlook)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"annual_median": 1}, "Pay a year is usually between $2,000 and $2,000,000: check $1."),
        ({"annual_p90": 3_000_000_000}, "check $3,000,000,000."),
        ({"hourly_median": "5000"}, "Pay an hour is usually between $2 and $1,000"),
        ({"hourly_median": "500", "annual_median": 60_000}, "$500 an hour is about $1,040,000 a year"),
        ({"annual_p10": 60_000, "annual_median": 50_000}, "This is below the 10th percentile, $60,000."),
        ({"annual_p25": 60_000, "annual_p90": 50_000}, "This is below the 25th percentile, $60,000."),
        ({"annual_median": 60_000, "employment": 3_000_000_000}, "More jobs than people who work"),
        ({"employment": 10}, "Give at least one figure of pay"),
    ],
)
def test_pay_that_cannot_be_right_is_refused_with_the_reason(values, message, page, text_of):
    own = make_release(**OWN)
    response = page(**added("pay_rows", release=own.pk, **values))
    assert response.status_code == 200
    assert message in text_of(response)
    assert not Pay.objects.exists()


@pytest.mark.parametrize(
    ("prefix", "data_set", "values", "message"),
    [
        ("industrypay_rows", "oews-industry", {"industry": "Zoos", "annual_median": 1}, "check $1."),
        ("areapay_rows", "oews-state", {"annual_p25": 60_000, "annual_p75": 50_000}, "below the 25th percentile"),
    ],
)
def test_pay_by_industry_and_area_has_the_same_bounds(prefix, data_set, values, message, page, text_of):
    own = make_release(data_set, **OWN)
    place = {"area": make_area().pk} if data_set == "oews-state" else {}
    response = page(**added(prefix, release=own.pk, **place, **values))
    assert response.status_code == 200
    assert message in text_of(response)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"base_year": 3024, "projected_year": 3034}, "Give a base year from 1980 to"),
        ({"projected_year": 2124}, "This release is of 2024–34: write 2034."),
        ({"projected_year": 2020}, "This release is of 2024–34: write 2034."),
        ({"base_employment": 900_000_000}, "More jobs than people who work"),
        ({"openings": 5_000}, "There are more openings per year than jobs (1,100)."),
        ({"stated_growth": "50"}, "The source states 50% growth, but its employment figures give 10.0%."),
        ({"projected_employment": 100_000}, "Growth of 9,900.0 percent"),
        ({"base_employment": 0}, "Growth from 0 jobs cannot be worked out."),
    ],
)
def test_an_outlook_that_cannot_be_right_is_refused_with_the_reason(values, message, editor, occupation, text_of):
    own = make_release("projections", **{**OWN, **YEARS})
    row = {"base_employment": 1_000, "projected_employment": 1_100, "base_year": 2024, "projected_year": 2034}
    sent = {"occupation": occupation.pk, "release": own.pk, **row, **values}
    response = editor.post("/admin/careers/outlook/add/", sent)
    assert response.status_code == 200
    assert message in text_of(response)
    assert not Outlook.objects.exists()


def test_a_figure_is_given_in_no_release_of_a_publisher_or_of_another_data_set(editor, page, published, text_of):
    other = make_release("projections", **{**OWN, **YEARS})
    for release in (published[0].release, other):
        response = page(**added("pay_rows", release=release.pk, annual_median=61_000))
        assert response.status_code == 200
        assert "Select a valid choice." in text_of(response)
    assert Pay.objects.count() == 1


def test_the_publishers_figures_are_shown_and_only_held_back(page, published):
    pay, industry, _, outlook = published
    response = page(
        **{
            "pay_rows-2-0-held": "on",
            "pay_rows-2-0-annual_median": "1",
            "pay_rows-2-0-DELETE": "on",
            "industrypay_rows-2-0-industry": "Banks",
            "outlook_rows-2-0-base_employment": "5",
            "outlook_rows-2-0-DELETE": "on",
        }
    )
    assert response.status_code == 302
    for row in (pay, industry, outlook):
        row.refresh_from_db()
    assert (pay.held, pay.annual_median) == (True, 50_000)
    assert industry.industry == "Zoos"
    assert outlook.base_employment == 100_000


def test_a_publishers_row_cannot_be_changed_as_if_it_were_the_sites_own(page, published):
    own, pay = make_release(**OWN), published[0]
    values = {"id": pay.pk, "release": own.pk, "annual_median": 61_000}
    page(**added("pay_rows", **values), **{"pay_rows-INITIAL_FORMS": "1"})
    pay.refresh_from_db()
    assert (pay.release.origin, pay.annual_median) == ("publisher", 50_000)


def test_a_publishers_outlook_is_neither_changed_nor_deleted_on_its_own_page(editor, published):
    outlook = published[3]
    address = reverse("admin:careers_outlook_change", args=[outlook.pk])
    values = form_values(editor.get(address))
    assert not {"base_employment", "occupation", "release"} & values.keys()
    assert editor.post(address, {**values, "base_employment": "5", "held": "on"}).status_code == 302
    outlook.refresh_from_db()
    assert (outlook.base_employment, outlook.held) == (100_000, True)
    assert editor.post(f"/admin/careers/outlook/{outlook.pk}/delete/", {"post": "yes"}).status_code == 403


def test_odd_figures_of_a_publisher_can_be_held_back(page, editor, published):
    outlook = published[3]
    Outlook.objects.filter(pk=outlook.pk).update(stated_growth=99)
    assert page(**{"outlook_rows-2-0-held": "on"}).status_code == 302
    outlook.refresh_from_db()
    assert outlook.held
    address = reverse("admin:careers_outlook_change", args=[outlook.pk])
    values = form_values(editor.get(address))
    values.pop("held")
    assert editor.post(address, values).status_code == 302
    outlook.refresh_from_db()
    assert not outlook.held


def test_no_way_of_deleting_reaches_a_publishers_rows(editor, published):
    make_outlook(release=make_release("projections", **{**OWN, **YEARS}), occupation=make_occupation())
    everything = [row.pk for row in Outlook.objects.all()]
    chosen = {"action": "delete_selected", "_selected_action": everything, "post": "yes"}
    editor.post("/admin/careers/outlook/", chosen)
    occupation, release = published[3].occupation_id, published[3].release_id
    editor.post(f"/admin/careers/occupation/{occupation}/delete/", {"post": "yes"})
    editor.post(
        "/admin/careers/occupation/", {"action": "delete_selected", "_selected_action": [occupation], "post": "yes"}
    )
    editor.post(f"/admin/careers/release/{release}/delete/", {"post": "yes"})
    assert [type(row).objects.filter(pk=row.pk).exists() for row in published] == [True] * 4


def test_the_sites_own_figures_are_changed_and_taken_away(page, editor, published, occupation):
    own = make_pay(release=make_release(**OWN), occupation=occupation, annual_median=61_000)
    assert page(**{"pay_rows-0-annual_median": "62000"}).status_code == 302
    own.refresh_from_db()
    assert own.annual_median == 62_000
    assert page(**{"pay_rows-0-DELETE": "on"}).status_code == 302
    assert list(Pay.objects.values_list("release__origin", flat=True)) == ["publisher"]


def test_a_figure_of_the_sites_own_stays_in_its_release_and_with_its_occupation(page, editor, occupation, text_of):
    own, other = make_release(**OWN), make_release(**{**OWN, "title": "Other"})
    make_pay(release=own, occupation=occupation, annual_median=61_000)
    response = page(**{"pay_rows-0-release": str(other.pk)})
    assert response.status_code == 200
    assert "A figure stays in its release and with its occupation." in text_of(response)
    outlook = make_outlook(release=make_release("projections", **{**OWN, **YEARS}), occupation=occupation)
    address = reverse("admin:careers_outlook_change", args=[outlook.pk])
    response = editor.post(address, {**form_values(editor.get(address)), "occupation": make_occupation().pk})
    assert response.status_code == 200
    assert "A figure stays in its release and with its occupation." in text_of(response)


def test_a_release_stays_of_its_data_set(editor, text_of):
    own = make_release(**OWN)
    address = reverse("admin:careers_release_change", args=[own.pk])
    response = editor.post(address, {**form_values(editor.get(address)), **release_values(data_set="projections")})
    assert response.status_code == 200
    assert "A release stays of its data set: Pay, national (OEWS)." in text_of(response)


def test_an_approval_says_what_happened_and_counts_nothing_that_did_not(editor, published, text_of):
    lifecycle.rollback(published[0].release, by="ada")
    review = reverse("admin:careers_release_review", args=[published[0].release_id])
    text = text_of(editor.post(review, {"decision": "approve", "sure": "yes"}, follow=True))
    assert "Approved. It is live." in text
    assert "drafted" not in text


def test_figures_by_the_hour_that_agree_with_those_a_year_are_taken(page):
    own = make_release(**OWN)
    assert (
        page(**added("pay_rows", release=own.pk, annual_median=45_760, hourly_median=Decimal("22.00"))).status_code
        == 302
    )

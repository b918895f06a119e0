from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers import denormalized
from careers.models import (
    ALL_OCCUPATIONS,
    CareerChange,
    CareerCredential,
    Credential,
    Occupation,
    Organization,
    Skill,
    Source,
    Task,
    Title,
)

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_question,
    make_release,
    make_school,
    onet_data,
)

# One of them asks whether the site's own words are still the same.
LIMIT = 22


@denormalized.together()
def with_parts(career, numbers: range) -> None:
    for index in numbers:
        Task.objects.create(career=career, text=f"Task {index}")
        Title.objects.create(career=career, name=f"Title {index}")
        Skill.objects.create(career=career, name=f"Skill {index}")
        Source.objects.create(career=career, name=f"Source {index}")
        organization = Organization.objects.create(name=f"Organization {index}")
        credential = Credential.objects.create(name=f"Credential {index}", organization=organization)
        CareerCredential.objects.create(career=career, credential=credential)
        make_question(career=career, status="published", answers=("Yes.", "No.", "It depends."))
        make_school(featured=True)
        career.related.add(make_career(field=career.field))
        CareerChange.objects.create(career=career, data_set="onet", period="May 2025", text=f"Change {index}")


@denormalized.together()
def with_figures(career, numbers: range) -> None:
    everyone = Occupation.objects.filter(code=ALL_OCCUPATIONS).first() or make_occupation(code=ALL_OCCUPATIONS)
    before = make_occupation()
    career.occupation.predecessors.add(before)
    for index in numbers:
        values = {
            "period": f"Period {index}",
            "as_of": date(2024 - index, 5, 31),
            "state": "superseded" if index else "live",
        }
        pay = make_release("oews-national", **values)
        industries = make_release("oews-industry", **values)
        projections = make_release("projections", **values)
        occupation = before if index % 2 else career.occupation
        for counted in (occupation, everyone):
            make_pay(occupation=counted, release=pay, annual_p10=30_000, annual_median=50_000)
            make_outlook(occupation=counted, release=projections)
        for _ in numbers:
            make_industry_pay(occupation=occupation, release=industries, annual_median=50_000)


@denormalized.together()
def with_areas(career, numbers: range) -> None:
    for _ in numbers:
        state = make_area(states="OH") if not career.occupation.areapay_rows.exists() else make_area()
        make_area_pay(occupation=career.occupation, area=state, annual_median=50_000)
        town = make_area(kind="metropolitan", states="OH KY")
        make_area_pay(occupation=career.occupation, area=town, annual_median=50_000)


def queries_of(visitor, career, query: str = "") -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(career.get_absolute_url() + query).status_code == 200
    return [query["sql"] for query in queries]


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation(), onet_code="11-2222.00")


def test_a_profile_with_nothing_on_it_stays_within_the_limit(visitor, career):
    assert len(queries_of(visitor, career)) <= LIMIT


def test_a_profile_without_an_occupation_stays_within_the_limit(visitor, db):
    assert len(queries_of(visitor, make_career())) <= LIMIT


def test_thirty_of_everything_cost_as_many_queries_as_one(visitor, career):
    with_parts(career, range(1))
    with_figures(career, range(1))
    with_areas(career, range(1))
    profile = make_onet_profile(code=career.onet_code)
    queries = ["", "?area=OH"]
    one = [queries_of(visitor, career, query) for query in queries]
    with_parts(career, range(1, 30))
    with_figures(career, range(1, 30))
    with_areas(career, range(1, 30))
    profile.data = onet_data(
        alternate_titles=[f"Title {index}" for index in range(300)],
        **{part: 30 * onet_data()[part] for part in ("tasks", "skills", "knowledge", "technology", "interests")},
    )
    profile.save()
    for query, before in zip(queries, one, strict=True):
        thirty = queries_of(visitor, career, query)
        assert len(thirty) == len(before), "\n".join(thirty)
        assert len(thirty) <= LIMIT, "\n".join(thirty)


def test_thirty_related_occupations_of_the_release_cost_as_many_queries_as_one(visitor, career):
    codes = [f"15-{number}.00" for number in range(1001, 1031)]
    for code in codes:
        make_career(onet_code=code)
    profile = make_onet_profile(code=career.onet_code, data=onet_data(related=[[codes[0], "Other", "Primary-Short"]]))
    one = queries_of(visitor, career)
    profile.data = onet_data(related=[[code, "Other", "Primary-Short"] for code in codes])
    profile.save()
    assert len(queries_of(visitor, career)) == len(one) <= LIMIT

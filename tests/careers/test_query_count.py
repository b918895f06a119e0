from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import (
    ALL_OCCUPATIONS,
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
    make_career,
    make_industry_pay,
    make_occupation,
    make_outlook,
    make_pay,
    make_question,
    make_release,
    make_school,
)

LIMIT = 16


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


def queries_of(visitor, career) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(career.get_absolute_url()).status_code == 200
    return [query["sql"] for query in queries]


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation())


def test_a_profile_with_nothing_on_it_stays_within_the_limit(visitor, career):
    assert len(queries_of(visitor, career)) <= LIMIT


def test_a_profile_without_an_occupation_stays_within_the_limit(visitor, db):
    assert len(queries_of(visitor, make_career())) <= LIMIT


def test_thirty_of_everything_cost_as_many_queries_as_one(visitor, career):
    with_parts(career, range(1))
    with_figures(career, range(1))
    one = queries_of(visitor, career)
    with_parts(career, range(1, 30))
    with_figures(career, range(1, 30))
    thirty = queries_of(visitor, career)
    assert len(thirty) == len(one), "\n".join(thirty)
    assert len(thirty) <= LIMIT, "\n".join(thirty)

"""A row's release is of the row's own data set: in models, in the database, and on pages if it happens all the same."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from careers import database_rules
from careers.browse import listing
from careers.models import (
    AreaName,
    AreaPay,
    IndustryPay,
    InterestStatement,
    OccupationGroup,
    OnetProfile,
    Outlook,
    Pay,
    Release,
)
from careers.models.data_sets import names_of, row_models

from ..factories import (
    make_area,
    make_career,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
)

pytestmark = pytest.mark.django_db
JOBS = {"base_year": 2024, "projected_year": 2034, "base_employment": 1_000, "projected_employment": 1_100}
PROFILE = {"code": "29-2072.00", "title": "Testers", "summary": "", "data": {}}


def row_of(model: type, release: Release):
    """A row of `model` in `release`, not saved."""
    if model is OnetProfile:
        return model(release=release, **PROFILE)
    if model is InterestStatement:
        return model(release=release, kind="activity", interests="R", text="Mend a chair.", order=0)
    if model is OccupationGroup:
        return model(release=release, code="29-2070", title="Testers")
    if model is AreaName:
        return model(release=release, area=make_area(), title="Ohio")
    of_area = {"area": make_area()} if model is AreaPay else {"industry": "Zoos"} if model is IndustryPay else {}
    return model(release=release, occupation=make_occupation(), **of_area, **(JOBS if model is Outlook else {}))


@pytest.mark.parametrize("model", row_models())
def test_the_database_refuses_a_row_in_a_release_of_another_data_set(model):
    wrong = make_release("ipeds-directory")
    with pytest.raises(IntegrityError), transaction.atomic():
        row_of(model, wrong).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([row_of(model, wrong)])


@pytest.mark.parametrize("model", row_models())
def test_nor_is_a_row_moved_to_one(model):
    row = row_of(model, make_release(names_of(model)[0]))
    row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(release=make_release("ipeds-directory"))


def test_nor_does_a_release_become_one():
    release = make_release()
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(data_set="projections")
    Release.objects.filter(pk=release.pk).update(data_set="oews-national", period="May 2023")


@pytest.mark.parametrize("model", [Pay, IndustryPay, AreaPay, Outlook])
def test_models_say_so_before_the_database_does(model):
    with pytest.raises(ValidationError, match="This is a release of other figures: School directory"):
        row_of(model, make_release("ipeds-directory")).full_clean()


def test_figures_of_a_publisher_are_not_changed_through_the_model_either():
    pay = make_pay(occupation=make_occupation(), annual_median=50_000)
    pay.annual_median = 51_000
    with pytest.raises(ValidationError, match="cannot be changed"):
        pay.full_clean()
    pay.annual_median, pay.held = 50_000, True
    pay.full_clean()
    pay.release = make_release(origin="own", period="2025", as_of=date(2025, 12, 31))
    with pytest.raises(ValidationError, match="cannot be changed"):
        pay.full_clean()


@pytest.fixture
def without_rules():
    """A database that was filled before it kept the rules; they are made again at the end."""
    with connection.cursor() as cursor:
        names = database_rules._triggers(cursor, connection.vendor)
        for name in names:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [name])
                (table,) = cursor.fetchone()
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
    return database_rules.keep


def test_rules_that_are_missing_are_made_again(without_rules):
    without_rules()
    with pytest.raises(IntegrityError), transaction.atomic():
        row_of(Pay, make_release("projections")).save()


def test_rows_that_lie_in_a_wrong_release_all_the_same_break_no_page_and_are_on_none(without_rules, visitor, text_of):
    projections = make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    pays = make_release()
    occupations = [make_occupation(), make_occupation()]
    for number, occupation in enumerate(occupations):
        make_career(
            slug=f"tester-{number}", title=f"Tester {number}", occupation=occupation, onet_code=f"29-207{number}.00"
        )
        make_pay(release=pays, occupation=occupation, annual_median=50_000 + number, employment=5)
        make_pay(release=projections, occupation=occupation, hourly_median=77, employment=9)
        make_outlook(release=pays, occupation=occupation, stated_growth=33)
        make_industry_pay(release=projections, occupation=occupation, annual_median=66_666)
        make_onet_profile(release=make_release("soc", period=str(number), state="rolled-back"))
    listing.refresh()
    addresses = ["/", "/careers/", "/rankings/", "/sources/", "/api/careers/?q=tester", "/sitemap.xml"]
    addresses += ["/careers/tester-0/", "/careers/compare/?c=tester-0&c=tester-1", "/rankings/fastest-growing/"]
    for address in addresses:
        response = visitor.get(address)
        assert response.status_code == 200, address
        text = text_of(response)
        assert not any(figure in text for figure in ("$77", "33%", "66,666")), address

"""What staff do between two queries of one page never fails that page: it goes on without what went, or is a 404."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.utils import timezone

from careers import denormalized
from careers.browse import listing
from careers.models import (
    Career,
    CareerChange,
    CareerCredential,
    Credential,
    Occupation,
    Organization,
    Release,
    Skill,
    Source,
    Task,
    Title,
)
from careers.search import index

from ..between_queries import Between
from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_field,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_question,
    make_release,
    make_school,
    make_staff,
    onet_data,
)

FIELD = "care"
PAGES = {
    "home": "/",
    "list": "/careers/",
    "list by pay": "/careers/?sort=pay&pay=40000&zone=3&c=nurse",
    "search": "/careers/?q=nurse+care&c=nurse&c=aide",
    "search with a slip": "/careers/?q=nurze",
    "profile": "/careers/nurse/",
    "profile, metropolitan area": "/careers/nurse/?area=17140",
    "history": "/careers/nurse/history/",
    "preview": "/preview/careers/{pk}/",
    "A to Z": "/careers/a-to-z/",
    "compare": "/careers/compare/?c=nurse&c=aide",
    "compare, offers": "/careers/compare/?c=nurse&q=aide",
    "compare, file": "/careers/compare/careers.csv?c=nurse&c=aide",
    "rankings": "/rankings/",
    "ranking": "/rankings/highest-paying/",
    "field": "/fields/care/?c=nurse",
    "sources": "/sources/",
    "schools": "/schools/",
    "questions": "/questions/",
    "ask about": "/careers/nurse/ask/",
    "sitemap": "/sitemap.xml",
    "suggestions": "/careers/suggestions/?q=nur",
    "search for programs": "/api/careers/?q=nurse",
}


def staged_everything() -> None:
    """Newer releases that differ in all that a page draws: hourly pay alone, no education, one task."""
    later = {"period": "May 2025", "as_of": date(2025, 5, 31), "state": "staged"}
    pay, industries = make_release(**later), make_release("oews-industry", **later)
    projections = make_release("projections", **{**later, "period": "2025–35"})
    onet = make_release("onet", **{**later, "period": "May 2026", "as_of": date(2026, 5, 1)})
    for occupation in Occupation.objects.all():
        make_pay(release=pay, occupation=occupation, hourly_median=20, employment=50)
        make_industry_pay(release=industries, occupation=occupation)
        make_outlook(release=projections, occupation=occupation, base_employment=0, projected_employment=0)
    data = {part: [] for part in onet_data()}
    for code in Career.objects.values_list("onet_code", flat=True):
        make_onet_profile(release=onet, code=code, data={**data, "description": "", "job_zone": None})


def make_site() -> None:
    field = make_field(slug=FIELD)
    metropolitan = make_area(kind="metropolitan", code="17140", states="OH KY")
    state = make_area(states="OH")
    pay_releases = [make_release(), make_release(period="May 2023", as_of=date(2023, 5, 31), state="superseded")]
    organization = Organization.objects.create(name="Board")
    for number, (slug, title) in enumerate([("nurse", "Nurse"), ("aide", "Nurse Aide"), ("porter", "Care Porter")]):
        occupation = make_occupation()
        career = make_career(slug=slug, title=title, field=field, occupation=occupation, onet_code=f"29-{number:04}.00")
        for part in (Task(text="Care"), Title(name=f"{title} of Care"), Skill(name="Care"), Source(name="Book")):
            part.career = career
            part.save()
        credential = Credential.objects.create(name=f"Licence {slug}", organization=organization)
        CareerCredential.objects.create(career=career, credential=credential)
        CareerChange.objects.create(career=career, data_set="onet", period="May 2025", text="Changed")
        make_question(career=career, status="published", answers=("Yes.",))
        for release in pay_releases:
            make_pay(occupation=occupation, release=release, annual_median=50_000, annual_p10=40_000, employment=100)
        make_industry_pay(occupation=occupation, annual_median=50_000)
        make_outlook(occupation=occupation, entry_education="bachelor", openings=1_000)
        make_area_pay(occupation=occupation, area=state, annual_median=50_000)
        make_area_pay(occupation=occupation, area=metropolitan, annual_median=50_000)
        make_onet_profile(code=career.onet_code, job_zone=3)
    make_school(featured=True)
    make_career(slug="midwife", title="Nurse Midwife", field=field, status="draft", onet_code="29-0009.00")
    denormalized.refresh_all()
    staged_everything()


# Quicker than what staff press for the same, and no less sudden: a site has hundreds of places between two queries.
def unpublish() -> None:
    Career.objects.update(status="draft")
    index.refresh()


def delete() -> None:
    """Every row of careers, figures, schools and questions."""
    for app in ("signups", "schools", "careers"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            model.objects.all()._raw_delete(model.objects.db)


def roll_back() -> None:
    Release.objects.update(state="rolled-back")
    denormalized.refresh_all()


def renew() -> None:
    """Newer releases go live, drafts are published, and a rebuilt search index takes the other one's place."""
    Release.objects.filter(state="live").update(state="superseded")
    Release.objects.filter(state="staged").update(state="live")
    Career.objects.update(status="published", published_at=timezone.now())
    listing.refresh()
    index.rebuild()


DEEDS = [unpublish, delete, roll_back, renew]


@pytest.fixture
def editor(db) -> Client:
    make_site()
    client = Client(raise_request_exception=False)
    client.force_login(make_staff())
    return client


def failures(editor: Client, path: str, deed: Callable) -> list[str]:
    """Before every other query: two of the four deeds before the first, the others before the second, and so on."""
    found = []
    for number in count(1 + DEEDS.index(deed) % 2, 2):
        between = Between(deed, number)
        with transaction.atomic():
            with between:
                response = editor.get(path)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            found.append(
                f"before query {number}: {response.status_code} {response.exc_info and response.exc_info[1]!r}"
            )
        if not between.was_done:
            return found


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_no_page_fails(editor, deed):
    pk = Career.objects.get(slug="nurse").pk
    paths = {name: path.format(pk=pk) for name, path in PAGES.items()}
    assert {name for name, path in paths.items() if editor.get(path).status_code != 200} == set()
    found = {name: failures(editor, path, deed) for name, path in paths.items()}
    assert {name: failed for name, failed in found.items() if failed} == {}

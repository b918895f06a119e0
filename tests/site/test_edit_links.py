"""From a public page staff come to where it is edited."""

import pytest

from ..factories import make_career, make_field, make_question
from .staff_pages import staff_with

pytestmark = pytest.mark.django_db


def test_each_page_leads_to_where_it_is_edited_or_to_the_desk():
    field = make_field(slug="animals")
    career = make_career(slug="beekeeper", field=field)
    asked = make_question()
    staff = staff_with("change_career", "view_field", "change_question", "change_plansection", "view_sitewords")
    form = f"/admin/careers/career/{career.pk}/change/"
    questions = "/admin/signups/question/"
    leads_to = {
        "/careers/beekeeper/": form,
        "/careers/beekeeper/history/": form,
        "/careers/beekeeper/ask/": form,
        f"/preview/careers/{career.pk}/": form,
        "/careers/": "/admin/careers/career/",
        "/careers/gone/": "/admin/careers/career/",
        "/careers/beekeeper/questions/": f"{questions}?career__id__exact={career.pk}",
        "/fields/animals/": f"/admin/careers/field/{field.pk}/change/",
        "/questions/": questions,
        asked.get_absolute_url(): f"{questions}{asked.pk}/change/",
        "/plan/": "/admin/careers/plansection/",
        **dict.fromkeys(["/", "/about/", "/privacy/"], "/admin/careers/sitewords/"),
        # Nothing to edit, no right to, no page.
        **dict.fromkeys(["/rankings/", "/schools/", "/sources/", "/no/such/page", "//evil.example/"], "/admin/"),
    }
    assert {page: staff.get(f"/admin/edit{page}").url for page in leads_to} == leads_to


def test_somebody_who_is_not_signed_in_is_asked_to_and_then_led_on(visitor):
    assert visitor.get("/admin/edit/careers/beekeeper/").url == "/admin/login/?next=/admin/edit/careers/beekeeper/"

"""When the text of a career is to be checked again, and by whom."""

import csv
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from careers.models import Career

from ..factories import make_career, make_field, make_staff
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_review_is_due_from_its_day_on_until_somebody_reviews(text_of):
    staff = staff_with("change_career", "change_featured")
    ada = make_staff()
    me = ada.__class__.objects.exclude(pk=ada.pk).get()
    make_career(title="Actor", reviewer=me, review_due_on=in_days(0))
    make_career(title="Baker", reviewer=ada, review_due_on=in_days(-9), reviewed_on=in_days(-10))
    make_career(title="Carver", review_due_on=in_days(-400))
    make_career(title="Diver", reviewer=me, review_due_on=in_days(1))
    make_career(title="Editor", reviewer=me, review_due_on=in_days(-9), reviewed_on=in_days(-9))
    make_career(title="Farmer", reviewer=me, review_due_on=in_days(-9), status="draft")
    desk = text_of(staff.get("/admin/"))
    assert "1 review of yours is due" in desk
    assert "2 other reviews are due" in desk
    for whose, titles in {"mine": ["Actor"], "others": ["Baker", "Carver"], "none": []}.items():
        shown = staff.get(address(Career, "changelist"), {"review": whose}).content.decode()
        assert re.findall(r'field-title"><a[^>]*>(\w+)', shown) == titles
    ada.delete()
    assert Career.objects.get(title="Baker").reviewer is None
    assert "2 other reviews are due" in text_of(staff.get("/admin/"))


def test_the_report_has_a_line_for_each_career_by_field_and_no_formula():
    ada, animals, plants = make_staff(), make_field(title="Animals", order=1), make_field(title="=Plants", order=2)
    make_career(title="Gardener", field=plants)
    make_career(title="Zookeeper", field=animals, reviewer=ada, review_due_on=in_days(-3), reviewed_on=date(2020, 1, 2))
    make_career(title="Beekeeper", field=animals, status="draft")
    make_career(title="@Vet", field=animals, review_due_on=in_days(3))
    page = "/admin/careers/career/reviews.csv"
    response = staff_with("view_career").get(page)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *lines = csv.reader(response.content.decode("utf-8-sig").splitlines())
    assert head[:3] == ["Field of work", "Career", "Status"]
    assert [line[:2] for line in lines] == [
        ["Animals", "Zookeeper"],
        ["Animals", "'@Vet"],
        ["Animals", "Beekeeper"],
        ["'=Plants", "Gardener"],
    ]
    assert lines[0][2:7] == ["Published", ada.username, "2020-01-02", in_days(-3).isoformat(), "3"]
    assert [line[6] for line in lines[1:]] == ["", "", ""]
    assert staff_with("change_question").get(page).status_code == 403
    assert page in staff_with("view_career").get(address(Career, "changelist")).content.decode()

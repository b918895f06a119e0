"""What somebody in danger reads: nothing cold, and no promise that nobody keeps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from signups.models import HelpLine, Question

from ...factories import make_staff
from .askers import confirm_path_of, make_asked, path_of
from .walking import Walk

pytestmark = pytest.mark.django_db

URGENT = "What work can I find? I want to kill myself."
TOLD, SOON = "Somebody on our team is told at once", "reads this as soon as they can."
CALL = "We may not read this soon, so please call."
COLD = ("at the latest", "If we can take it", "By ", "We will read it by", "listens at once", "One press")


@pytest.fixture(autouse=True)
def line():
    HelpLine.objects.all().delete()
    return HelpLine.objects.create(name="Listening Line", phone="555 0100")


@pytest.fixture(params=[True, False])
def is_told(request) -> bool:
    make_staff(email="boss@example.org" if request.param else "")
    return request.param


def says_rightly(text: str, is_told: bool) -> bool:
    return (TOLD in text, SOON in text, CALL in text) == (is_told, is_told, not is_told)


@pytest.mark.parametrize("email", ["", "student@example.org"])
def test_whoever_asks_reads_what_is_so(email, is_told, visitor, text_of):
    walk = Walk(visitor)
    check = text_of(walk.to_check(URGENT))
    thanks = text_of(walk.press("send", email=email))
    for text in (check, thanks):
        assert "Listening Line" in text
        assert says_rightly(text, is_told)
        assert [cold for cold in COLD if cold in text] == []


def test_the_page_of_the_question_says_so_too(is_told, visitor, text_of):
    promised = timezone.localdate() + timedelta(days=3)
    question = make_asked("received", is_urgent=True, is_private=True, promised_on=promised)
    text = text_of(visitor.get(path_of(question)))
    assert says_rightly(text, is_told)
    assert [cold for cold in COLD if cold in text] == []
    ordinary = text_of(visitor.get(path_of(make_asked("received", email="b@example.org", promised_on=promised))))
    assert "We will read it by" in ordinary


def test_who_confirms_reads_that_the_question_is_there(visitor, text_of):
    question = make_asked("received", is_urgent=True, is_private=True, confirmed_at=None)
    text = text_of(visitor.get(confirm_path_of(question)))
    assert "We have the question already." in text
    assert "we read your question" not in text
    Question.objects.update(is_urgent=False, status="unconfirmed")
    assert "One press, and we read your question" in text_of(visitor.get(confirm_path_of(question)))

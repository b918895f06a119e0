"""Whoever asks sees first what was answered before."""

import pytest

from signups.models import Question

from ...factories import make_question
from .walking import TEXT, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def near():
    return make_question(text="Do beekeepers need a license?", status="published", answers=("In few states.",))


def test_an_answered_question_like_it_is_offered_with_its_answer(near, visitor, text_of):
    walk = Walk(visitor)
    walk.press(age="30")
    text = text_of(walk.press(text=TEXT))
    assert "Step 2 of 3" in text
    assert near.text in text
    assert "In few states." in text
    assert f'href="{near.get_absolute_url()}"' in walk.html


def test_none_of_these_answers_mine_leads_on_with_everything(near, visitor, text_of):
    walk = Walk(visitor)
    walk.press(age="30")
    walk.press(text=TEXT, background="Two hives.", asker="parent")
    assert "None of these answers mine: go on" in text_of(walk.page)
    walk.press()
    assert "Step 3 of 3" in text_of(walk.page)
    assert (walk.fields["text"], walk.fields["background"]) == (TEXT, "Two hives.")
    assert walk.press("send", consent="on").status_code == 200
    assert Question.objects.get(status="received").asker == "parent"


def test_the_question_can_be_changed_from_there(near, visitor):
    walk = Walk(visitor)
    walk.press(age="30")
    walk.press(text=TEXT)
    assert f">\n{TEXT}</textarea>" in walk.press("change").content.decode()


@pytest.mark.parametrize("status", ["received", "accepted", "private", "declined"])
def test_what_is_not_published_is_not_offered(status, visitor, text_of):
    make_question(text="Do beekeepers need a license?", status=status, answers=("In few states.",))
    walk = Walk(visitor)
    assert "Step 3 of 3" in text_of(walk.to_check())

"""What looks personal in an asker's new wording is shown before it is sent, as when asking."""

import re

import pytest

from signups.models import Wording

from ..conftest import BROWSER
from .askers import make_asked, path_of

pytestmark = pytest.mark.django_db

PERSONAL = {"text": "Is my name Priya Patel a hindrance to a nurse?", "background": "Call 614-555-0142."}


@pytest.fixture
def send(visitor, opened):
    path = path_of(make_asked("accepted"))
    return lambda **values: visitor.post(path, {"do": "change", "opened": opened(), **values}, headers=BROWSER)


def test_marks_are_shown_before_anything_is_stored(send, text_of):
    page = send(**PERSONAL)
    assert page.status_code == 422
    assert "Priya Patel (a name)" in text_of(page)
    assert "614-555-0142 (a phone number)" in text_of(page)
    assert "Take the marked parts out" in text_of(page)
    assert not Wording.objects.exists()


def test_they_are_taken_out_with_a_press(send):
    assert send(**PERSONAL, go="take-out").status_code == 302
    wording = Wording.objects.get()
    assert wording.text == "Is my name [removed] a hindrance to a nurse?"
    assert wording.background == "Call [removed]."


def test_or_sent_so_once_they_were_shown(send):
    assert send(**PERSONAL, go="send-so").status_code == 422
    seen = re.search(r'name="seen" value="(\w+)"', send(**PERSONAL).content.decode())[1]
    assert send(**{**PERSONAL, "background": "Call 614-555-0199."}, go="send-so", seen=seen).status_code == 422
    assert not Wording.objects.exists()
    assert send(**PERSONAL, go="send-so", seen=seen).status_code == 302
    assert Wording.objects.get().text == PERSONAL["text"]


def test_what_holds_no_mark_goes_at_once(send):
    assert send(text="Do nurses travel a lot at work?", background="").status_code == 302
    assert Wording.objects.get().is_askers

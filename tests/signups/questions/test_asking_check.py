"""The last look: the question as others will see it, with what looks personal marked."""

import pytest

from signups.models import Question

from .walking import TEXT, Walk

pytestmark = pytest.mark.django_db

PERSONAL = f"{TEXT} Write to ada@example.org please."


def test_what_looks_personal_is_marked_and_named(visitor, text_of):
    walk = Walk(visitor)
    walk.to_check(PERSONAL, background="Or to ada@school.example.")
    assert walk.html.count("<mark") == 2
    assert "<mark><bdi>ada@example.org</bdi>" in walk.html
    assert "(an email address)" in text_of(walk.page)
    assert "What is marked looks personal, and anybody could read it." in text_of(walk.page)


def test_a_question_without_it_has_no_button_to_take_it_out(visitor, text_of):
    walk = Walk(visitor)
    walk.to_check()
    assert "<mark" not in walk.html
    assert "Take the marked parts out" not in text_of(walk.page)


def test_the_marked_parts_are_taken_out_and_the_rest_stays(visitor):
    walk = Walk(visitor)
    walk.to_check(PERSONAL, background="Or to ada@school.example.", asker="parent")
    walk.press("take-out", email="ada@example.org")
    assert "<mark" not in walk.html
    assert (walk.fields["email"], walk.fields["asker"]) == ("ada@example.org", "parent")
    walk.press("send", consent="on")
    question = Question.objects.get()
    assert question.text.startswith(TEXT)
    assert "ada@" not in question.text + question.background + question.asked_text + question.asked_background


def test_where_too_little_is_left_the_asker_writes_it_anew(visitor, text_of):
    walk = Walk(visitor)
    walk.to_check("Who? ada.lovelace@example.org")
    assert walk.press("take-out").status_code == 422
    assert "Step 2 of 3" in text_of(walk.page)
    assert "ada.lovelace" not in walk.html


def test_whoever_leaves_it_in_can_send_it_all_the_same(visitor):
    walk = Walk(visitor)
    walk.to_check(PERSONAL)
    walk.press("send", consent="on")
    assert Question.objects.get().text == PERSONAL


def test_markup_is_shown_as_it_was_typed(visitor):
    walk = Walk(visitor)
    walk.to_check(f"<script>alert(1)</script> {TEXT} <b>a@example.org</b>", background='"><img src=x onerror=alert(1)>')
    assert "<script>alert" not in walk.html
    assert "<img src=x" not in walk.html
    assert "<b>" not in walk.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in walk.html


def test_enter_in_the_address_sends_the_question_and_does_not_lead_back(visitor):
    walk = Walk(visitor)
    walk.to_check(PERSONAL)
    form = walk.html.partition('<form class="ask"')[2]
    assert 'value="send"' in form[form.index("<button") :].partition(">")[0]

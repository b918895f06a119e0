"""Experts pause, come back and leave, and take their data along."""

from datetime import timedelta

import pytest
from django.utils import timezone

from signups import personal_data
from signups.models import Answer, Expert, QuestionStep

from ...factories import make_answer, make_staff
from ...site.form_reader import form_values
from .experts_at_work import PLACE, given, signed_in, with_account, write

pytestmark = pytest.mark.django_db

ME = "/expert/me/"


@pytest.fixture
def expert():
    return with_account()


@pytest.fixture
def grace(expert):
    return signed_in(expert)


def available(expert) -> bool:
    return Expert.objects.available().filter(pk=expert.pk).exists()


def test_a_pause_keeps_new_questions_away_until_its_day_or_until_they_are_back(grace, expert, text_of):
    day = timezone.localdate() + timedelta(days=30)
    given(expert)
    grace.post(ME, {"do": "pause", "until": day.isoformat()})
    assert not available(expert)
    assert "You pause until" in text_of(grace.get(ME))
    assert "and get no new questions" in text_of(grace.get(PLACE))
    grace.post(ME, {"do": "pause", "until": ""})
    assert Expert.objects.get().paused_until is None
    grace.post(ME, {"do": "back"})
    assert available(expert)
    # What they had stays theirs.
    assert expert.questions.count() == 1


def test_a_pause_that_is_over_is_no_pause(grace, expert, text_of):
    Expert.objects.update(state="paused", paused_until=timezone.localdate())
    assert available(expert)
    assert "You pause" not in text_of(grace.get(ME))


@pytest.mark.parametrize("until", ["yesterday", "2020-01-01", "2999-01-01"])
def test_a_day_that_ends_no_pause_is_told_and_stays(grace, expert, text_of, until):
    answer = grace.post(ME, {"do": "pause", "until": until})
    assert answer.status_code == 422
    assert "or leave it empty" in text_of(answer)
    assert f'value="{until}"' in answer.content.decode()
    assert available(expert)


def test_whoever_leaves_gives_back_what_is_not_submitted_and_gets_nothing_new(grace, expert, text_of):
    begun, submitted = given(expert), given(expert)
    write(grace, begun)
    write(grace, submitted, "_submit")
    assert grace.post(ME, {"do": "leave"}).status_code == 422
    assert available(expert)
    grace.post(ME, {"do": "leave", "sure": "on"})
    assert not available(expert)
    begun.refresh_from_db()
    submitted.refresh_from_db()
    assert (begun.status, begun.expert) == ("accepted", None)
    assert (submitted.status, submitted.expert) == ("assigned", expert)
    assert [step.note for step in QuestionStep.objects.all()] == ["The expert has left"]
    assert "You get no more questions." in text_of(grace.get(PLACE))
    # There is no way back but by staff.
    for pressed in ({"do": "back"}, {"do": "pause", "until": ""}):
        assert "Nothing was changed" in text_of(grace.post(ME, pressed, follow=True))
    assert Expert.objects.get().state == "left"


def test_their_data_has_no_question_before_the_rules_are_accepted(grace, expert):
    given(expert, text="How long?")
    Expert.objects.update(rules_accepted_at=None)
    assert "How long?" not in grace.get("/expert/me/my-data.json").content.decode()


def test_whom_staff_let_go_gives_back_questions_too(expert, editor):
    begun = given(expert)
    page = f"/admin/signups/expert/{expert.pk}/change/"
    assert editor.post(page, {**form_values(editor.get(page)), "state": "left"}).status_code == 302
    begun.refresh_from_db()
    assert (begun.status, begun.expert) == ("accepted", None)


def test_their_data_as_a_file_and_in_the_export_of_their_address(grace, expert):
    write(grace, given(expert, text="How long?"), text="Some months.")
    file = grace.get("/expert/me/my-data.json")
    assert "attachment" in file["Content-Disposition"]
    found = file.json()
    assert (found["name"], found["questions"][0]["question"]) == (expert.name, "How long?")
    assert found["answers"][0]["answer"] == "Some months."
    [account] = personal_data.export("grace@example.org")["staff_accounts"]
    assert account["experts"] == [found]


def test_erasing_their_address_leaves_their_answers_under_their_name_and_no_mail(expert):
    make_answer(expert=expert)
    personal_data.erase("grace@example.org")
    expert.refresh_from_db()
    assert expert.account.email == ""
    assert not expert.account.sign_ins.exists()
    assert Answer.objects.get().expert.name == expert.name


def test_an_expert_who_is_removed_gives_back_their_questions_and_gets_in_no_more(grace, expert, client, text_of):
    question = given(expert)
    client.force_login(make_staff())
    page = f"/admin/auth/user/{expert.account.pk}/remove/"
    assert f"As the expert {expert.name} they get no more questions" in text_of(client.get(page))
    assert client.post(page).status_code == 302
    question.refresh_from_db()
    expert.refresh_from_db()
    assert (question.status, expert.state) == ("accepted", "left")
    assert grace.get(PLACE).status_code == 302

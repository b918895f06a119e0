"""The moderators' list and desk: what waits, who has it, and what is overdue."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from signups.models import Question, Wording

from ...factories import make_answer, make_career, make_expert, make_question
from ...site.form_reader import form_values
from ...site.staff_pages import staff_with

pytestmark = pytest.mark.django_db
LIST = "/admin/signups/question/"


@pytest.fixture
def questions(moderator) -> dict[str, Question]:
    """One for each filter, and beside it some that wait for nobody."""
    today, now = timezone.localdate(), timezone.now()
    yesterday = today - timedelta(days=1)
    make_question(text="Is it spam?", status="spam", promised_on=yesterday, is_urgent=True)
    make_question(text="Is it published?", status="published", answers=("Yes.",))
    make_question(text="Is it hidden?", status="unconfirmed", is_urgent=True, promised_on=yesterday)
    found = {
        "new": make_question(text="Is it new?", promised_on=today),
        "needs-expert": make_question(text="Is it accepted?", status="accepted"),
        "with-expert": make_question(text="Is it assigned?", status="assigned", expert=make_expert(name="Bee Keeper")),
        "answered": make_question(text="Is it answered?", status="assigned"),
        "recheck": make_question(text="Is it doubtful?", status="published"),
        "overdue": make_question(text="Is it late?", status="accepted", promised_on=yesterday),
        "urgent": make_question(text="Is it urgent?", is_urgent=True),
        "changed": make_question(text="Is it changed?", status="accepted"),
        "mine": make_question(text="Is it mine?", claimed_by=moderator.user, claimed_at=now),
    }
    make_answer(question=found["answered"], status="submitted")
    make_answer(question=found["answered"], status="submitted")
    make_answer(question=found["recheck"], recheck_since=now)
    Wording.objects.create(question=found["changed"], text="Was it changed?", is_askers=True)
    return found


def listed(moderator, query: str) -> set[str]:
    html = moderator.client.get(f"{LIST}?{query}").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return set(re.findall(r"/question/(\d+)/review/", html))


def test_a_list_without_questions_says_so(moderator, text_of):
    make_question(status="published")
    for query, said in {
        "queue=mine": "There are no questions here now.",
        "q=zebra": "No question matches your search.",
    }.items():
        text = text_of(moderator.client.get(f"{LIST}?{query}"))
        assert said in text, query
        assert "0 selected" not in text, query


ALSO = {"new": {"urgent", "mine"}, "needs-expert": {"overdue", "changed"}, "with-expert": {"answered"}}


def test_each_filter_shows_what_it_says(questions, moderator):
    for name, question in questions.items():
        expected = {str(questions[one].pk) for one in {name, *ALSO.get(name, ())}}
        assert listed(moderator, f"queue={name}") == expected, (name, question)
    # Whoever is over their time has it no more.
    Question.objects.filter(claimed_by=moderator.user).update(claimed_at=timezone.now() - timedelta(hours=1))
    assert listed(moderator, "queue=mine") == set()
    assert listed(moderator, "queue=nothing") == listed(moderator, "")


def test_the_list_says_who_has_what_and_what_is_overdue(questions, moderator, other, text_of):
    get_user_model().objects.filter(pk=moderator.user.pk).update(first_name="Ada", last_name="Lovelace")
    text = text_of(other.client.get(LIST))
    assert "Ada Lovelace has it" in text
    assert ", overdue" in text
    assert "Bee Keeper" in text
    assert "Urgent: Is it urgent?" in text
    assert "Is it hidden?" not in text


def test_questions_are_found_by_their_public_words_and_their_career_alone(moderator, text_of):
    question = make_question(text="Is it hard?", asked_text="I am Ann", career=make_career(title="Beekeeper"))
    for words, is_found in (("hard", True), ("beekeeper", True), ("Ann", False)):
        assert listed(moderator, f"q={words}") == ({str(question.pk)} if is_found else set())


def test_the_desk_counts_rows_once_and_each_line_leads_to_them(questions, moderator):
    html = moderator.client.get("/admin/").content.decode()
    lines = dict(re.findall(r'<li><a href="([^"]*)">([^<]*)</a>', html))
    assert list(lines.values()) == [
        "1 urgent question",
        "3 new questions",
        "1 question is overdue",
        "3 questions need an expert",
        "1 answer to review",
        "1 answer to check again",
        "1 asker changed the wording",
    ]
    for address, label in lines.items():
        assert len(listed(moderator, address.partition("?")[2])) == int(label.split()[0]), label


def test_who_may_not_review_has_no_lines_and_is_not_led_to_the_review(questions):
    staff = staff_with("view_question", "change_question")
    assert "urgent question" not in staff.get("/admin/").content.decode()
    page = staff.get(LIST).content.decode()
    assert "/review/" not in page
    assert "/change/" in page
    question = questions["new"]
    assert staff.get(f"{LIST}{question.pk}/review/").status_code == 403
    assert "/review/" not in staff.get(f"{LIST}{question.pk}/change/").content.decode()


def test_what_staff_add_is_promised_for_a_day_too(editor):
    form = form_values(editor.get(f"{LIST}add/"))
    editor.post(f"{LIST}add/", {**form, "text": "Is the work hard?"})
    assert Question.objects.get().promised_on == timezone.localdate() + timedelta(days=settings.QUESTION_REVIEW_DAYS)


def test_the_first_question_with_its_status_and_day_comes_before_all_else_of_the_list(questions, moderator):
    html = moderator.client.get(LIST).content.decode().partition('id="changelist-form"')[2]
    parts = ["column-question", "column-status_now", "column-promised", "column-career", "</table>", 'name="action"']
    places = [html.index(part) for part in parts]
    assert places == sorted(places)

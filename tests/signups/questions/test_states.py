"""No state of a question is reached but by its allowed step, whoever tries it and from wherever."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponseForbidden
from django.test import Client
from django.utils import timezone

from signups.models import Question
from signups.questions.review.actions import OF_ANSWERS, OF_QUESTIONS
from signups.questions.steps import STEPS, Role, TooLate, take

from ...factories import make_answer, make_expert, make_question
from ...site.form_reader import form_values
from .conftest import review_step

pytestmark = pytest.mark.django_db
Status = Question.Status
# What the steps allow: {(step, role, status before): status after}. Everything else is refused.
ALLOWED = {
    (step.name, role, before): step.after or before
    for step in STEPS.values()
    for role in step.roles
    for before in step.before
}


@pytest.fixture
def questions() -> dict[str, Question]:
    """One in every state."""
    expert = make_expert()
    of_some = {"assigned": {"expert": expert}}
    return {status: make_question(status=status, **of_some.get(status, {})) for status in Status.values}


def statuses(questions: dict[str, Question]) -> dict[str, str]:
    stored = dict(Question.objects.values_list("pk", "status"))
    return {status: stored[question.pk] for status, question in questions.items()}


def test_each_step_leads_only_from_where_and_by_whom_the_table_says(questions):
    expert, found = make_expert(), {}
    for status, question in questions.items():
        for name in STEPS:
            for role in Role:
                with transaction.atomic():
                    one = Question.objects.get(pk=question.pk)
                    try:
                        take(name, one, role, expert=expert)
                    except (TooLate, PermissionError):
                        continue
                    finally:
                        after = Question.objects.get(pk=question.pk).status
                        transaction.set_rollback(True)
                    found[name, role, status] = after
    assert found == ALLOWED
    assert statuses(questions) == {status: status for status in questions}


def test_there_are_states_that_nobody_leads_a_question_to():
    """The table itself: what is surprising about it would stand here."""
    after = {pair for pair in ALLOWED.items() if pair[1] == Status.PUBLISHED and pair[0][2] != Status.PUBLISHED}
    assert {(name, role, before) for (name, role, before), _ in after} == {
        ("publish", Role.MODERATOR, Status.ASSIGNED),
        ("publish", Role.SITE, Status.ASSIGNED),
        ("make-public", Role.MODERATOR, Status.PRIVATE),
    }
    assert not {name for (name, _, before), _ in ALLOWED.items() if before == Status.WITHDRAWN}


# What the moderators' buttons do, and by which step; the others change no state.
STEPS_OF = {name: [name] for name in OF_QUESTIONS if name in STEPS} | {"write-answer": ["assign", "ask-another"]}


def typed(name: str, question: Question) -> dict:
    expert = make_expert()
    return {
        "text": "Is the work hard?",
        "background": "I like bees.",
        "reason": "In short.",
        "expert": expert.pk,
        "short": "No.",
        "basis": "experience",
        "into": make_question().pk if name == "merge" else "",
        "is_sure": "on",
        "may_be_public": "on",
    }


def test_the_moderators_buttons_lead_where_the_steps_do_and_nowhere_else(questions, moderator, told):
    expected, found = {}, {}
    for status, question in questions.items():
        if status in ("published", "private"):
            make_answer(question=question)
        for name in OF_QUESTIONS:
            after = [ALLOWED.get((step, Role.MODERATOR, status)) for step in STEPS_OF.get(name, ())]
            is_in_table = name not in STEPS_OF or any(after)
            expected[name, status] = next(filter(None, after), status)
            with transaction.atomic():
                response = moderator.take(name, question, **typed(name, question))
                found[name, status] = question.status
                assert is_in_table or response.status_code in (404, 409, 422), (name, status)
                transaction.set_rollback(True)
    # What nobody has confirmed, staff do not see.
    expected |= {(name, "unconfirmed"): "unconfirmed" for name in OF_QUESTIONS}
    # An urgent one is on no public page.
    expected["urgent", "published"] = "private"
    assert found == expected


@pytest.fixture
def outsiders(moderator, monkeypatch) -> dict[str, Client]:
    """Askers are whoever has no account; an expert has one, with a place of its own."""
    monkeypatch.setattr("careerinfo.urls.handler403", lambda request, exception: HttpResponseForbidden())
    users = get_user_model().objects
    expert, editor = users.create_user("expert"), users.create_user("editor", is_staff=True)
    make_expert(account=expert)
    editor.groups.add(Group.objects.get(name="Editor"))
    clients = {"nobody": Client(), "expert": Client(), "editor": Client()}
    clients["expert"].force_login(expert)
    clients["editor"].force_login(editor)
    return clients


def test_nobody_else_gets_anywhere_by_the_moderators_addresses(questions, moderator, outsiders, told):
    steps = ["claim", "release-claim", *OF_QUESTIONS, *OF_ANSWERS]
    # Who is not of staff is sent to sign in before anything is read.
    some = ["claim", "accept", "publish", "make-public"]
    for status, question in questions.items():
        answer = make_answer(question=question, status="submitted")
        Question.objects.filter(pk=question.pk).update(claimed_by=moderator.user, claimed_at=timezone.now())
        values = {"seen": moderator.seen(question), "answer": answer.pk, **typed("", question)}
        for who, client in outsiders.items():
            for step in steps if who == "editor" or status == "received" else some:
                response = client.post(review_step(question.pk, step), values)
                assert response.status_code == (302 if who == "nobody" else 403), (who, step, status)
                assert who != "nobody" or response.url.startswith("/admin/login/")
    assert statuses(questions) == {status: status for status in questions}
    assert not told
    assert set(Question.objects.values_list("claimed_by", flat=True)) == {moderator.user.pk}


def test_the_admins_own_forms_change_no_state(questions, moderator):
    before = statuses(questions)
    for status, question in questions.items():
        page = f"/admin/signups/question/{question.pk}/change/"
        form = form_values(moderator.client.get(page, follow=True))
        sent = {**form, "asker": "parent", "text": "Mine", "email": "x@example.org", "expert": "", "is_urgent": "on"}
        assert "status" not in form
        for wanted in ("published", "received"):
            moderator.client.post(page, {**sent, "status": wanted})
        question.refresh_from_db()
        assert question.asker == ("" if status == "unconfirmed" else "parent")
        assert (question.text.startswith("What is question"), question.email, question.is_urgent) == (True, "", False)
    chosen = {"_selected_action": [question.pk for question in questions.values()]}
    for action in ("publish", "accept", "make_published", "status"):
        moderator.client.post("/admin/signups/question/", {**chosen, "action": action, "status": "published"})
    assert statuses(questions) == before


def test_what_staff_add_is_a_new_question_whatever_was_sent(moderator):
    page = "/admin/signups/question/add/"
    for status in Status.values:
        values = {**form_values(moderator.client.get(page)), "text": f"Is it {status}?", "status": status}
        assert moderator.client.post(page, values).status_code == 302
    assert set(Question.objects.values_list("status", flat=True)) == {"received"}


def test_an_earlier_version_is_no_way_back(moderator, text_of):
    question = make_question()
    take("accept", question, Role.MODERATOR, by=moderator.user)
    page = f"/admin/signups/question/{question.pk}/history/1/"
    seen = form_values(moderator.client.get(page)).get("seen", "")
    assert "A question moves on by its steps alone." in text_of(moderator.client.get(page))
    moderator.client.post(page, {"seen": seen})
    question.refresh_from_db()
    assert question.status == "accepted"


def test_a_deleted_question_comes_back_as_it_was_then_and_as_nothing_else(moderator, text_of):
    question = make_question()
    take("decline", question, Role.MODERATOR, by=moderator.user)
    moderator.client.post(f"/admin/signups/question/{question.pk}/delete/", {"post": "yes"})
    for version, status in ((1, None), (3, "declined")):
        page = f"/admin/signups/question/{question.pk}/history/{version}/"
        moderator.client.post(page, {"seen": form_values(moderator.client.get(page)).get("seen", "")})
        assert Question.objects.values_list("status", flat=True).first() == status

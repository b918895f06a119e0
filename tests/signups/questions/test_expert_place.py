"""Who opens the experts' own place, and what they find there."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from careers.models import Career
from signups.models import Answer, Expert, Question

from ...factories import make_answer, make_question, make_roles, make_school
from .experts_at_work import PLACE, WRITTEN, given, page_of, signed_in, with_account

pytestmark = pytest.mark.django_db

User = get_user_model()
PAGES = [PLACE, "/expert/rules/", "/expert/me/", "/expert/me/my-data.json", "/expert/password/"]


@pytest.fixture
def expert():
    return with_account()


def staff(role: str) -> Client:
    make_roles()
    account = User.objects.create_user(role.lower(), is_staff=True)
    account.groups.add(account.groups.model.objects.get(name=role))
    client = Client()
    client.force_login(account)
    return client


def test_nobody_opens_a_page_of_it_and_is_led_back_after_signing_in(visitor, expert):
    question = given(expert)
    for page in [*PAGES, page_of(question), f"{page_of(question)}give-back/"]:
        answer = visitor.get(page)
        assert (answer.status_code, answer.url) == (302, f"/admin/login/?next={page}")
        assert visitor.post(page, {"do": "leave", "sure": "on"}).status_code in (302, 405), page
    assert visitor.post("/expert/sign-out/").status_code == 302
    question.refresh_from_db()
    assert (question.status, question.expert) == ("assigned", expert)


def test_staff_without_an_expert_open_none_of_it(expert):
    question = given(expert)
    for client in (staff("Editor"), staff("Moderator")):
        for page in [*PAGES, page_of(question), f"{page_of(question)}give-back/"]:
            assert client.get(page).status_code == 403, page
            assert client.post(page, {**WRITTEN, "_submit": "yes", "why": "Mine"}).status_code in (403, 405), page
    assert not Answer.objects.exists()


def test_staff_with_an_expert_use_both_places(text_of):
    both = with_account("ada", is_staff=True)
    client = signed_in(both)
    assert client.get("/admin/").status_code == 200
    assert 'href="/admin/"' in client.get(PLACE).content.decode()


def test_questions_of_other_experts_do_not_exist_by_address_or_form(expert):
    other = with_account("heidi")
    grace = signed_in(expert)
    foreign = [
        given(other),
        make_question(status="received"),
        make_question(status="accepted"),
        make_question(status="published", published_at=timezone.now(), answers=("Yes.",)),
        make_question(status="declined", expert=expert),
        make_question(status="closed", expert=expert),
        make_question(status="withdrawn", expert=expert),
        make_question(status="merged", expert=expert),
    ]
    for question in foreign:
        page = page_of(question)
        before = Question.objects.values().get(pk=question.pk)
        assert grace.get(page).status_code == 404
        assert grace.get(f"{page}give-back/").status_code == 404
        for button in ("_save", "_submit", "_look", "_take_back"):
            answer = grace.post(page, {**WRITTEN, "opened": "", button: "yes"})
            assert answer.status_code == 404
            assert question.text not in answer.content.decode()
        assert grace.post(f"{page}give-back/", {"why": "Mine"}).status_code == 404
        assert Question.objects.values().get(pk=question.pk) == before
    assert not Answer.objects.filter(expert=expert).exists()
    assert grace.get("/expert/questions/99999999999999999999/").status_code == 404


def test_an_expert_sees_the_public_wording_and_never_the_askers_own(expert, text_of):
    question = given(
        expert,
        text="What does it cost?",
        background="For somebody in Ohio.",
        asked_text="I am Sam Smith, what does it cost?",
        asked_background="My street is Elm.",
        email="sam@example.org",
        asker="student",
    )
    grace = signed_in(expert)
    seen = "".join(text_of(grace.get(page)) for page in (PLACE, page_of(question), f"{page_of(question)}give-back/"))
    seen += grace.get("/expert/me/my-data.json").content.decode()
    assert "What does it cost?" in seen
    assert "For somebody in Ohio." in seen
    assert "A student asked" in seen
    for own in ("Sam", "Elm", "sam@example.org"):
        assert own not in seen


def test_the_rules_come_first_and_are_accepted_once(text_of):
    new = with_account(accepted=False)
    grace, question = signed_in(new), given(new)
    for page in (PLACE, page_of(question), "/expert/me/"):
        assert grace.get(page).url == "/expert/rules/"
        assert grace.post(page, {**WRITTEN, "_save": "yes"}).status_code in (302, 405)
    assert not Answer.objects.exists()
    assert "Text that a machine wrote" in text_of(grace.get("/expert/rules/"))
    assert grace.post("/expert/rules/").url == PLACE
    first = Expert.objects.get(pk=new.pk).rules_accepted_at
    assert grace.get(PLACE).status_code == 200
    grace.post("/expert/rules/")
    assert Expert.objects.get(pk=new.pk).rules_accepted_at == first
    assert "You accepted these rules on" in text_of(grace.get("/expert/rules/"))


def test_promised_days_are_told_in_words_and_late_ones_come_first(expert, text_of):
    for days, text in ((9, "Nine?"), (0, "Zero?"), (-2, "Late?"), (1, "One?")):
        given(expert, days=days, text=text)
    words = text_of(signed_in(expert).get(PLACE))
    assert [words.index(text) for text in ("Late?", "Zero?", "One?", "Nine?")] == sorted(
        words.index(text) for text in ("Late?", "Zero?", "One?", "Nine?")
    )
    for said in (": 2 days ago.", ": today.", ": tomorrow.", ": in 9 days."):
        assert said in words


def test_nothing_of_it_is_kept_on_the_way_or_listed(expert):
    grace, question = signed_in(expert), given(expert)
    for page in [*PAGES, page_of(question)]:
        answer = grace.get(page)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store", page
        assert page.endswith(".json") or b'<meta name="robots" content="noindex">' in answer.content


def test_its_pages_cost_few_queries_however_many_questions_there_are(expert, django_assert_max_num_queries):
    grace = signed_in(expert)
    for number in range(12):
        given(expert, days=number)
        answered = make_question(status="published", published_at=timezone.now())
        make_answer(question=answered, expert=expert)
    with django_assert_max_num_queries(12):
        grace.get(PLACE)


def test_a_form_from_elsewhere_changes_nothing(expert):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(expert.account)
    question = given(expert)
    for page in (page_of(question), f"{page_of(question)}give-back/", "/expert/me/", "/expert/sign-out/"):
        assert strict.post(page, {**WRITTEN, "_save": "yes", "why": "x", "do": "pause"}).status_code == 403
    expert.refresh_from_db()
    assert expert.state == "active"
    assert strict.get(PLACE).status_code == 200


def test_what_was_typed_when_the_session_ended_is_shown_again(visitor, expert, text_of):
    question = given(expert)
    answer = visitor.post(page_of(question), {**WRITTEN, "_save": "yes"})
    assert answer.status_code == 403
    words = text_of(answer)
    assert "You are signed out" in words
    assert WRITTEN["text"] in answer.content.decode()
    assert question.text not in words
    assert f"/admin/login/?next={page_of(question)}" in answer.content.decode()


def test_signing_out_ends_the_session(expert):
    grace = signed_in(expert)
    assert grace.get("/expert/sign-out/").status_code == 405
    assert grace.post("/expert/sign-out/").url == "/"
    assert grace.get(PLACE).status_code == 302
    assert not expert.account.sign_ins.filter(ended_at=None).exists()


def test_a_password_is_changed_there(expert, text_of):
    grace = signed_in(expert)
    new = {"new_password1": "another long password", "new_password2": "another long password"}
    assert grace.post("/expert/password/", {"old_password": "wrong", **new}).status_code == 422
    done = grace.post("/expert/password/", {"old_password": "a long test password", **new}, follow=True)
    assert "Your password is changed." in text_of(done)
    expert.account.refresh_from_db()
    assert expert.account.check_password("another long password")


def test_whoever_works_for_a_school_reads_that_each_answer_says_so(text_of):
    expert = with_account(school=make_school(name="Hive College"), credential="RN", in_work_since=2004)
    grace, question = signed_in(expert), given(expert)
    assert "Each of your answers says that you work for Hive College." in text_of(grace.get(page_of(question)))
    card = text_of(grace.get("/expert/me/"))
    for said in ("RN", "In this work since 2004", "Works for Hive College"):
        assert said in card


def test_no_career_is_shown_that_is_not_published(expert):
    assert not Career.objects.exists()
    assert signed_in(expert).get(page_of(given(expert))).status_code == 200

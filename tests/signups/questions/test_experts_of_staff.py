"""Staff's pages of experts and of reasons: who checked a credential, and what goes with whom."""

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from signups.models import DeclineReason, Expert, QuestionWord

from ...factories import make_career, make_expert, make_question, make_staff
from ...site.form_reader import form_values
from ...site.staff_pages import staff_with

pytestmark = pytest.mark.django_db


def page_of(expert: Expert) -> str:
    return f"/admin/signups/expert/{expert.pk}/change/"


def check(client, expert: Expert, credential: str = "RN"):
    return client.post(f"/admin/signups/expert/{expert.pk}/credential-checked/", {"credential": credential})


def test_whoever_checked_a_credential_is_noted_with_their_role_and_the_day(moderator, text_of):
    expert = make_expert(credential="RN")
    assert "Mark as checked: RN" in text_of(moderator.client.get(page_of(expert)))
    check(moderator.client, expert)
    expert.refresh_from_db()
    assert (expert.verified_on, expert.verified_by) == (timezone.localdate(), moderator.user)
    assert expert.verified_as == "Moderator"
    assert "by ada (Moderator)" in text_of(moderator.client.get(page_of(expert)))


def test_a_superuser_without_a_role_checks_as_an_administrator(editor):
    expert = make_expert(credential="RN")
    check(editor, expert)
    expert.refresh_from_db()
    assert expert.verified_as == "Administrator"


def test_only_those_who_may_check_get_the_button_and_get_through(text_of):
    expert = make_expert(credential="RN")
    staff = staff_with("change_expert")
    assert "Mark as checked: RN" not in text_of(staff.get(page_of(expert)))
    assert check(staff, expert).status_code == 403
    expert.refresh_from_db()
    assert expert.verified_on is None


def test_what_was_changed_since_the_page_was_opened_is_not_taken_for_checked(moderator, text_of):
    expert = make_expert(credential="RN, CPC")
    assert "Nothing was noted" in text_of(moderator.client.get(check(moderator.client, expert).url))
    nothing = make_expert()
    check(moderator.client, nothing, "")
    assert not Expert.objects.exclude(verified_on=None).exists()


def test_another_credential_is_not_checked_and_another_role_of_work_leaves_it(moderator):
    expert = make_expert(credential="RN")
    check(moderator.client, expert)
    form = form_values(moderator.client.get(page_of(expert)))
    assert moderator.client.post(page_of(expert), {**form, "organization": "Bee Board"}).status_code == 302
    expert.refresh_from_db()
    assert expert.verified_on
    moderator.client.post(page_of(expert), {**form, "credential": "MD"})
    expert.refresh_from_db()
    assert (expert.credential, expert.verified_on, expert.verified_by, expert.verified_as) == ("MD", None, None, "")


def test_a_change_of_one_column_is_noticed_too():
    expert = make_expert(credential="RN", verified_on=timezone.localdate(), verified_as="Moderator")
    expert.credential = "MD"
    expert.save(update_fields=["credential"])
    expert.refresh_from_db()
    assert (expert.verified_on, expert.verified_as) == (None, "")


def test_an_expert_pauses_until_a_day(moderator, text_of):
    expert = make_expert()
    form = form_values(moderator.client.get(page_of(expert)))
    wrong = moderator.client.post(page_of(expert), {**form, "state": "active", "paused_until": "2027-01-05"})
    assert "Only a pause has an end." in text_of(wrong)
    moderator.client.post(page_of(expert), {**form, "state": "paused", "paused_until": "2027-01-05"})
    expert.refresh_from_db()
    assert (expert.state, str(expert.paused_until)) == ("paused", "2027-01-05")


def test_an_account_is_chosen_by_whoever_looks_after_accounts_and_is_none_of_staff(moderator):
    reader, staff = get_user_model().objects.create_user("bee"), make_staff(username="boss")
    expert = make_expert()
    form = form_values(moderator.client.get(page_of(expert)))
    assert "account" not in form
    moderator.client.post(page_of(expert), {**form, "account": reader.pk})
    expert.refresh_from_db()
    assert expert.account is None
    administrator = staff_with("change_expert", "change_user")
    form = form_values(administrator.get(page_of(expert)))
    administrator.post(page_of(expert), {**form, "account": staff.pk})
    expert.refresh_from_db()
    assert expert.account is None
    administrator.post(page_of(expert), {**form, "account": reader.pk})
    expert.refresh_from_db()
    assert expert.account == reader


def test_deleting_says_which_links_go(moderator, editor, text_of):
    career, expert = make_career(title="Beekeeper"), make_expert(name="Ada Byron")
    expert.careers.add(career)
    expert.fields.add(career.field)
    text = text_of(moderator.client.get(f"/admin/signups/expert/{expert.pk}/delete/"))
    assert "Link between Ada Byron and Beekeeper" in text
    assert f"Link between Ada Byron and {career.field}" in text
    text = text_of(editor.get(f"/admin/careers/career/{career.pk}/delete/"))
    assert "Link between Ada Byron and Beekeeper" in text
    assert "Expert_" not in text


def test_deleting_a_career_counts_the_questions_that_stay_without_it(editor, text_of):
    career = make_career()
    for _ in range(2):
        make_question(career=career)
    assert "Questions that lose their career: 2" in text_of(editor.get(f"/admin/careers/career/{career.pk}/delete/"))


def test_deleting_a_question_says_nothing_of_the_words_it_is_found_by(moderator, text_of):
    question = make_question(text="Is it hard?", status="published", answers=("Yes.",))
    question.words.create(word="tak")
    page = f"/admin/signups/question/{question.pk}/delete/"
    text = text_of(moderator.client.get(page))
    assert "Answers: 1" in text
    assert "Question word" not in text
    assert moderator.client.post(page, {"post": "yes"}).status_code == 302
    assert not QuestionWord.objects.filter(word="tak").exists()


def test_an_expert_who_has_a_question_is_not_deleted(moderator, text_of):
    expert = make_expert()
    make_question(text="Is it hard?", status="assigned", expert=expert)
    page = f"/admin/signups/expert/{expert.pk}/delete/"
    text = text_of(moderator.client.get(page))
    assert "Question: Is it hard?" in text
    assert "set the state to “Gets no more questions”" in text
    moderator.client.post(page, {"post": "yes"})
    assert Expert.objects.exists()


def test_a_new_site_has_kind_reasons_that_moderators_reword(moderator):
    assert DeclineReason.objects.count() == 5
    reason = DeclineReason.objects.first()
    page = f"/admin/signups/declinereason/{reason.pk}/change/"
    form = form_values(moderator.client.get(page))
    assert moderator.client.post(page, {**form, "text": "Thank you, and goodbye."}).status_code == 302
    reason.refresh_from_db()
    assert reason.text == "Thank you, and goodbye."

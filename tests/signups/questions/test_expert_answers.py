"""Writing an answer in the experts' own place: drafts, preview, submitting, taking back."""

import pytest
from django.test import Client

from careers.models import CareerCredential, Credential, Organization, Version
from signups.models import Answer, QuestionStep
from signups.questions.experts import answering
from signups.questions.steps import TooLate

from ...factories import make_answer, make_career, make_school
from .experts_at_work import PLACE, given, page_of, signed_in, stamp_in, with_account, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert():
    return with_account()


@pytest.fixture
def grace(expert) -> Client:
    return signed_in(expert)


def test_a_draft_is_kept_as_often_as_it_is_saved_and_nobody_else_sees_it(grace, expert, visitor, text_of):
    question = given(expert)
    assert write(grace, question, short="", text="Begun").status_code == 302
    assert write(grace, question, short="", text="Begun, and gone on", basis="").status_code == 302
    answer = Answer.objects.get()
    assert (answer.text, answer.status, answer.basis, answer.expert) == ("Begun, and gone on", "draft", "", expert)
    assert "Draft saved." in text_of(grace.get(page_of(question)))
    assert "A draft." in text_of(grace.get(PLACE))
    assert visitor.get(question.get_absolute_url()).status_code == 404
    assert {version.by for version in Version.objects.filter(kind="signups.question") if version.by} == {"grace"}


def test_the_later_of_two_tabs_is_told_and_loses_nothing_that_was_typed(grace, expert, text_of):
    question = given(expert)
    opened = stamp_in(grace.get(page_of(question)))
    write(grace, question, opened=opened, text="From the first tab.")
    later = write(grace, question, opened=opened, text="From the second tab.")
    assert later.status_code == 409
    words = text_of(later)
    assert "changed elsewhere" in words
    assert "From the first tab." in words
    assert "\nFrom the second tab.</textarea>" in later.content.decode()
    assert Answer.objects.get().text == "From the first tab."
    # Once told, they may put theirs in its place.
    assert write(grace, question, opened=stamp_in(later), text="From the second tab.").status_code == 302
    assert Answer.objects.get().text == "From the second tab."
    # The same sent twice is no change.
    assert write(grace, question, opened=opened, text="From the second tab.").status_code == 302


def test_a_preview_shows_markdown_without_storing_anything(grace, expert, text_of):
    question = given(expert)
    tricks = "**Bold** [bad](javascript:alert(1)) <script>alert(1)</script> ![](https://evil.example/x.png)"
    shown = write(grace, question, "_look", text=tricks)
    html = shown.content.decode().partition('id="look"')[2].partition("<form")[0]
    assert shown.status_code == 200
    assert "How it will look" in html
    assert "<strong>Bold</strong>" in html
    assert 'href="javascript' not in html
    assert "<script" not in html
    assert "<img" not in html
    assert tricks.partition("<")[0] in shown.content.decode().partition('id="id_text"')[2]
    assert not Answer.objects.exists()


def test_a_submitted_answer_is_read_only_until_it_is_taken_back(grace, expert, text_of):
    question = given(expert)
    assert write(grace, question, "_submit").status_code == 302
    answer = Answer.objects.get()
    assert answer.status == "submitted"
    assert answer.submitted_at
    page = grace.get(page_of(question))
    assert "Our reviewers read it now" in text_of(page)
    assert b"<textarea" not in page.content
    assert "With our reviewers" in text_of(grace.get(PLACE))
    # Another tab still has the form.
    refused = write(grace, question, opened="", text="Changed in another tab")
    assert refused.status_code == 409
    assert "Changed in another tab" in text_of(refused)
    assert grace.post(page_of(question), {"_take_back": "yes"}).status_code == 302
    answer.refresh_from_db()
    assert (answer.status, answer.submitted_at) == ("draft", None)


def test_what_was_submitted_in_the_same_moment_is_not_changed(expert):
    question = given(expert)
    answer = make_answer(question=question, expert=expert, status="submitted")
    typed = answering.Written(short="", text="Mine", sources="", basis="", facts=())
    for submits in (False, True):
        with pytest.raises(TooLate):
            answering.save(
                question.pk,
                expert,
                typed,
                opened=answering.stamp_of(answer),
                by=expert.account,
                submits=submits,
            )
    assert Answer.objects.get().text == "Begin with a class nearby."


def test_what_a_reviewer_decided_is_not_taken_back(grace, expert, text_of):
    question = given(expert)
    write(grace, question, "_submit")
    Answer.objects.update(status="published")
    answer = grace.post(page_of(question), {"_take_back": "yes"}, follow=True)
    assert Answer.objects.get().status == "published"
    assert answer.status_code in (200, 404)


@pytest.mark.parametrize("status", ["submitted", "scheduled", "published"])
def test_no_button_of_an_expert_reaches_a_state_that_is_not_theirs(grace, expert, status):
    question = given(expert)
    values = {"publish_at": "2030-01-01T00:00Z"} if status == "scheduled" else {}
    answer = make_answer(question=question, expert=expert, status=status, **values)
    for button in ("_save", "_submit", "_look", "_publish"):
        write(grace, question, button, opened="", text="Mine", status="published")
    answer.refresh_from_db()
    assert (answer.status, answer.text) == (status, "Begin with a class nearby.")
    if status != "published":
        assert grace.post(f"{page_of(question)}give-back/", {"why": "No time"}).status_code == 302
        question.refresh_from_db()
        assert (question.status, question.expert) == ("assigned", expert)


def test_a_returned_answer_shows_the_note_and_is_submitted_again(grace, expert, text_of):
    question = given(expert)
    make_answer(question=question, expert=expert, status="returned", reviewers_note="Say how long <b>it</b> took.")
    assert "Sent back to you" in text_of(grace.get(PLACE))
    page = grace.get(page_of(question)).content.decode()
    assert "Say how long &lt;b&gt;it&lt;/b&gt; took." in page
    write(grace, question)
    assert Answer.objects.get().status == "returned"
    write(grace, question, "_submit")
    assert Answer.objects.get().status == "submitted"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"short": ""}, "Write the answer in one or two sentences."),
        ({"text": "..."}, "Write the full answer."),
        ({"basis": ""}, "Say where your answer is from."),
        ({"basis": "source"}, "Name one source at least"),
        ({"sources": "Handbook https://www.bls.gov/ooh/\nMy aunt"}, "Line 2 has no web address."),
        ({"sources": "Click javascript:alert(1)"}, "Line 1 has no web address."),
        ({"text": "Write to me: grace@example.org"}, "Take out the email address"),
        ({"basis": "rumor"}, "Choose one of the two."),
        ({"facts": "credential:999"}, "A fact that you selected is gone."),
        ({"short": "a" * 401}, "This is 401 characters long. Please shorten it to 400. It is all still here."),
        ({"text": "a" * 20_001}, "Please shorten it to 20,000."),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_all_that_was_typed_is_still_there(grace, expert, text_of, values, says):
    question = given(expert)
    answer = write(grace, question, "_submit", **values)
    assert answer.status_code == 422
    assert says in text_of(answer)
    typed = next(iter(values.values()))
    assert typed == "rumor" or typed.startswith("credential") or typed in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_draft_may_have_gaps_but_nothing_too_long(grace, expert):
    question = given(expert)
    assert write(grace, question, short="a" * 401).status_code == 422
    assert write(grace, question, text="a\0b\r\nc").status_code == 302
    assert Answer.objects.get().text == "ab\nc"


def test_an_answer_names_the_facts_of_its_career_that_it_rests_on(grace, expert, text_of):
    career, school = make_career(title="Beekeeper"), make_school(name="Hive College", featured=True)
    license = Credential.objects.create(name="Bee license", organization=Organization.objects.create(name="Board"))
    CareerCredential.objects.create(career=career, credential=license, order=1)
    question = given(expert, career=career)
    page = text_of(grace.get(page_of(question)))
    for choice in ("Median pay", "Job outlook", "Entry-level education", "Bee license, Board", "Hive College"):
        assert choice in page
    write(grace, question, facts=["pay", f"credential:{license.pk}", f"school:{school.pk}"])
    facts = Answer.objects.get().facts
    assert [(fact.kind, fact.about) for fact in facts.all()] == [
        ("credential", license),
        ("pay", career),
        ("school", school),
    ]
    kept = facts.get(kind="pay").pk
    write(grace, question, facts=["pay", "outlook"])
    assert [(fact.kind, fact.pk == kept) for fact in facts.all()] == [("pay", True), ("outlook", False)]
    # Without a career there is nothing to tick.
    assert "Facts of this site" not in text_of(grace.get(page_of(given(expert))))


def test_a_question_is_given_back_with_a_word_why(grace, expert, text_of):
    question = given(expert)
    write(grace, question, text="Begun")
    page = f"{page_of(question)}give-back/"
    assert "keep it" in text_of(grace.get(page))
    assert grace.post(page, {"why": " "}).status_code == 422
    assert grace.post(page, {"why": "Not my field"}).status_code == 302
    question.refresh_from_db()
    assert (question.status, question.expert) == ("accepted", None)
    step = QuestionStep.objects.get()
    assert (step.name, step.by, step.note) == ("give-back", expert.account, "Not my field")
    # It is theirs no more, and what they type in an open tab is shown to them once more.
    assert grace.get(page_of(question)).status_code == 404
    late = write(grace, question, opened="", text="Typed in vain")
    assert late.status_code == 404
    assert "Typed in vain" in text_of(late)
    assert question.text not in text_of(late)
    assert Answer.objects.get().text == "Begun"


def test_another_expert_of_a_published_question_writes_a_second_answer_or_gives_it_back(grace, expert, text_of):
    other = with_account("heidi")
    question = given(expert, status="published", published_at="2026-01-01T00:00Z", promised_on=None)
    make_answer(question=question, expert=other)
    assert question.text in text_of(grace.get(PLACE))
    assert "Begin with a class nearby." not in text_of(grace.get(page_of(question)))
    write(grace, question, text="My own second answer")
    assert question.answers.get(expert=expert).status == "draft"
    assert grace.post(f"{page_of(question)}give-back/", {"why": "No time"}).status_code == 302
    question.refresh_from_db()
    assert (question.status, question.expert) == ("published", None)
    assert grace.get(page_of(question)).status_code == 404


def test_a_published_answer_is_read_only(grace, expert, text_of):
    question = given(expert, status="published", published_at="2026-01-01T00:00Z")
    make_answer(question=question, expert=expert, short="In short: yes.")
    page = grace.get(page_of(question))
    assert "In short: yes." in text_of(page)
    assert question.get_absolute_url() in page.content.decode()
    assert b"<textarea" not in page.content
    assert "Your answers" in text_of(grace.get(PLACE))

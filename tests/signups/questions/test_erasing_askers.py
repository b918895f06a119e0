"""Erasing an asker leaves their address, their words and their name nowhere; what stays is the answer."""

import os
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.utils import timezone

from careers.models import Draft, Version
from careers.versions.keeping import Author, note_change
from signups import personal_data
from signups.mail import outbox
from signups.models import AnswerFeedback, Delivery, Question, QuestionStep, QuestionWord, Subscription, Wording
from signups.questions.own import forgetting
from signups.questions.own import links as own_links
from signups.questions.steps import Role, take
from signups.versions import QUESTION

from ...factories import make_answer, make_career, make_staff, make_subscriber
from ..conftest import BROWSER
from .askers import ADDRESS, BACKGROUND, WORDED, WORDS, in_files, make_asked, path_of

pytestmark = pytest.mark.django_db
THEIRS = (
    ADDRESS,
    "scared of needles",
    "phlebotomy training, honestly",
    "zenobia",
    "quist",
    "555 0177",
    "never bothered",
)


def found() -> set[str]:
    """The columns of the whole database in which anything of the asker stands, whatever model they are of."""
    places = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                held = [f"{table}.{name}" for name, value in zip(names, row, strict=True) if _holds(value)]
                places.update(held)
    return places


def _holds(value) -> bool:
    text = str(value).casefold()
    return any(one in text for one in THEIRS)


def send(to: str, text: str) -> None:
    mail = EmailMultiAlternatives(subject="Hello", body="Naïve " + text, to=[to])
    mail.attach_alternative(f"<p>{text}</p>", "text/html")
    get_connection().send_messages([mail])


@pytest.fixture
def everywhere(mailbox) -> Question:
    """A question that went its whole way, and left something of its asker wherever one can."""
    staff = make_staff(username="mod")
    question = make_asked("unconfirmed", text=WORDS, background=BACKGROUND, confirmed_at=None)
    take("confirm", question, Role.ASKER, confirmed_at=timezone.now())
    take("accept", question, Role.MODERATOR, by=staff, note=f"{WORDS} {ADDRESS}")
    Wording.objects.create(question=question, text=WORDED, reason=f"Instead of: {WORDS}")
    Wording.objects.create(question=question, text=f"{WORDS} Please!", background=BACKGROUND, is_askers=True)
    answer = make_answer(
        question=question,
        short="Dear Zenobia, yes.",
        text=f"Hi Zenobia Quist! Many get used to it. I called +1 614 555 0177 and wrote to {ADDRESS}.",
        reviewers_note="Is Quist a name?",
    )
    with QUESTION.together():
        note_change(QUESTION, question, None, Author("mod", f"Wrote to {ADDRESS}"))
    now = timezone.now()
    Question.objects.filter(pk=question.pk).update(
        status="published", published_at=now, answered_at=now, text=WORDED, background="", declined_because=WORDS
    )
    AnswerFeedback.objects.create(question=question, is_helpful=True, text="Good luck, Zenobia!")
    for word in ("zenobia", "samples"):
        QuestionWord.objects.create(question=question, word=word)
    about = {"content_type": ContentType.objects.get_for_model(Question), "object_id": str(question.pk), "user": staff}
    LogEntry.objects.create(**about, object_repr=WORDS, action_flag=2, change_message=f"Was: {WORDS}")
    outbox.queue_for_one("question-answered", email=ADDRESS, data={"question": question.pk})
    career = make_career(title="Beekeeper", summary=f"Ask {ADDRESS}.")
    Draft.objects.create(career=career, document=f'{{"summary":"{ADDRESS}"}}', based_on="{}", form=2)
    make_asked("declined", declined_because=f"{WORDS}: no.")
    send(ADDRESS, "Your question is answered.")
    send("expert@example.org", f"A new question: {WORDS}")
    send("other@example.org", "Your question is answered, neighbor.")
    assert answer.pk
    return question


def by_page(question: Question, visitor, opened) -> None:
    form = {"do": "erase", "sure": "on", "opened": opened()}
    response = visitor.post(path_of(question), form, headers=BROWSER)
    assert response.status_code == 200
    assert "Your question is deleted" in response.content.decode()


def test_nothing_of_the_asker_is_left_in_any_column_or_mail_file(everywhere, mailbox):
    # Whatever is looked for is there before, in as many places as it was put.
    assert len(found()) >= 16
    assert personal_data.erase(ADDRESS.upper()) == (0, 2)
    assert found() == set()
    [left] = in_files(mailbox)
    assert "neighbor" in left
    question = Question.objects.get()
    assert (question.text, question.status, question.email) == (WORDED, "published", "")
    answer = question.answers.get()
    assert answer.short == "Dear (name removed), yes."
    assert "Many get used to it." in answer.text
    # It is found by what is left, and by nothing else.
    left = set(question.words.values_list("word", flat=True))
    assert "zenobia" not in left
    assert any(word.startswith("needl") for word in left), left


def test_the_page_of_what_stays_has_nothing_of_the_asker(everywhere, visitor, opened):
    by_page(everywhere, visitor, opened)
    html = visitor.get(Question.objects.get(pk=everywhere.pk).get_absolute_url()).content.decode()
    assert WORDED in html
    assert not _holds(html)


def test_a_link_deletes_its_own_question_and_nothing_else_of_the_address(everywhere, visitor, opened):
    by_page(everywhere, visitor, opened)
    assert Question.objects.get(pk=everywhere.pk).email == ""
    other = Question.objects.get(status="declined")
    assert (other.email, other.asked_text) == (ADDRESS, WORDS)
    by_page(other, visitor, opened)
    # What else of the address stands on the site, as in the text of a career, no link takes away.
    assert {place.partition("_")[0] for place in found()} == {"careers"}


@pytest.mark.parametrize(
    "worded",
    [
        WORDS,
        "Is one who is scared of needles survive phlebotomy training?",
        "What did Zenobia ask?",
        f"Write to {ADDRESS}?",
        "Who has +1 614 555 0177?",
    ],
)
def test_a_wording_that_holds_something_of_theirs_gives_way_and_staff_are_told(worded, editor, text_of):
    career = make_career(title="Phlebotomist")
    question = make_asked("published", text=worded, background="Blood never bothered me before.", career=career)
    make_answer(question=question)
    personal_data.erase(ADDRESS)
    question.refresh_from_db()
    assert (question.text, question.background) == ("A question about Phlebotomist", "")
    assert found() == set()
    assert "1 question needs a new wording" in text_of(editor.get("/admin/"))
    listed = editor.get("/admin/signups/question/?words=lost")
    assert "A question about Phlebotomist" in listed.content.decode()
    Question.objects.update(text="Does a fear of blood pass?")
    assert "needs a new wording" not in text_of(editor.get("/admin/"))


@pytest.mark.parametrize(
    ("asked", "worded", "stays"),
    [
        ("how long do the studies take for me", "How long do the studies take?", False),
        ("how long do I study", "How long do studies take?", True),
        ("Is it hard?", "Is it hard?", False),
        ("Thanks", "Thanks to whom?", True),
        ("Wie lange dauert die Ausbildung?", "How long does it take?", True),
        ("看護師になるには何年かかりますか", "看護師になるには?", False),
        ("My name is May", "May one work at night?", False),
        ("My name is will", "What will it cost?", True),
    ],
)
def test_what_counts_as_the_askers_own(asked, worded, stays):
    question = make_asked("published", asked_text=asked, asked_background="", text=worded)
    personal_data.erase(ADDRESS)
    question.refresh_from_db()
    assert (question.text == worded) is stays


@pytest.mark.parametrize(
    "status", ["unconfirmed", "received", "assigned", "private", "declined", "merged", "withdrawn"]
)
def test_what_is_not_published_goes_whole(status):
    question = make_asked(status)
    make_answer(question=question, status="draft")
    assert personal_data.erase(ADDRESS) == (0, 1)
    assert not Question.objects.exists()


def test_a_question_without_an_address_is_erased_by_its_code(visitor, opened):
    code = own_links.new_code()
    question = make_asked("published", email="", code_hash=own_links.code_hash(code), confirmed_at=None)
    other = make_asked("published", email="", code_hash="x", text="Another?")
    make_answer(question=question, text="Hi Zenobia.")
    path = own_links.address(own_links.BY_CODE, question)
    form = {"do": "erase", "opened": opened()}
    refused = visitor.post(path, form, headers=BROWSER)
    assert refused.status_code == 422
    assert "Check this box first" in refused.content.decode()
    assert visitor.post(path, {**form, "sure": "on"}, headers=BROWSER).status_code == 200
    question.refresh_from_db()
    assert (question.asked_text, question.code_hash, question.answers.get().text) == ("", "", "Hi (name removed).")
    other.refresh_from_db()
    assert other.asked_text == WORDS
    assert own_links.question_with_code(code) is None
    assert visitor.get(path).status_code == 410


def test_erasing_by_the_page_leaves_updates_that_the_same_person_gets(visitor, opened):
    question = make_asked("published")
    make_subscriber(email=ADDRESS)
    by_page(question, visitor, opened)
    assert Subscription.objects.get().email == ADDRESS
    assert not Question.objects.exclude(email="").exists()


def test_the_export_tells_all_of_a_question():
    question = make_asked("private", is_private=True)
    make_answer(question=question, short="Yes.", text="In full.")
    Wording.objects.create(question=question, text=WORDED, reason="Clearer")
    QuestionStep.objects.create(question=question, name="confirm", note="For staff alone")
    [told] = personal_data.export(ADDRESS)["questions"]
    assert told["as_you_asked"] == {"question": WORDS, "background": BACKGROUND}
    assert (told["question"], told["for_you_alone"]) == (WORDED, True)
    assert [one["reason"] for one in told["wordings"]] == ["Clearer"]
    assert [one["step"] for one in told["steps"]] == ["Address confirmed"]
    assert [(one["short"], one["answer"]) for one in told["answers"]] == [("Yes.", "In full.")]
    assert "For staff alone" not in str(told)


def days_ago(days: int):
    return timezone.now() - timedelta(days=days, minutes=1)


@pytest.mark.parametrize("urgent", [False, True])
def test_the_address_goes_some_time_after_the_answer(settings, urgent):
    settings.ASKER_RETENTION_DAYS = 20
    old = make_asked("published", answered_at=days_ago(20), is_urgent=urgent)
    make_asked("published", answered_at=days_ago(19), email="new@example.org")
    make_asked("private", answered_at=days_ago(20), is_private=True)
    with QUESTION.together():
        note_change(QUESTION, old, None, Author("mod"))
    personal_data.expire()
    assert sorted(Question.objects.values_list("email", "asked_text", "text")) == [
        ("", "", WORDED),
        ("new@example.org", WORDS, WORDED),
    ]
    assert not Version.objects.exists()


def test_whoever_follows_something_keeps_the_link(settings):
    settings.ASKER_RETENTION_DAYS = 20
    question = make_asked("published", answered_at=days_ago(21))
    follower = make_subscriber(email=ADDRESS.upper())
    personal_data.expire()
    question.refresh_from_db()
    assert question.email == ADDRESS
    follower.end()
    personal_data.expire()
    question.refresh_from_db()
    assert question.email == ""


def test_what_ended_without_an_answer_goes_as_long_after_its_end(settings):
    settings.ASKER_RETENTION_DAYS = 20
    for days in (19, 20):
        for status in ("declined", "closed", "withdrawn", "spam"):
            question = make_asked(status, created_at=days_ago(60), text=f"{status} {days}")
            QuestionStep.objects.create(question=question, name="decline", at=days_ago(days))
    waiting = make_asked("accepted", email="b@example.org")
    like = make_asked("merged", merged_into=waiting, created_at=days_ago(60), text="merged")
    QuestionStep.objects.create(question=like, name="merge", at=days_ago(50))
    assert personal_data.expire().questions == 4
    left = set(Question.objects.values_list("text", flat=True))
    assert left == {*(f"{status} 19" for status in ("declined", "closed", "withdrawn", "spam")), WORDED, "merged"}


def test_mail_files_go_when_rows_of_mail_do(mailbox, settings):
    settings.MAIL_RETENTION_DAYS = 30
    send("old@example.org", "Old")
    send("new@example.org", "New")
    old, new = sorted(mailbox.iterdir(), key=lambda path: "Old" not in path.read_text())
    long_ago = days_ago(30).timestamp()
    os.utime(old, (long_ago, long_ago))
    personal_data.expire()
    assert list(mailbox.iterdir()) == [new]


def test_a_mail_that_waits_is_not_sent_to_who_was_erased():
    question = make_asked("closed")
    outbox.queue_for_one("question-closed", email=ADDRESS, data={"question": question.pk})
    personal_data.erase(ADDRESS)
    assert Delivery.objects.values_list("email", "state").get() == ("", "withheld")


BOGDAN = "My name is Bogdan Wisniewski. My grandmother raised me alone in a trailer since I was four."


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (
            "You wrote: My grandmother raised me alone in a trailer since I was four. Many nurses did. "
            "That is hard, bogdan.",
            "You wrote: (the asker's words were removed). Many nurses did. That is hard, (name removed).",
        ),
        ("So your GRANDMOTHER raised me, alone in a trailer!", "So your (the asker's words were removed)!"),
        ("Since I was four there are grants.", "(the asker's words were removed) there are grants."),
        ("Your grandmother raised you, and there are grants.", "Your grandmother raised you, and there are grants."),
        (
            "BOGDAN, see https://example.org/my-name-is-bogdan",
            "(name removed), see https://example.org/my-name-is-(name removed)",
        ),
    ],
)
def test_the_askers_sentences_and_name_go_from_the_answer_and_its_search_words(answer, left):
    question = make_asked("published", asked_background=BOGDAN)
    row = make_answer(question=question, text=answer, short="")
    personal_data.erase(ADDRESS)
    row.refresh_from_db()
    assert row.text == left
    words = set(QuestionWord.objects.filter(question=question).values_list("word", flat=True))
    assert not any(word in ("bogdan", "trailer") for word in words)


@pytest.mark.parametrize("text", ["If you want to be one, go on.", "A baker gets up early, and will like the rose."])
def test_words_of_every_day_stay_in_the_answer(text):
    theirs = "My name is Will Baker. My teacher Mrs. Rose asks if you want to be one and get up early."
    row = make_answer(question=make_asked("published", asked_background=theirs), text=text, short="")
    personal_data.erase(ADDRESS)
    row.refresh_from_db()
    assert row.text == text


@pytest.mark.parametrize("is_worded", [True, False])
def test_a_code_erases_the_askers_words_from_the_page_long_after_the_answer(is_worded):
    text = WORDED if is_worded else WORDS
    question = make_asked("published", email="", code_hash="x", text=text, background="", answered_at=days_ago(99))
    make_answer(question=question)
    if is_worded:
        Wording.objects.create(question=question, text=text, reason=f"Instead of: {WORDS}")
    # As once the time is over.
    forgetting.forget_askers([question.pk])
    assert ("signups_question.text" in found()) is not is_worded
    assert "signups_wording.reason" not in found()
    question.refresh_from_db()
    assert (question.text, question.asked_text) == (text, "")
    personal_data.erase_asker(question)
    assert found() == set()
    assert (Question.objects.get().text == WORDED) is is_worded
    assert not Wording.objects.exists()
    assert not Version.objects.exists()


def test_many_are_forgotten_some_at_a_time(monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for number in range(5):
        make_asked("closed", created_at=days_ago(200), email=f"{number}@example.org")
        make_asked("published", answered_at=days_ago(200), email=f"{number}@example.org")
    make_subscriber(email="3@example.org")
    assert forgetting.expire() == 9
    assert Question.objects.exclude(email="").get().email == "3@example.org"

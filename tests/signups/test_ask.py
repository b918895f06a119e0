import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from careers.models import Career
from signups.models import Question

from ..between_queries import Between
from ..factories import make_career, question_sent
from ..site.form_reader import form_values

TEXT = "How long does it take to learn this work?"


@pytest.fixture
def ask(visitor, db):
    """Sends the last page of asking, with what the pages before it brought along."""

    def send(text=TEXT, *, address="/ask/", **values):
        return visitor.post(address, question_sent(text, **values))

    return send


def test_a_question_is_stored_for_staff_to_review(ask):
    ask(asker="parent", email="parent@example.org")
    question = Question.objects.get()
    assert (question.text, question.asker, question.email) == (TEXT, "parent", "parent@example.org")
    assert (question.asked_text, question.career) == (TEXT, None)


def test_a_question_from_a_career_page_is_about_that_career(ask):
    career = make_career()
    assert ask(address=f"/careers/{career.slug}/ask/").status_code == 200
    assert Question.objects.get().career == career


def test_a_question_about_a_career_that_is_deleted_at_this_moment_is_kept_without_it(ask):
    career = make_career()
    with Between(Career.objects.all().delete, 2):
        assert ask(address=f"/careers/{career.slug}/ask/").status_code == 200
    question = Question.objects.get()
    assert (question.text, question.career) == (TEXT, None)


def test_only_the_question_itself_is_needed(ask):
    ask()
    question = Question.objects.get()
    assert (question.asker, question.email, question.background) == ("", "", "")


def test_the_thank_you_page_says_what_happens_next(ask, visitor, text_of):
    response = ask(email="parent@example.org")
    assert response.status_code == 302
    text = text_of(visitor.get(response.url))
    assert "What happens next" in text
    assert "Now check your email" in text


def test_a_question_is_not_shown_before_staff_publish_it(ask, visitor, text_of):
    ask()
    assert TEXT not in text_of(visitor.get("/questions/"))


def test_the_address_is_not_in_the_address_of_the_thank_you_page(ask):
    assert ask(email="parent@example.org").url == "/ask/thanks/"


@pytest.mark.parametrize("again", [TEXT, f"  {TEXT.upper()} ", TEXT.replace(" ", "  ")])
def test_the_same_question_again_is_one_row_and_gets_the_same_answer(again, ask):
    first = ask(email="parent@example.org")
    second = ask(again, email="Parent@Example.org")
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert Question.objects.count() == 1


def test_the_same_question_from_two_people_or_about_two_careers_is_kept_for_each(ask):
    ask(email="one@example.org")
    ask(email="two@example.org")
    ask(email="two@example.org", address=f"/careers/{make_career().slug}/ask/")
    assert Question.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter your question."),
        (" \n\t ", "Enter your question."),
        ("Why?", "Please say a little more"),
        ("a" * 301, "Your question is 301 characters long. Please shorten it to 300."),
        (f"{TEXT}\0", "Your text contained hidden characters"),
    ],
    ids=["empty", "only white space", "too short", "too long", "NUL"],
)
def test_a_wrong_question_is_explained_and_nothing_is_stored(text, message, ask, text_of):
    response = ask(text)
    assert response.status_code == 422
    assert f"Your question: {message}" in text_of(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize("length", [15, 300])
def test_the_shortest_and_the_longest_question_are_stored(length, ask):
    assert ask("a" * length).status_code == 200
    assert len(Question.objects.get().text) == length


def test_an_error_keeps_everything_that_was_typed(ask):
    typed = {"asker": "veteran", "email": "not an address", "background": "One line,\nand another."}
    kept = form_values(ask(**typed))
    assert {name: kept[name] for name in ("text", *typed)} == {"text": TEXT, **typed}


def test_ten_thousand_characters_are_refused_and_kept(ask):
    typed = "Is it true? " * 833 + "Yes."
    assert len(typed) == 10_000
    response = ask(typed)
    assert response.status_code == 422
    assert f"{typed}</textarea>" in response.content.decode()
    assert not Question.objects.exists()


def test_markup_in_a_refused_question_is_shown_as_text(ask):
    html = ask("</textarea><script>alert(1)</script>" * 60).content.decode()
    assert "<script>alert" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_line_break_at_the_start_of_a_refused_question_is_kept(ask):
    assert ">\n\nWhy?</textarea>" in ask("\nWhy?").content.decode()


@pytest.mark.parametrize(
    "address", ["not-an-address", "parent@exam\u200bple.org", "parent@\u202eelpmaxe.org"], ids=ascii
)
def test_a_wrong_address_is_refused(address, ask, text_of):
    response = ask(email=address)
    assert response.status_code == 422
    assert "Your email address: " in text_of(response)
    assert not Question.objects.exists()


def test_an_address_too_long_to_be_stored_is_refused(ask):
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example.org"
    assert ask(email=address).status_code == 422
    assert not Question.objects.exists()


def test_a_choice_that_is_not_in_the_list_is_refused_and_its_message_is_tied_to_the_list(ask, text_of):
    response = ask(asker="astronaut")
    assert response.status_code == 422
    assert "I am: Choose an answer from the list." in text_of(response)
    assert not Question.objects.exists()
    html = response.content.decode()
    described_by = re.search(r'<select[^>]* aria-describedby="([^"]+)"', html)
    assert described_by
    assert all(f'id="{name}"' in html for name in described_by[1].split())


def test_a_file_in_place_of_the_question_is_refused(ask, text_of):
    response = ask(SimpleUploadedFile("question.txt", TEXT.encode()))
    assert response.status_code == 422
    assert "Enter your question." in text_of(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("slug", ["hidden", "unknown"])
def test_a_question_about_a_draft_or_unknown_career_finds_no_page(slug, method, visitor, db):
    make_career(slug="hidden", status="draft")
    response = getattr(visitor, method)(f"/careers/{slug}/ask/", question_sent(TEXT))
    assert response.status_code == 404
    assert not Question.objects.exists()


def test_the_form_about_a_career_names_it_and_links_back(visitor, db, text_of):
    career = make_career(title="Beekeeper")
    response = visitor.get(f"/careers/{career.slug}/ask/")
    assert "Ask an expert about Beekeeper" in text_of(response)
    assert f'href="{career.get_absolute_url()}#questions"' in response.content.decode()


def test_opening_the_form_with_a_question_in_the_link_stores_nothing(visitor, db):
    assert visitor.get("/ask/", question_sent(TEXT)).status_code == 200
    assert not Question.objects.exists()


SIGNS = ["\u202e", "\u202a", "\u2066", "\x1b", "\x00", "\x07", "\x9f"]


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_a_sign_that_nobody_sees_is_taken_out_before_the_question_is_sent_again(sign, ask, text_of):
    email = "parent@example.org"
    response = ask(TEXT.replace("long", f"lo{sign}ng"), email=email)
    assert response.status_code == 422
    assert "Your text contained hidden characters" in text_of(response)
    html = response.content.decode()
    assert f">\n{TEXT}</textarea>" in html
    assert f'value="{email}"' in html
    assert not Question.objects.exists()
    assert ask(TEXT, email=email).status_code == 302


def test_words_that_a_sign_parts_stay_apart(ask):
    html = ask(TEXT.replace(" take ", "\x0ctake\x85")).content.decode()
    assert f">\n{TEXT}</textarea>" in html


def test_signs_alone_are_no_question(ask, text_of):
    text = text_of(ask("\u202e" * 20))
    assert "Enter your question." in text
    assert "nobody sees" not in text


@pytest.mark.parametrize(
    "text",
    ["نمی‌دانم چه رشته‌ای بخوانم؟", "Is this work good for a 👩‍🚒 or 🏳️‍🌈 person?", "One\tline\nand another, please?"],
)
def test_what_letters_and_emoji_need_stays(text, ask):
    assert ask(text).status_code == 200
    assert Question.objects.get().text == text

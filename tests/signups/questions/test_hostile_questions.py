"""Whatever askers, experts and moderators write is shown as they wrote it, and does nothing, wherever it is shown."""

import csv
import re
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.contrib.admin import site as staff_site
from django.core.exceptions import ValidationError
from django.http.request import HttpHeaders
from django.test import RequestFactory
from django.utils import timezone

from careers.admin.spreadsheets.pages import InSpreadsheets
from signups.mail import outbox
from signups.models import (
    AnswerFeedback,
    DeclineReason,
    Delivery,
    Expert,
    HelpLine,
    Question,
    QuestionStep,
    Wording,
)
from signups.questions.asking import rate

from ...factories import make_answer, make_career, make_school, question_sent
from ..conftest import BROWSER, written
from ..digesting import follower, mail_to, text
from .askers import ADDRESS, make_asked, path_of
from .experts_at_work import given, page_of, signed_in, with_account, write
from .walking import TEXT, Walk

pytestmark = pytest.mark.django_db

EVIL = "\"'><img src=x onerror=evil()><script>evil()</script>"
SLUG = "beekeeper"
ATOM = "{http://www.w3.org/2005/Atom}"


def evil(field: str) -> str:
    """What somebody wrote into the field."""
    return f"{field}{EVIL}"


class Reader(HTMLParser):
    """Reads a page as browsers do: the words on it, and what of it would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.runs, self.tag, self.attributes = "", [], "", {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tag, self.attributes = tag, dict(attrs)
        if tag == "img" and not self.attributes.get("src", "").startswith("/static/"):
            self.runs.append(f"a picture: {self.attributes}")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name == "value":
                self.words += f"{value}\n"
            if name.startswith("on") or address.startswith(("javascript:", "vbscript:", "data:text")):
                self.runs.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        if self.tag == "script" and self.attributes.get("type") != "application/ld+json" and "evil" in data:
            self.runs.append(data)
        self.words += f"{data}\n"

    @property
    def fields(self) -> set[str]:
        return set(re.findall(rf"([a-z]+){re.escape(EVIL)}", self.words))


def shown(html: str) -> set[str]:
    """The fields whose text a page shows; nothing on it runs."""
    reader = Reader(html)
    assert reader.runs == []
    return reader.fields


def on(response, status: int = 200) -> set[str]:
    assert response.status_code == status
    return shown(response.content.decode())


@pytest.fixture
def expert() -> Expert:
    with_account()
    fields = ("name", "role", "credential", "organization")
    checked = {"verified_on": timezone.localdate(), "verified_as": evil("verified")}
    school = make_school(name=evil("school"), featured=True)
    Expert.objects.update(school=school, **checked, **{name: evil(name) for name in fields})
    return Expert.objects.get()


@pytest.fixture
def question(expert) -> Question:
    """Published, with all that belongs to it; everybody wrote script into each field of theirs."""
    question = make_asked(
        "published",
        career=make_career(slug=SLUG, title="Beekeeper"),
        expert=expert,
        declined_because=evil("declined"),
        **{name: evil(name.replace("_", "")) for name in ("text", "background", "asked_text", "asked_background")},
    )
    Wording.objects.create(question=question, text=evil("worded"), reason=evil("reason"))
    words = {"text": evil("wanted"), "background": evil("wantedbackground")}
    Wording.objects.create(question=question, is_askers=True, **words)
    QuestionStep.objects.create(question=question, name="give-back", note=evil("note"))
    make_answer(
        question=question,
        expert=expert,
        **{name: evil(name) for name in ("short", "sources")},
        text=evil("answer"),
        recheck_since=timezone.now(),
        recheck_because=evil("because"),
    )
    AnswerFeedback.objects.create(question=question, is_helpful=False, text=evil("feedback"))
    return question


ENTRY = {"text", "short", "name", "role"}
CARD = {"name", "role", "credential", "organization", "verified", "school"}


def test_on_public_pages(question, visitor):
    page = visitor.get(question.get_absolute_url())
    assert on(page) >= CARD | {"text", "background", "short", "answer", "sources", "because"}
    for path in ("/questions/", "/questions/?q=evil", f"/careers/{SLUG}/", f"/careers/{SLUG}/questions/"):
        assert on(visitor.get(path)) >= ENTRY, path
    assert on(visitor.get("/questions/", {"q": evil("words")})) >= {"words"}
    assert on(visitor.get(f"/questions/{question.pk}/helpful/")) >= {"text"}


def test_on_pages_of_asking(question, visitor):
    HelpLine.objects.all().delete()
    HelpLine.objects.create(name=evil("line"), phone="1<script>evil()</script>", text=evil("when"))
    walk = Walk(visitor)
    walk.press(age=30)
    assert on(walk.press(text=evil("typed"), background=evil("more"), asker=EVIL), 422) >= {"typed", "more"}
    walk.press(asker="")
    assert on(walk.page) >= {"typed", "text", "short"}
    assert on(walk.press()) >= {"typed", "more"}
    assert on(walk.press("send", email=evil("address")), 422)
    urgent = Walk(visitor)
    assert on(urgent.to_check(f"I want to kill myself {EVIL}")) >= {"line", "when"}
    near = visitor.get("/ask/near.json", {"q": evil("text")})
    assert near.json()["questions"][0]["title"] == evil("text")
    assert (near["Content-Type"], near["X-Content-Type-Options"]) == ("application/json", "nosniff")


def test_on_the_askers_own_page(question, visitor):
    own = {"text", "background", "askedtext", "askedbackground", "worded", "reason", "wanted", "wantedbackground"}
    answer = {"short", "answer", "sources", *CARD}
    assert on(visitor.get(path_of(question))) >= {*own - {"worded"}, *answer}
    other = make_asked("merged", text=evil("text"), merged_into=question)
    assert on(visitor.get(path_of(other))) >= {"text"}
    Question.objects.filter(pk=question.pk).update(status="declined")
    assert on(visitor.get(path_of(question))) >= {"text", "declined"}


def test_on_pages_of_staff(question, moderator):
    reason = DeclineReason.objects.create(name=evil("kind"), text=evil("refusal"))
    Question.objects.update(status="assigned", is_urgent=True)
    question.answers.update(status="returned", reviewers_note=evil("reviewer"))
    moderator.claim(question)
    asked = {"text", "background", "askedtext", "askedbackground", "wanted", "wantedbackground", "declined"}
    of_answer = {"short", "answer", "sources", "because", "reviewer", "name", "role", "credential", "organization"}
    history = {"worded", "reason", "note"}
    assert on(moderator.open(question, reason=reason.pk, q="evil")) >= asked | of_answer | history | {"kind", "refusal"}
    sent = moderator.take("word", question, text=evil("typed"), background=evil("more"), reason="")
    assert on(sent, 422) >= {"typed", "more"}
    late = moderator.send("word", question, seen="earlier", text=evil("typed"), background="", reason=evil("why"))
    assert on(late, 409) >= {"typed", "why"}
    assert on(moderator.client.get("/admin/signups/question/")) >= {"text", "name"}
    assert on(moderator.client.get("/admin/signups/answerfeedback/")) >= {"feedback", "text"}
    on(moderator.client.get("/admin/"))


def test_on_pages_of_administrators(question, editor):
    reason = DeclineReason.objects.create(name=evil("kind"), text=evil("refusal"))
    pages = {
        f"question/{question.pk}/change/": {"text", "background"},
        f"question/{question.pk}/history/": set(),
        f"question/{question.pk}/delete/": {"text"},
        "expert/": {"name", "role"},
        f"expert/{question.expert_id}/change/": {"name", "role", "credential", "organization"},
        f"declinereason/{reason.pk}/change/": {"kind", "refusal"},
    }
    for page, fields in pages.items():
        assert on(editor.get(f"/admin/signups/{page}")) >= fields, page


def test_in_the_experts_place(question, expert):
    client, card = signed_in(expert), CARD
    assert on(client.get(page_of(question))) >= {"text", "background", "short", "answer", "sources", *card}
    returned = given(expert, text=evil("other"))
    make_answer(question=returned, expert=expert, status="returned", reviewers_note=evil("reviewer"))
    assert on(client.get(page_of(returned))) >= {"other", "reviewer"}
    looked_at = write(client, returned, "_look", short=evil("typed"), text=evil("whole"), sources=evil("book"))
    assert on(looked_at) >= {"typed", "whole", "book", *card}
    assert on(write(client, returned, "_submit", short=evil("typed"), text="", opened="x"), 422) >= {"typed"}
    assert on(client.post(page_of(returned), {"_save": "yes", "opened": "x", "text": evil("late")}), 409) >= {"late"}
    assert on(client.post(f"{page_of(returned)}give-back/", {"why": 20 * evil("why")}), 422) >= {"other", "why"}
    assert on(client.get("/expert/")) >= {"other", "text"}
    assert on(client.get("/expert/me/")) >= card
    data = client.get("/expert/me/my-data.json")
    assert (data["Content-Type"], data["X-Content-Type-Options"]) == ("application/json", "nosniff")


MAILED = {
    "answered": ("published", {"text", "short", "name"}),
    "merged": ("merged", {"text", "short"}),
    "declined": ("declined", {"declined"}),
    "reworded": ("accepted", {"worded", "reason"}),
    "link": ("accepted", {"text"}),
}


@pytest.mark.parametrize("what", MAILED)
def test_in_mails_to_askers(what, question):
    status, fields = MAILED[what]
    told = question
    if status == "merged":
        told = make_asked("merged", merged_into=question)
    else:
        Question.objects.update(status=status)
    data = {} if what == "link" else {"question": told.pk}
    sent = written(outbox.queue_for_one(f"question-{what}", email=ADDRESS, data=data))
    assert shown(sent.html) >= fields
    assert "\n" not in sent.subject


def test_in_mails_to_experts_and_followers(question, expert):
    data = {"question": question.pk, "expert": expert.pk}
    sent = written(outbox.queue_for_one("expert-published", email=expert.account.email, data=data))
    assert shown(sent.html) >= {"name"}
    follower("answers")
    make_answer(question=question, expert=expert, short=evil("short"))
    assert shown(text(mail_to(), "html")) >= ENTRY


@pytest.mark.parametrize("path", ["/questions/feed/", f"/careers/{SLUG}/questions/feed/"])
def test_in_feeds(path, question, visitor):
    [entry] = ElementTree.fromstring(visitor.get(path).content).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == evil("text")
    # What is in it is read as HTML.
    assert shown(entry.find(f"{ATOM}summary").text) >= {"short", "name", "role"}


TRICKS = {
    "a link that runs": "[x](javascript:evil()) [y](JaVaScRiPt&colon;evil()) [z](java&#x0A;script:evil())",
    "an address that runs": "<javascript:evil()> <vbscript:evil()> [x]: javascript:evil()\n\n[x]",
    "a page in a link": "[x](data:text/html;base64,PHNjcmlwdD5ldmlsKCk8L3NjcmlwdD4=)",
    "a picture": "![x](https://evil.example/x.png) ![y][1] [![z](//evil.example/z.png)](/)\n\n[1]: https://evil.example/y",
    "an attribute": '[x](/ "\\" onclick=evil()") [y](</"onclick=evil()>)',
    "a tag": "<svg onload=evil()><a href='javascript:evil()'>x</a></svg>\n\n<iframe src=javascript:evil()></iframe>",
    "a nest": "[" * 2_000 + "x" + "](javascript:evil())" * 800,
    "quotes": "> " * 5_000 + "[x](javascript:evil())",
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_tricks_in_markdown_do_nothing(trick, moderator, expert, visitor):
    question = given(expert, background=trick[:2_000], asked_background=trick[:2_000], email=ADDRESS)
    client = signed_in(expert)
    values = {"short": "Yes, they do.", "text": f"Words.\n\n{trick}", "basis": "experience"}
    on(write(client, question, "_look", **values))
    assert write(client, question, "_submit", **values).status_code == 302
    moderator.claim(question)
    on(moderator.open(question))
    assert moderator.take("publish", question, answer=question.answers.get().pk).status_code == 302
    page = visitor.get(question.get_absolute_url())
    on(page)
    assert "Words." in page.content.decode()
    on(visitor.get(path_of(question)))
    on(client.get(page_of(question)))


MANY = "Yes. " + "[" * 100_000


def test_a_hundred_thousand_brackets_of_an_expert_are_refused_and_kept(expert, text_of):
    question = given(expert)
    response = write(signed_in(expert), question, "_submit", text=MANY)
    assert response.status_code == 422
    assert "This is 100,005 characters long. Please shorten it to 20,000." in text_of(response)
    assert MANY in response.content.decode()
    assert not question.answers.exists()


def test_a_formula_is_one_in_no_file_for_spreadsheets(question, editor):
    formula = "=HYPERLINK(1)"
    Question.objects.update(**dict.fromkeys(("text", "background", "asked_text"), formula))
    Expert.objects.update(**dict.fromkeys(("name", "role", "credential"), formula))
    make_school(name=formula)
    follower(question.career, email="=1+1@example.org")
    kept = [model._meta.label for model, pages in staff_site._registry.items() if isinstance(pages, InSpreadsheets)]
    files = [editor.get(f"/admin/{label.lower().replace('.', '/')}/spreadsheet/csv/") for label in kept]
    files += [editor.get("/admin/careers/career/reviews.csv"), editor.get(f"/careers/compare/careers.csv?c={SLUG}")]
    files.append(editor.post("/admin/signups/subscription/export/", {"status": ""}))
    for file in files:
        assert file.status_code == 200
        lines = file.getvalue().decode("utf-8-sig").splitlines()
        assert lines
        assert not [cell for line in csv.reader(lines) for cell in line if cell.startswith(("=", "+", "@"))]


NEIGHBOUR = "neighbour@example.org"
NETWORK = "203.0.113.9"


@pytest.fixture
def flood(visitor):
    """Five hundred questions at once from the visitor's network, each with the address that `email` makes: the
    answers to the first of them. The others are counted as the form counts them, without a page for each."""
    visitor.defaults.update(REMOTE_ADDR=NETWORK, **HttpHeaders.to_wsgi_names(BROWSER))

    def send(email: str) -> list:
        forms = [question_sent(f"{TEXT} Number {number}.", email=email.format(number)) for number in range(500)]
        answers = [visitor.post("/ask/", form) for form in forms[:40]]
        request = RequestFactory().post("/ask/", REMOTE_ADDR=NETWORK, headers=BROWSER)
        assert all(rate.wait_for(request, form["email"]) for form in forms[40:])
        return answers

    return send


def test_five_hundred_of_one_address_are_refused_and_a_neighbour_can_ask(flood, visitor, text_of):
    answers = flood(ADDRESS)
    assert Counter(answer.status_code for answer in answers) == {302: 5, 429: 35}
    assert "Too many questions came in. Please send yours again in 10 minutes." in text_of(answers[-1])
    assert Delivery.objects.filter(email=ADDRESS).count() == 5
    neighbour = Walk(visitor)
    neighbour.to_check()
    assert neighbour.press("send", email=NEIGHBOUR, consent="on").status_code == 302
    assert Delivery.objects.filter(email=NEIGHBOUR).count() == 1


def test_five_hundred_of_many_addresses_are_refused_and_a_neighbour_can_ask_within_a_minute(
    flood, visitor, text_of, monkeypatch
):
    answers = flood("robot{}@example.org")
    assert Counter(answer.status_code for answer in answers) == {302: 30, 429: 10}
    neighbour = Walk(visitor)
    neighbour.to_check()
    refused = neighbour.press("send", email=NEIGHBOUR, consent="on")
    assert refused.status_code == 429
    assert "Too many questions came in. Please send yours again in a minute. It is all still here." in text_of(refused)
    seconds = int(refused["Retry-After"])
    assert seconds <= 60
    later = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr("signups.limits.timezone.now", lambda: later)
    # What was typed is still on the page.
    assert neighbour.press("send").status_code == 302
    assert Question.objects.get(email=NEIGHBOUR).text == TEXT


def test_staff_add_no_question_that_pages_take_long_to_show():
    with pytest.raises(ValidationError, match="shorten it to 300") as refused:
        Question(text=f"Is it hard? {'[' * 300}", background="[" * 2_001).full_clean()
    assert refused.value.message_dict["background"] == ["Please shorten it to 2,000 characters."]

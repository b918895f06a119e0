"""Whatever arrives in a public form is stored or refused with a reason; it is never an error of the site."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signups.models import Question, SignupRequest, Tries
from signups.questions.asking import age

from ..factories import form_opened

hostile = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
addresses = st.one_of(
    anything,
    st.builds("{}@{}.org".format, anything, anything),
    st.sampled_from(["\0@example.org", "a@b.c\u202eom", "' OR 1=1 --", "x" * 5_000, "name@[127.0.0.1]"]),
)
texts = st.one_of(
    anything,
    anything.map(lambda text: text + " and why is that so?"),
    st.sampled_from(["{{ 7|add:7 }} {% now 'Y' %}", "\0" * 20, "\ufffe\uffff" * 10, "𝕏🏳️‍🌈" * 20, "</textarea>" * 400]),
)
askers = st.one_of(st.sampled_from(["", *Question.Asker.values]), anything)
timestamps = st.one_of(st.just("good"), st.just("good"), anything)
traps = st.one_of(st.just(""), st.just(""), anything)
topics_sent = st.lists(
    st.one_of(
        st.sampled_from(["newsletter", "answers", "career:", "field:x", "career:\0"]),
        anything,
        st.builds("career:{}".format, anything),
    ),
    max_size=4,
)
senders = st.sampled_from(
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ]
)


def post(client, path: str, *, opened: str, headers: dict, **values):
    if opened == "good":
        opened = form_opened()
    return client.post(path, {"opened": opened, **values}, headers=headers)


def send_question(client, *, opened: str, headers: dict, **values):
    """The last page of asking. One person sends no more than so many within a minute."""
    Tries.objects.all().delete()
    sent = {"at": "check", "go": "send", "seal": age.seal(30), "consent": "on"}
    return post(client, "/ask/", opened=opened, headers=headers, **{**sent, **values})


def assert_answered(response, *, stored_more: int) -> None:
    assert response.status_code in (200, 302, 403, 422)
    if response.status_code in (403, 422):
        assert stored_more == 0
        assert 'role="alert"' in response.content.decode()


@pytest.mark.django_db
@hostile
@given(email=addresses, topics=topics_sent, website=traps, opened=timestamps, headers=senders)
def test_the_email_signup_answers_whatever_it_is_sent(client, email, topics, website, opened, headers):
    before = SignupRequest.objects.count()
    response = post(client, "/updates/", topics=topics, email=email, website=website, opened=opened, headers=headers)
    assert_answered(response, stored_more=SignupRequest.objects.count() - before)


@pytest.mark.django_db
@hostile
@given(text=texts, more=texts, asker=askers, email=addresses, website=traps, opened=timestamps, headers=senders)
def test_the_question_form_answers_whatever_it_is_sent(client, text, more, asker, email, website, opened, headers):
    before = Question.objects.count()
    values = {"text": text, "background": more, "asker": asker, "email": email, "website": website}
    response = send_question(client, **values, opened=opened, headers=headers)
    assert_answered(response, stored_more=Question.objects.count() - before)


@pytest.mark.django_db
@hostile
@given(text=texts)
def test_a_question_alone_is_stored_as_typed_or_refused(client, text):
    # One that reads the same as an earlier example would be that one, sent twice.
    Question.objects.all().delete()
    before = 0
    response = send_question(client, text=text, opened="good", headers={})
    assert_answered(response, stored_more=Question.objects.count() - before)
    if response.status_code == 200:
        assert Question.objects.filter(text=text.strip().replace("\r\n", "\n")).exists() or "\r" in text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/updates/", "/ask/"])
@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "hex", "utf-16", "nonsense"])
def test_a_form_in_an_unusual_encoding_is_answered(path, charset, client):
    client.raise_request_exception = False
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n+2AA- \\ud800 0g\r\n'
        for name in ("email", "text")
    )
    body, content_type = f"{parts}--x--\r\n".encode(), f"multipart/form-data; boundary=x; charset={charset}"
    response = client.generic("POST", path, body, content_type=content_type)
    assert response.status_code in (400, 422)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/careers/?q=%2B2AA-", "/questions/?page=%2B2AA-"])
@pytest.mark.parametrize("charset", ["utf-7", "nonsense"])
def test_a_query_in_an_unusual_encoding_is_answered(path, charset, client):
    client.raise_request_exception = False
    response = client.get(path, headers={"Content-Type": f"text/html; charset={charset}"})
    assert response.status_code in (200, 400)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/updates/", "/ask/"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe%ff%00=%", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
    ],
    ids=["empty", "JSON", "broken percent signs", "cut off", "no boundary"],
)
def test_a_broken_body_is_answered(path, body, content_type, client):
    client.raise_request_exception = False
    assert client.generic("POST", path, body, content_type=content_type).status_code in (400, 422)

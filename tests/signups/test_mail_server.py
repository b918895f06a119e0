"""What a mail server answers decides what becomes of a mail; a connection that is lost afterwards leaves a doubt."""

import logging
import socket
import threading

import pytest
from anymail.backends.postmark import EmailBackend as Postmark
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from careers.site_words import remembered
from signups.mail import accounting, expanding, kinds, outbox, standing, transport, worker
from signups.mail.message import message
from signups.mail.transport import Result, told_by
from signups.models import Delivery, Mailing, Subscription

from .. import mail_server
from ..mailing import deliver

pytestmark = pytest.mark.django_db

WORDS = kinds.Words("reviews", "News", {"name": "Ada", "count": 0, "careers": [], "link": "https://x.example/"})


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server that does what the first word of an address says, and a kind of mail to one person."""
    handler = mail_server.Taking()
    controller = mail_server.serve(handler, port=mail_server.free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.MAIL_PER_SECOND = settings.MAIL_PER_DOMAIN = 0
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    monkeypatch.setattr(worker, "_duties", [])
    everybody = Subscription.objects.confirmed
    kinds.register(
        kinds.Kind(name="note", label="Note", words=lambda _: WORDS),
        kinds.Kind(name="letter", label="Letter", words=lambda _: WORDS, recipients=lambda _: everybody()),
    )
    yield handler
    controller.stop()


def note(name: str) -> Delivery:
    return outbox.queue_for_one("note", email=f"{name}@example.org")


def become(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_each_answer_of_the_server_has_its_outcome_and_no_address_is_logged(server, caplog):
    caplog.set_level(logging.DEBUG, "signups")
    sent, no, no_data = note("yes"), note("no"), note("no-data")
    at_once, after, cut = note("later-at-once"), note("later-after"), note("cut")
    last = note("yes-after-all")
    assert deliver() == {"SENT": 2, "REFUSED": 2, "LATER": 2, "UNKNOWN": 1}
    assert become(sent) == become(last) == ("sent", "")
    assert become(no) == ("failed", "The mail server answered 550 5.1.1")
    assert become(no_data) == ("failed", "The mail server answered 554 5.7.1")
    assert become(at_once) == ("queued", "The mail server answered 451 4.7.1")
    assert become(after) == ("queued", "The mail server answered 452 4.2.2")
    assert become(cut)[0] == "unknown"
    assert become(cut)[1].startswith("The connection was lost after the mail was sent")
    # The next try is a minute later, and what is unknown is not tried again.
    assert deliver() == {}
    Delivery.objects.update(due_at=timezone.now())
    assert deliver() == {"SENT": 2}
    assert sorted(server.taken) == sorted(f"<{row.key}@127.0.0.1>" for row in (sent, last, at_once, after, cut))
    assert "example.org" not in caplog.text


def test_many_mails_go_over_one_connection_and_say_the_same_in_text_and_html(server):
    for number in range(12):
        Subscription.objects.create(email=f"yes{number}@example.org", status="confirmed")
    outbox.queue_for_many("letter")
    assert deliver() == {"SENT": 12}
    assert server.connections == 1
    assert len(set(server.taken)) == 12
    assert b"multipart/alternative" in server.contents[0]


def test_a_line_that_begins_with_a_dot_arrives_whole(server):
    words = kinds.Words("reviews", "News", {**WORDS.context, "link": "\n.hidden\n..\n.\n"})
    kinds.register(kinds.Kind(name="dots", label="Dots", words=lambda _: words))
    outbox.queue_for_one("dots", email="yes@example.org")
    outbox.queue_for_one("dots", email="yes@example.org")
    assert deliver() == {"SENT": 2}
    assert b"\r\n.hidden\r\n..\r\n.\r\n" in server.contents[0]


def test_a_server_that_is_away_keeps_every_mail_as_it_was(server, settings, caplog):
    settings.EMAIL_PORT = mail_server.free_port()
    waiting = [note("yes"), note("yes")]
    assert deliver() == {"NO_SERVER": 1}
    why = "No mail goes out: The mail server cannot be reached (ConnectionRefusedError)"
    assert sorted(become(row) for row in waiting) == [("queued", ""), ("queued", why)]
    assert not Delivery.objects.exclude(attempts=0, worker="").exists()
    assert "The mail server cannot be reached (ConnectionRefusedError)" in caplog.text


def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew(server):
    connection = transport.connect()
    kind = kinds.get("note")
    assert isinstance(connection, transport.Smtp)
    made = message(note("yes"), kind, WORDS, remembered.current())
    assert connection.send(made).result is Result.SENT
    connection.backend.connection.sock.shutdown(socket.SHUT_RDWR)
    assert connection.send(made).result is Result.SENT
    connection.close()
    assert server.connections == 2


def test_a_wrong_password_is_the_sites_fault_and_nobodys_mail_is_refused_for_it(server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "careers", "wrong"
    waiting = note("yes")
    assert deliver() == {"NO_SERVER": 1}
    assert become(waiting) == ("queued", "No mail goes out: The mail server cannot be reached (SMTPNotSupportedError)")


def test_whoever_may_not_send_is_told_to_try_later_and_no_recipient_is_given_up(server, monkeypatch):
    monkeypatch.setattr(mail_server.Taking, "handle_MAIL", mail_server.refuse_sender, raising=False)
    waiting = note("yes")
    assert deliver() == {"LATER": 1}
    assert become(waiting) == ("queued", "The mail server answered 550 5.7.1")


def test_a_part_of_each_kind_adds_up(server):
    for number, name in enumerate(["yes"] * 20 + ["no", "cut", "later-after", "later-at-once"]):
        Subscription.objects.create(email=f"{name}-{number}@example.org", status="confirmed")
    outbox.queue_for_many("letter")
    deliver()
    Delivery.objects.filter(state="queued").update(due_at=timezone.now())
    deliver()
    account = accounting.account_of(Mailing.objects.get())
    assert (account.recipients, account.sent, account.failed, account.unknown) == (24, 22, 1, 1)
    assert account.adds_up
    assert len(server.taken) == len(set(server.taken)) == 23


class Told(Exception):
    def __init__(self, status: int) -> None:
        self.status_code = status


class ReadTimeout(Exception):
    """As of a library that the site need not have; its class is told by its name."""


class Timeout(ReadTimeout):
    pass


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (TimeoutError(), Result.UNKNOWN),
        (Timeout(), Result.UNKNOWN),
        (ConnectionResetError(), Result.UNKNOWN),
        (RuntimeError("ada@example.org"), Result.UNKNOWN),
        (Told(500), Result.UNKNOWN),
        (Told(429), Result.LATER),
        (Told(422), Result.REFUSED),
        (Told(401), Result.NO_SERVER),
        (ConnectionRefusedError(), Result.NO_SERVER),
        (OSError(28, "No space left on device"), Result.NO_SERVER),
        (ValueError("ada@example.org"), Result.REFUSED),
    ],
)
def test_what_a_provider_fails_with_is_told_apart(error, result):
    outcome = told_by(error)
    assert outcome.result is result
    assert "example.org" not in outcome.reason


def nobody_knows(*_) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_provider_that_cannot_be_reached_has_no_mail(is_known, monkeypatch):
    address = f"http://127.0.0.1:{mail_server.free_port()}/"
    if not is_known:
        monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    provider = transport.Backend(Postmark(server_token="x", api_url=address))
    mail = EmailMessage("News", "Text", "news@example.org", ["ada@example.org"])
    assert provider.send(mail).result is Result.NO_SERVER


def test_a_provider_that_was_reached_and_said_nothing_may_have_the_mail():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        hang_up = threading.Thread(target=lambda: listening.accept()[0].close())
        hang_up.start()
        provider = transport.Backend(
            Postmark(server_token="x", api_url=f"http://127.0.0.1:{listening.getsockname()[1]}/")
        )
        mail = EmailMessage("News", "Text", "news@example.org", ["ada@example.org"])
        assert provider.send(mail).result is Result.UNKNOWN
        hang_up.join()


def test_only_what_the_server_says_of_the_address_itself_counts_against_it(server):
    note("no")
    note("no-data-plain")
    note("plain")
    assert deliver() == {"REFUSED": 3}
    kinds_of = {
        name: [row.kind for row in standing.troubles_of(f"{name}@example.org")]
        for name in ("no", "no-data-plain", "plain")
    }
    assert kinds_of == {"no": ["permanent"], "no-data-plain": ["soft"], "plain": ["soft"]}


def test_the_server_is_given_some_time_and_not_for_ever(settings):
    assert EmailBackend().timeout == settings.EMAIL_TIMEOUT == 20


def test_two_in_a_row_that_nobody_knows_about_make_the_worker_wait(server):
    rows = [note("cut-1"), note("cut-2"), note("yes")]
    assert deliver() == {"UNKNOWN": 2}
    assert [become(row)[0] for row in rows] == ["unknown", "unknown", "queued"]
    assert deliver() == {"SENT": 1}


def test_expanding_makes_each_row_once_in_small_steps(server, monkeypatch):
    monkeypatch.setattr(expanding, "AT_ONCE", 3)
    for number in range(7):
        Subscription.objects.create(email=f"yes{number}@example.org", status="confirmed")
    mailing = outbox.queue_for_many("letter")
    expanding.begin_due()
    steps = 0
    while expanding.expand():
        steps += 1
    mailing.refresh_from_db()
    assert (steps, mailing.recipients, mailing.expanded_to, mailing.deliveries.count()) == (3, 7, None, 7)

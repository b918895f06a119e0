"""Several workers share the outbox; one that is killed loses and repeats nothing, and leaves one doubt at most."""

import shutil
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from signups.mail import accounting, claiming, decisions, expanding, kinds, outbox, presence, restored, sending, worker
from signups.mail.transport import Outcome, Result
from signups.models import Delivery, Mailing, MailWorker, OutboxMark, SignupRequest, Subscription
from signups.updates import requests

WORDS = kinds.Words("reviews", "News", {"name": "Ada", "count": 0, "careers": [], "link": "https://x.example/"})
MAILS = 12


class Killed(BaseException):
    """What ends a process at once, for no code to catch."""


class Server:
    """In the place of a mail server; `dies` says before or after which mail the worker is killed."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.lock = threading.Lock()
        self.before = self.after = -1

    def send(self, message) -> Outcome:
        with self.lock:
            if len(self.taken) == self.before:
                raise Killed
            self.taken.append(message.extra_headers["Message-ID"])
            if len(self.taken) == self.after:
                raise Killed
        return Outcome(Result.SENT)

    def close(self) -> None:
        pass


@pytest.fixture
def server(monkeypatch, settings):
    server = Server()
    monkeypatch.setattr(worker.transport, "connect", lambda: server)
    monkeypatch.setattr(worker, "_duties", [])
    monkeypatch.setattr(claiming, "AT_ONCE", 5)
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    settings.MAIL_PER_SECOND = settings.MAIL_PER_DOMAIN = 0
    everybody = Subscription.objects.confirmed
    kinds.register(
        kinds.Kind(
            name="letter", label="Letter", words=lambda _: WORDS, recipients=lambda _: everybody(), is_series=True
        )
    )
    return server


def letter(count: int = MAILS, domain: str = "example.org") -> Mailing:
    for number in range(count):
        Subscription.objects.create(email=f"reader{number}@{domain}", status="confirmed")
    mailing = outbox.queue_for_many("letter")
    expanding.begin_due()
    expanding.expand()
    return mailing


def dead() -> worker.Worker:
    """A worker of a process that is not there any more."""
    return worker.Worker(name=f"{presence.HERE} 4194999 1 {presence.secrets.token_hex(3)}")


def finish() -> None:
    made = worker.Worker()
    made.finish_what_is_due()
    made.end()


def outcome() -> dict[str, int]:
    account = accounting.account_of(Mailing.objects.get())
    assert account.adds_up
    assert Mailing.objects.get().state == "done"
    return {name: count for name in ("sent", "unknown", "failed") if (count := getattr(account, name))}


@pytest.mark.django_db
@pytest.mark.parametrize("mail", range(0, MAILS, 3))
def test_killed_before_a_mail_is_handed_over_one_is_in_doubt_and_the_others_go(mail, server):
    letter()
    server.before = mail
    with pytest.raises(Killed):
        dead().finish_what_is_due()
    server.before = -1
    finish()
    assert len(set(server.taken)) == len(server.taken) == MAILS - 1
    assert outcome() == {"sent": MAILS - 1, "unknown": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("mail", range(1, MAILS + 1, 3))
def test_killed_once_the_server_has_a_mail_it_is_never_sent_again(mail, server):
    letter()
    server.after = mail
    with pytest.raises(Killed):
        dead().finish_what_is_due()
    server.after = -1
    finish()
    assert len(set(server.taken)) == len(server.taken) == MAILS
    assert outcome() == {"sent": MAILS - 1, "unknown": 1}
    [lost] = Delivery.objects.filter(state="unknown")
    assert f"<{lost.key}@127.0.0.1>" == server.taken[mail - 1]


@pytest.mark.django_db
def test_killed_while_it_writes_a_mail_nothing_is_in_doubt(server, monkeypatch):
    letter()

    def die(*args):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(sending, "message", die)
        with pytest.raises(Killed):
            dead().finish_what_is_due()
    assert Delivery.objects.filter(state="claimed").count() == 5
    finish()
    assert outcome() == {"sent": MAILS}


@pytest.mark.django_db
def test_what_a_living_worker_has_in_hand_is_left_to_it_until_it_was_not_seen_for_long(server):
    letter()
    other = worker.Worker()
    presence.note(other.name)
    assert len(other.claims.take()) == 5
    finish()
    assert Delivery.objects.filter(state="claimed", worker=other.name).count() == 5
    MailWorker.objects.filter(name=other.name).update(seen_at=timezone.now() - timedelta(minutes=6))
    finish()
    assert outcome() == {"sent": MAILS}


@pytest.mark.django_db
def test_a_worker_that_was_taken_for_gone_sends_nothing_twice(server):
    letter(5)
    slow = worker.Worker()
    mine = slow.claims.take()
    claiming.put_back(slow.name)
    finish()
    slow.sender.send_all(mine, stops=worker.never)
    assert len(server.taken) == len(set(server.taken)) == 5
    assert outcome() == {"sent": 5}


@pytest.mark.django_db
def test_a_worker_that_is_stopped_gives_back_what_it_has_not_sent(server):
    letter()
    stopping = worker.Worker(lambda: len(server.taken) == 2)
    stopping.round()
    stopping.end()
    assert Delivery.objects.filter(state="sent").count() == 2
    assert Delivery.objects.filter(state="queued", worker="", attempts=0).count() == MAILS - 2
    finish()
    assert outcome() == {"sent": MAILS}


def test_two_workers_at_once_send_each_mail_once(on_disk, transactional_db, server):
    mailing = letter(40)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        try:
            while Delivery.objects.filter(state="queued").exists():
                made = worker.Worker()
                made.finish_what_is_due()
                made.end()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accounting.finish_all()
    assert len(server.taken) == len(set(server.taken)) == 40
    assert set(mailing.deliveries.values_list("state", flat=True)) == {"sent"}
    assert outcome() == {"sent": 40}


@pytest.mark.django_db
def test_so_many_go_in_a_second_and_no_more(server, settings):
    settings.MAIL_PER_SECOND = 3
    letter()
    first, second = claiming.Claims("first"), claiming.Claims("second")
    assert len(first.take()) == 3
    assert second.take() == []
    assert 0.5 < second.pause <= 1
    OutboxMark.objects.update(free_from=timezone.now())
    assert len(second.take()) == 3


@pytest.mark.django_db
def test_so_many_go_to_one_domain_in_a_minute_and_others_need_not_wait(server, settings):
    settings.MAIL_PER_DOMAIN = 2
    letter(4, domain="busy.example")
    Subscription.objects.create(email="other@quiet.example", status="confirmed")
    outbox.queue_for_many("letter")
    finish()
    sent = Delivery.objects.filter(state="sent").values_list("subscription__email", flat=True)
    domains = [email.partition("@")[2] for email in sent]
    assert (domains.count("busy.example"), domains.count("quiet.example")) == (2, 1)
    assert not Delivery.objects.filter(state="queued").exclude(attempts=0).exists()


@pytest.fixture
def mark(settings, tmp_path):
    settings.MAIL_MARK = tmp_path / "mail_mark"
    return settings.MAIL_MARK


def put_the_database_back(mark) -> None:
    OutboxMark.objects.update(taken_up_at=timezone.now() - timedelta(hours=1))


def move_to_another_machine(mark) -> None:
    mark.unlink()


def put_the_folder_back(mark) -> None:
    copy = mark.with_name("copy")
    shutil.copy2(mark, copy)
    copy.replace(mark)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (put_the_database_back, restored.OLDER),
        (move_to_another_machine, restored.ELSEWHERE),
        (put_the_folder_back, restored.COPIED),
    ],
)
def test_what_waits_in_a_database_that_was_restored_waits_for_staff(happens, words, server, mark):
    letter(2)
    finish()
    happens(mark)
    scheduled = outbox.queue_for_many("letter", due_at=timezone.now() + timedelta(days=1))
    due = outbox.queue_for_many("letter")
    finish()
    assert len(server.taken) == 2
    for mailing in (scheduled, due):
        mailing.refresh_from_db()
        assert (mailing.state, mailing.held_because) == ("held", words)
    outbox.queue_for_many("letter")
    finish()
    assert len(server.taken) == 2
    assert restored.allow_mail(None) == 1
    # What was queued from then on is this database's own.
    finish()
    assert len(server.taken) == 4
    decisions.release(due.pk)
    finish()
    assert len(server.taken) == 6


@pytest.mark.django_db
def test_nothing_is_queued_after_a_restore_before_staff_allow_mail(server, mark, monkeypatch):
    letter(1)
    finish()
    SignupRequest.objects.create(email="new@example.org", topics=[{"kind": "newsletter"}])
    put_the_database_back(mark)
    monkeypatch.setattr(worker, "_duties", [requests.take_up])
    finish()
    finish()
    assert SignupRequest.objects.exists()
    assert len(server.taken) == 1
    restored.allow_mail(None)
    finish()
    assert len(server.taken) == 2
    # It was one restore, and is not asked about again.
    assert not restored.stops_mail()


@pytest.mark.django_db
def test_what_another_worker_writes_between_two_looks_is_no_restore(server, mark, monkeypatch):
    letter(1)
    finish()
    reads = restored.read

    def read_after_another_worker():
        monkeypatch.setattr(restored, "read", reads)
        restored.write(restored.set_mark(OutboxMark.locked(), reads(), timezone.now()))
        return reads()

    monkeypatch.setattr(restored, "read", read_after_another_worker)
    monkeypatch.setattr(restored.gone, "forget_again", lambda: pytest.fail("This database was not put back"))
    assert not restored.stops_mail()


@pytest.mark.django_db
def test_a_new_database_beside_an_old_mark_sends_at_once(server, mark):
    restored.write(timezone.now())
    letter(2)
    finish()
    finish()
    assert outcome() == {"sent": 2}
    assert mark.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_what_waits_in_a_copy_from_before_the_first_mail_waits_for_staff(server, mark):
    scheduled = outbox.queue_for_many("letter", due_at=timezone.now() + timedelta(days=1))
    # Meanwhile the database from which the copy was made has sent mail.
    restored.write(timezone.now())
    letter(2)
    finish()
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.held_because) == ("held", restored.OLDER)
    assert server.taken == []
    restored.allow_mail(None)
    finish()
    assert len(server.taken) == 2


@pytest.mark.django_db
def test_what_was_claimed_before_the_machine_stopped_is_in_doubt_where_the_database_may_have_forgotten(server):
    letter(3)
    claims = claiming.Claims("another/boot 1 1 x")
    claims.take()
    finish()
    expected = {"unknown": 3} if connection.vendor == "sqlite" else {"sent": 3}
    assert outcome() == expected


@pytest.mark.django_db
def test_a_duty_that_fails_keeps_no_mail_and_its_words_out_of_the_log(server, monkeypatch, caplog):
    def broken() -> None:
        raise ValueError("ada@example.org")

    monkeypatch.setattr(worker, "_duties", [broken])
    letter(2)
    finish()
    assert outcome() == {"sent": 2}
    assert "failed: " in caplog.text
    assert "ada@example.org" not in caplog.text

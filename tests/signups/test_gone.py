"""Whoever was erased or unsubscribed after a backup does not come back with it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from signups import gone, personal_data
from signups.models import Question, Subscription
from signups.updates import preferences

from ..factories import make_question, make_subscriber

pytestmark = pytest.mark.django_db
BEFORE = timezone.now() - timedelta(days=1)


@pytest.fixture(autouse=True)
def noted(settings, tmp_path, django_capture_on_commit_callbacks):
    """What happens within it is noted, as in a transaction that ends."""
    settings.GONE_LIST = tmp_path / "gone"
    return lambda: django_capture_on_commit_callbacks(execute=True)


def subscriber(email: str) -> Subscription:
    one = make_subscriber(email=email)
    Subscription.objects.filter(pk=one.pk).update(created_at=BEFORE, confirmed_at=BEFORE)
    return one


def emails() -> dict[str, str]:
    return dict(Subscription.objects.values_list("email", "status"))


def test_who_was_erased_is_erased_again_however_the_address_is_written(noted):
    subscriber("ada@example.org")
    with noted():
        personal_data.erase("ada@example.org")
    # As the backup has them.
    subscriber("Ada@Example.org")
    subscriber("ben@example.org")
    make_question(email="ADA@example.org", created_at=BEFORE)
    gone.forget_again()
    assert emails() == {"ben@example.org": "confirmed"}
    assert not Question.objects.exclude(email="").exists()


def test_who_unsubscribed_is_unsubscribed_again(noted):
    one = subscriber("ada@example.org")
    with noted():
        preferences.unsubscribe(one)
    Subscription.objects.all().delete()
    subscriber("ada@example.org")
    gone.forget_again()
    assert emails() == {"ada@example.org": "unsubscribed"}


def test_who_signed_up_again_since_stays(noted):
    for leave in (lambda one: personal_data.erase(one.email), preferences.unsubscribe):
        one = subscriber("ada@example.org")
        with noted():
            leave(one)
        Subscription.objects.all().delete()
        make_subscriber(email="ada@example.org", confirmed_at=timezone.now())
        gone.forget_again()
        assert emails() == {"ada@example.org": "confirmed"}
        Subscription.objects.all().delete()


def test_a_question_that_its_asker_erased_is_erased_again_and_no_other(noted):
    question = make_question(email="ada@example.org", text="May I?")
    with noted():
        personal_data.erase_asker(question)
    for pk, text in ((question.pk, "May I?"), (question.pk + 1, "Why?")):
        make_question(pk=pk, email="ada@example.org", text=text)
        Question.objects.filter(pk=pk).update(created_at=BEFORE)
    gone.forget_again()
    assert list(Question.objects.values_list("text", flat=True)) == ["Why?"]


def test_the_list_has_no_address_and_is_the_sites_alone(noted, settings):
    with noted():
        personal_data.erase("ada@example.org")
    assert "ada" not in settings.GONE_LIST.read_text()
    assert settings.GONE_LIST.stat().st_mode & 0o077 == 0


def test_what_is_older_than_any_backup_is_left_out(noted, settings):
    long_ago = timezone.now() - gone.KEPT - timedelta(days=1)
    settings.GONE_LIST.write_text(f"{long_ago.isoformat()} erased aa\n2026-01-01T00:00 half\n")
    with noted():
        personal_data.erase("ada@example.org")
    personal_data.expire()
    assert [one.how for one in gone.noted()] == ["erased"]
    assert "aa" not in settings.GONE_LIST.read_text().split()


def test_who_is_erased_while_what_is_old_is_left_out_is_noted(settings, monkeypatch):
    long_ago = timezone.now() - gone.KEPT - timedelta(days=1)
    settings.GONE_LIST.write_text(f"{long_ago.isoformat()} erased aa\n")
    one = gone.Gone(timezone.now(), gone.ERASED, "bb")
    other = threading.Thread(target=gone._append, args=[one])
    replace = Path.replace

    def meanwhile(new, file):
        other.start()
        # It waits for its turn; without turns it would be over by now.
        other.join(0.05)
        replace(new, file)

    monkeypatch.setattr(Path, "replace", meanwhile)
    gone.expire()
    other.join()
    assert list(gone.noted()) == [one]


def test_a_list_that_cannot_be_read_at_first_is_not_emptied(settings, monkeypatch):
    one = gone.Gone(timezone.now(), gone.ERASED, "bb")
    gone._append(one)
    answers = iter([[], [one]])
    with monkeypatch.context() as patch:
        patch.setattr(gone, "noted", lambda: next(answers))
        gone.expire()
    assert list(gone.noted()) == [one]


def test_a_list_that_cannot_be_written_keeps_nobody_from_being_erased(noted, settings, tmp_path, caplog):
    settings.GONE_LIST = tmp_path / "file" / "gone"
    (tmp_path / "file").touch()
    subscriber("ada@example.org")
    with noted():
        personal_data.erase("ada@example.org")
    assert emails() == {}
    assert "could not be noted for restores" in caplog.text

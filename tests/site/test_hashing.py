"""Passwords are looked at one by one, so that many who sign in at once leave the site to its visitors."""

import os
import sys
import threading
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password

from careerinfo.signing_in import hashing


@pytest.fixture(autouse=True)
def as_served(settings):
    settings.PASSWORD_HASHERS = ["careerinfo.signing_in.hashing.InTurn"]


@pytest.fixture
def slow_hashing(monkeypatch):
    """Each takes until it is let go; how many are at it at once, and as which thread, is kept."""
    go, at_work, seen = threading.Event(), [], []

    def encode(self, password, salt, iterations=None):
        at_work.append(password)
        seen.append((len(at_work), threading.current_thread().name))
        go.wait(5)
        at_work.remove(password)
        return f"pbkdf2_sha256$1${salt}$x"

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", encode)
    monkeypatch.setattr(hashing, "_places", threading.BoundedSemaphore(2))
    return go, seen


def test_what_was_hashed_before_fits_and_what_is_hashed_now_is_read_by_django():
    before = PBKDF2PasswordHasher().encode("correct horse", "salt")
    assert check_password("correct horse", before)
    assert not check_password("wrong horse", before)
    assert PBKDF2PasswordHasher().verify("correct horse", make_password("correct horse"))


def test_one_is_hashed_at_a_time_one_waits_and_the_next_is_told(slow_hashing):
    go, seen = slow_hashing
    two = [threading.Thread(target=make_password, args=(word,)) for word in ("first", "second")]
    for thread in two:
        thread.start()
    while hashing._places._value:
        time.sleep(0.001)
    with pytest.raises(hashing.Busy):
        make_password("third")
    go.set()
    for thread in two:
        thread.join()
    assert [count for count, _ in seen] == [1, 1]
    assert {name for _, name in seen} == {"passwords_0"}
    go.set()
    assert make_password("fourth")


@pytest.fixture
def busy(monkeypatch, request):
    if "admin_client" in request.fixturenames:
        request.getfixturevalue("admin_client")
    places = threading.BoundedSemaphore(1)
    places.acquire()
    monkeypatch.setattr(hashing, "_places", places)
    return places


def test_who_signs_in_meanwhile_is_told_and_has_tried_nothing(visitor, db, text_of, busy):
    answers = [visitor.post("/admin/login/", {"username": "ada", "password": "a password"}) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {429}
    assert answers[0]["Retry-After"] == "3"
    assert "Many people are signing in at this moment." in text_of(answers[0])
    assert 'value="ada"' in answers[0].content.decode()
    busy.release()
    # None of them was counted as a guess.
    assert visitor.post("/admin/login/", {"username": "ada", "password": "a password"}).status_code == 200


def test_who_chooses_a_password_meanwhile_is_told_too(admin_client, text_of, busy, admin_user):
    new = "a new long test password"
    values = {"old_password": "password", "new_password1": new, "new_password2": new}
    response = admin_client.post("/admin/password_change/", values)
    assert (response.status_code, response["Retry-After"]) == (503, "3")
    assert "Nothing was changed." in text_of(response)
    assert new not in response.content.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows how nice a thread is")
def test_visitors_come_first():
    """The thread that hashes stands behind the others of its process."""

    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert hashing._hashing.submit(niceness).result() > niceness()

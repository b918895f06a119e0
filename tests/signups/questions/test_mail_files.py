"""Mails that the site writes into files: one goes from its file, and what is written meanwhile stays."""

import re

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from signups.mail import files

from .askers import ADDRESS, in_files


def test_one_mail_of_a_file_goes_and_the_others_stay_as_they_were(mailbox):
    with get_connection() as together:
        for to in (ADDRESS, "b@example.org", "c@example.org"):
            together.send_messages([EmailMultiAlternatives(subject="Hi", body="Grüße\n" * 20, to=[to])])
    [path] = mailbox.iterdir()
    before = path.read_bytes()
    assert files.forget(lambda text: ADDRESS in text) == 1
    after = path.read_bytes()
    assert before.endswith(after)
    assert len(re.findall(rb"(?m)^To: ", after)) == 2
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in mailbox.iterdir()] == [path.name]


@pytest.mark.parametrize("charset", ["nobody-knows-it", "utf-8"])
def test_a_mail_of_unknown_letters_stays_or_goes_as_any_other(mailbox, charset):
    head = f"To: b@example.org\nContent-Type: text/plain; charset={charset}\n\n"
    (mailbox / "a.log").write_bytes(f"{head}Hello, neighbor.".encode() + files.END)
    (mailbox / "b.log").write_bytes(f"{head}Write to {ADDRESS}.".encode() + files.END)
    assert files.forget(lambda text: ADDRESS in text) == 1
    assert [path.name for path in mailbox.iterdir()] == ["a.log"]


def test_a_mail_written_while_somebody_is_erased_is_kept(mailbox):
    mails = [EmailMultiAlternatives(subject="Hi", body="Hello", to=[to]) for to in (ADDRESS, "b@example.org")]
    with get_connection() as worker:
        worker.send_messages(mails)
        # The worker has the file open still.
        assert files.forget(lambda text: ADDRESS in text) == 1
        worker.send_messages([EmailMultiAlternatives(subject="Hi", body="Hello", to=["c@example.org"])])
    left = "".join(in_files(mailbox))
    assert "b@example.org" in left
    assert "c@example.org" in left

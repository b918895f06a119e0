import pytest

from signups.mail import kinds
from signups.mail.kinds import Kind, Words


@pytest.fixture(autouse=True)
def mails_have_words(monkeypatch):
    """These tests ask who is told of what, not in which words."""
    names = [f"question-{name}" for name in ("answered", "closed")] + ["expert-published", "expert-returned"]
    made = {name: Kind(name=name, label=name, words=lambda delivery: Words("none", "")) for name in names}
    monkeypatch.setattr(kinds, "_registered", {**made, **kinds._registered})

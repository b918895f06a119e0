"""Mails to askers."""

from ..mail import kinds


def register_all() -> None:
    def words(delivery):
        raise kinds.NotWanted("No words yet")

    kinds.register(kinds.Kind(name="question-confirm", label="Question: confirm", words=words, is_asked_for=True))

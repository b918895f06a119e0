import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from signups.models import Question
from signups.questions import telling
from signups.questions.review import reviewing
from signups.questions.review.pages import address_of

from ...factories import make_roles


def review_step(pk: int, step: str) -> str:
    return f"{address_of(pk)}{step}/"


class Moderator:
    """Somebody with this role alone, and their browser."""

    def __init__(self, name: str) -> None:
        self.user = get_user_model().objects.create_user(name, is_staff=True)
        self.user.groups.add(Group.objects.get(name="Moderator"))
        self.client = Client()
        self.client.force_login(self.user)

    def open(self, question: Question, **values):
        return self.client.get(address_of(question.pk), values)

    def claim(self, question: Question):
        return self.client.post(review_step(question.pk, "claim"))

    def seen(self, question: Question) -> str:
        return reviewing.seen_as(Question.objects.get(pk=question.pk))

    def take(self, step: str, question: Question, **values):
        """The step as a page opened now would send it, by whoever has the question."""
        Question.objects.filter(pk=question.pk).update(claimed_by=self.user, claimed_at=timezone.now())
        response = self.send(step, question, **values)
        question.refresh_from_db()
        return response

    def send(self, step: str, question: Question, **values):
        values = {"seen": self.seen(question), **values}
        return self.client.post(review_step(question.pk, step), values)


@pytest.fixture
def moderator(db) -> Moderator:
    make_roles()
    return Moderator("ada")


@pytest.fixture
def other(moderator) -> Moderator:
    return Moderator("grace")


@pytest.fixture
def told(monkeypatch) -> list[tuple[str, int, str]]:
    """Who would be mailed of what, instead of the mail."""
    mails = []
    for name in ("tell_asker", "tell_expert"):
        who = name.removeprefix("tell_")
        said = lambda question, what, expert=None, who=who: mails.append((who, question.pk, what))  # noqa: E731
        for module in (telling, reviewing):
            monkeypatch.setattr(module, name, said, raising=False)
    return mails


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "careerinfo.private_files.Mailbox"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"

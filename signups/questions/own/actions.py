"""What askers do with their own question, once a link or a code has shown that it is theirs."""

from django.db import transaction
from django.utils import timezone

from careers.versions.keeping import noting

from ...models import Question, Wording
from ...versions import QUESTION
from ..steps import Role, TooLate, author_of, open_again_those_merged_into, take
from ..urgent import alerts as urgent

Status = Question.Status
NOT_PUBLIC = (*Question.OPEN, Status.PRIVATE)


def to_be_confirmed(question: Question) -> bool:
    """Urgent ones are with staff at once, and their address is confirmed beside that."""
    waits = question.status == Status.UNCONFIRMED or (question.is_urgent and question.status in Question.GOES_ON)
    return bool(question.email) and question.confirmed_at is None and waits


def confirm(question: Question) -> None:
    """The owner of the address says that the question is theirs. Whoever says it twice does no harm."""
    now = timezone.now()
    if question.status == Status.UNCONFIRMED:
        take("confirm", question, Role.ASKER, confirmed_at=now)
    elif to_be_confirmed(question):
        _change(question, Question.objects.filter(confirmed_at=None), confirmed_at=now)


def agree(question: Question, up_to: int) -> None:
    """To the wordings that the page showed, of which the last is `up_to`; one that came since is still to be seen."""
    of_moderators = question.wordings.filter(is_askers=False, settled_at=None, pk__lte=up_to)
    of_moderators.update(settled_at=timezone.now())


@transaction.atomic
def propose(question: Question, *, text: str, background: str) -> None:
    """A wording of the asker's own, which a moderator looks at; a second one takes the place of the first.

    Where it sounds like danger the question becomes urgent, and staff are alerted as of a new one.
    """
    _see_that_it_goes_on(question)
    question.wordings.filter(is_askers=True, settled_at=None).delete()
    question.wordings.filter(is_askers=False, settled_at=None).update(settled_at=timezone.now())
    Wording.objects.create(question=question, text=text, background=background, is_askers=True)
    if urgent.is_urgent(f"{text}\n{background}"):
        keep_private(question, is_urgent=True)
        urgent.alert(question)


def keep_private(question: Question, **values) -> None:
    """The answer is for the asker alone; a page that is public goes from the site."""
    values = {"is_private": True, **values}
    try:
        _change(question, Question.objects.filter(status__in=NOT_PUBLIC), **values)
    except TooLate:
        # It is public, perhaps since a moment ago.
        take("keep-private", question, Role.ASKER, **values)


def may_be_public(question: Question) -> bool:
    """Whether the asker alone says that it stays private. Of an urgent one staff say it too."""
    return question.is_private and not question.is_urgent and question.status in Question.GOES_ON


def allow(question: Question) -> None:
    """Let it be published again: a moderator does it."""
    if not may_be_public(question):
        raise TooLate
    _change(question, Question.objects.filter(status__in=Question.GOES_ON, is_urgent=False), is_private=False)


def withdraw(question: Question) -> None:
    take("withdraw", question, Role.ASKER)


def _see_that_it_goes_on(question: Question) -> None:
    if not Question.objects.select_for_update().filter(pk=question.pk, status__in=Question.GOES_ON):
        raise TooLate


def _change(question: Question, still, **values) -> None:
    """Set columns that are no status, if the question is `still` such a one."""
    with transaction.atomic(), noting(QUESTION, [question.pk], lambda: author_of(None, Role.ASKER)):
        if not still.filter(pk=question.pk).update(**values):
            raise TooLate
        open_again_those_merged_into([question.pk])
    for column, value in values.items():
        setattr(question, column, value)

"""What the mail worker does for questions in each of its rounds."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ... import limits
from ...limits import Limit, Window
from ...mail import worker
from ...mail.faults import place_of
from ...models import Answer, Question
from ...versions import QUESTION
from .. import steps, telling
from . import facts, publishing

logger = logging.getLogger(__name__)

CLOSING = Limit("closing of questions", (Window(1, 600),))
AT_ONCE = 20


def close_overdue() -> None:
    """Close questions whose promised day is long past, and tell their askers."""
    if not limits.is_first(CLOSING):
        return
    closed = 0
    for pk in _to_be_closed().order_by("promised_on", "pk").values_list("pk", flat=True):
        closed += _closed(pk)
        if closed == AT_ONCE:
            break


def _to_be_closed() -> QuerySet[Question]:
    """Not what an expert has answered, which waits for a moderator; nor what is urgent, which a person decides."""
    since = timezone.localdate() - timedelta(days=settings.QUESTION_CLOSE_DAYS)
    answered = Answer.objects.filter(question=OuterRef("pk"), status__in=Answer.WITH_MODERATOR)
    return Question.objects.open().filter(~Exists(answered), promised_on__lt=since, is_urgent=False)


def _closed(pk: int) -> bool:
    try:
        with QUESTION.together():
            # Somebody may have taken it up meanwhile.
            question = _to_be_closed().select_for_update().filter(pk=pk).first()
            if question is None:
                return False
            steps.take("close", question, steps.Role.SITE)
            telling.tell_asker(question, "closed")
    except (OperationalError, InterfaceError):
        raise
    # Whatever it is, the others are closed.
    except Exception as error:  # noqa: BLE001
        logger.error("Question %s could not be closed (%s)", pk, place_of(error))
        return False
    return True


def register_all() -> None:
    worker.register_duty(publishing.publish_due)
    worker.register_duty(facts.look_again)
    worker.register_duty(close_overdue)

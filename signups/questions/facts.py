"""The facts that an answer rests on."""

from django.utils import timezone

from ..models import Answer


def confirm(answer: Answer, *, by) -> None:
    Answer.objects.filter(pk=answer.pk).update(
        checked_on=timezone.localdate(), recheck_since=None, recheck_because="", reviewed_by=by
    )

"""What followers know from now on, without being told: what pages say at that moment."""

from django.utils import timezone

from careers.models import Career

from ..models import Topic
from .noting import note_answers, states_of

BEGUN_AT_ONCE = 500


def told_now(topic: Topic) -> dict:
    """To be stored as `told`, with the moment after as `told_at`.

    To be asked before the first row is changed in a transaction, for it may wait for those who change careers.
    """
    if topic.kind in (Topic.Kind.ANSWERS, Topic.Kind.CAREER):
        note_answers()
    if topic.career_id:
        return {"careers": _marks([topic.career_id])}
    if topic.field_id:
        public = Career.objects.published().filter(field=topic.field_id)
        return {"title": topic.field.title, "careers": _marks(list(public.values_list("pk", flat=True)))}
    return {}


def _marks(careers: list[int]) -> dict[str, int]:
    return {str(pk): state.pk for pk, state in states_of(careers).items()}


def begin() -> None:
    """Note for topics of which nothing was told yet what their followers know from now on."""
    untold = Topic.objects.confirmed().filter(told__isnull=True).exclude(kind=Topic.Kind.NEWSLETTER)
    topics = list(untold.exclude(kind=Topic.Kind.CAREER, career=None).select_related("field")[:BEGUN_AT_ONCE])
    for topic in topics:
        topic.told, topic.told_at = told_now(topic), timezone.now()
    Topic.objects.bulk_update(topics, ["told", "told_at"])

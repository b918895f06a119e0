"""Digests: one mail for each follower whose careers changed, at most once a day, a week or a month as they chose."""

from collections import OrderedDict
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from careers.models import Career

from ..mail import kinds, outbox, standing
from ..models import Delivery, LastDigest, Mailing, PageState, ShownAnswer, Subscription, Topic
from .due import HowOften, last_due, moment_on
from .facts import begin
from .followed import News, answers_link, news_of
from .noting import forget_old, note_all, shown_answers, states_of

NAME = "digest"
NOTHING = "Nothing that is followed has changed"
ANOTHER = "Another one to the same person is on its way"
# What mails that are being sent tell, until they are sent; what a worker forgets is only told once more.
KEPT = 200
_being_sent: OrderedDict[int, News] = OrderedDict()


def recipients(mailing: Mailing) -> QuerySet[Subscription]:
    """Those of whose topics something was changed since they were told; most changes concern few."""
    topics = Topic.objects.confirmed().filter(subscription=OuterRef("pk")).filter(_has_news())
    listening = Subscription.objects.listening().filter(how_often=mailing.data["how_often"])
    return listening.filter(Exists(topics))


def _has_news() -> Q:
    since = {"since__gt": Coalesce(OuterRef("told_at"), OuterRef("confirmed_at"))}
    states, answers = PageState.objects.filter(**since), ShownAnswer.objects.filter(**since)
    of_career = states.current().filter(career_id=OuterRef("career"))
    about = shown_answers().filter(**since, question__career=OuterRef("career"))
    # Two conditions, each with an index of its own; and what the topic is about first, which costs nothing.
    of_field, left = (states.filter(**{column: OuterRef("field")}) for column in ("field_id", "left_field_id"))
    return (
        Q(kind=Topic.Kind.CAREER) & Q(Q(career=None) | Exists(of_career) | Exists(about))
        | Q(kind=Topic.Kind.FIELD) & Q(Q(field=None) | Exists(of_field) | Exists(left))
        | Q(kind=Topic.Kind.ANSWERS) & Q(Exists(answers))
    )


def words(delivery: Delivery) -> kinds.Words:
    if reason := standing.not_listening(delivery.subscription):
        raise kinds.NotWanted(reason)
    if _is_another_on_its_way(delivery):
        raise kinds.NotWanted(ANOTHER)
    # Before anything is read: what changes meanwhile is told the next time.
    as_of = timezone.now()
    topics = Topic.objects.confirmed().filter(subscription=delivery.subscription_id).select_related("field")
    news = news_of(topics, as_of)
    if not news:
        note_told(news)
        raise kinds.NotWanted(NOTHING)
    _being_sent[delivery.pk] = news
    while len(_being_sent) > KEPT:
        _being_sent.popitem(last=False)
    return kinds.Words("digest", subject_of(news), _context(news))


def _is_another_on_its_way(delivery: Delivery) -> bool:
    """Both would tell the same, for what is told is noted once it is sent. Of two that wait the older one goes."""
    state = Delivery.State
    before = Q(state__in=Delivery.NOT_SENT_YET, pk__lt=delivery.pk, mailing__state=Mailing.State.SENDING)
    others = Delivery.objects.filter(subscription=delivery.subscription_id, mailing__kind=NAME).exclude(pk=delivery.pk)
    return others.filter(before | Q(state=state.SENDING)).exists()


def when_sent(delivery: Delivery) -> None:
    if news := _being_sent.pop(delivery.pk, None):
        note_told(news)


def subject_of(news: News) -> str:
    blocks = news.blocks
    if not blocks:
        return _subject_without_careers(news)
    more = len(blocks) - 1 + news.more_careers + sum(one.more for one in news.fields)
    others = f" and {more} more career{'' if more == 1 else 's'}" if more else ""
    begins = "Correction: " if blocks[0].is_correction else ""
    return f"{begins}{blocks[0].title}{others}: what changed"


def _subject_without_careers(news: News) -> str:
    if news.fields:
        return f"{news.fields[0].title}: what changed"
    count = len(news.answers) + news.more_answers
    about = f" about {news.answers[0].about}" if count == 1 and news.answers[0].about else ""
    return f"{'A new expert answer' if count == 1 else f'{count} new expert answers'}{about}"


def _context(news: News) -> dict[str, Any]:
    return {
        "careers": news.careers,
        "fields": news.fields,
        "answers": news.answers,
        "more_careers": news.more_careers,
        "more_answers": news.more_answers,
        "answers_link": answers_link(),
        "careers_link": urljoin(settings.SITE_URL, reverse("careers:list")),
        "has_correction": any(block.is_correction for block in news.blocks),
    }


def note_told(news: News) -> None:
    """The follower knows from now on what `news` tells."""
    # Those of which nothing is noted yet begin with the next digest.
    begun = [topic for topic in news.topics if topic.told is not None]
    for topic in begun:
        topic.told = news.told.get(topic.pk, topic.told)
        topic.told_at = news.as_of
    Topic.objects.bulk_update(begun, ["told", "told_at"])
    for pk, career in news.moved.items():
        _follow_instead(pk, career, news.as_of)
    if ended := news.ended - news.moved.keys():
        Topic.objects.filter(pk__in=ended).delete()


def _follow_instead(pk: int, career: int, as_of: datetime) -> None:
    """Let a topic be about the career whose page the followed one became part of."""
    topic = Topic.objects.filter(pk=pk).first()
    if topic is None:
        return
    is_there = Career.objects.filter(pk=career).exists()
    if not is_there or Topic.objects.filter(subscription=topic.subscription_id, career=career).exists():
        topic.delete()
        return
    state = states_of([career])[career]
    told = {"careers": {str(career): state.pk}}
    Topic.objects.filter(pk=pk).update(career=career, told=told, told_at=as_of)


def queue_due() -> None:
    """Queue the digests whose time has come; each day's once, and after an outage those of the last day alone."""
    now = timezone.now()
    days = dict(LastDigest.objects.values_list("how_often", "day"))
    due = {name: last_due(name, now) for name in HowOften.values}
    for name in due.keys() - days.keys():
        # A site that begins owes nobody anything.
        LastDigest.objects.get_or_create(how_often=name, defaults={"day": due[name]})
    late = {name: day for name, day in due.items() if name in days and days[name] < day}
    if not late:
        return
    note_all()
    begin()
    for name, day in late.items():
        with transaction.atomic():
            if LastDigest.objects.filter(how_often=name, day__lt=day).update(day=day):
                # Its own time: staff are asked about one that is late for long.
                data = {"how_often": name, "day": day.isoformat()}
                outbox.queue_for_many(NAME, data=data, due_at=moment_on(day))
    forget_old()


DIGEST = kinds.Kind(
    name=NAME,
    label="What changed in careers that people follow",
    words=words,
    recipients=recipients,
    is_series=True,
    when_sent=when_sent,
)

"""The newest answered questions as Atom. Addresses are the site's own, whatever host it was asked for on."""

from datetime import datetime, time
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from careers.models import Career
from careers.models.visible_text import visible
from careers.site_words import remembered

from ...models import Answer, Question
from .wording import in_short

IN_FEED = 20


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    name = remembered.of(request).name
    made = _feed(f"Answers from {name}", reverse("signups:questions"), reverse("signups:questions-feed"), name)
    return _response(made, Question.objects.published())


@require_safe
def feed_about(request: HttpRequest, slug: str) -> HttpResponse:
    career = get_object_or_404(Career.objects.published(), slug=slug)
    page, own = (reverse(f"signups:questions-{what}", args=[slug]) for what in ("about", "about-feed"))
    made = _feed(f"{career.title}: questions and answers", page, own, remembered.of(request).name)
    return _response(made, career.questions.answered())


def _feed(title: str, page: str, own: str, name: str) -> Atom1Feed:
    addresses = {"link": urljoin(settings.SITE_URL, page), "feed_url": urljoin(settings.SITE_URL, own)}
    return Atom1Feed(title=title, description="", author_name=name, language="en", **addresses)


def _response(made: Atom1Feed, questions: QuerySet[Question]) -> HttpResponse:
    for question in questions.newest().with_answers()[:IN_FEED]:
        answers = list(question.answers.all())
        if not answers:
            continue
        made.add_item(
            title=visible(question.text),
            link=urljoin(settings.SITE_URL, question.get_absolute_url()),
            # The number alone is the same whatever becomes of the wording.
            unique_id=urljoin(settings.SITE_URL, reverse("signups:question", args=[question.pk])),
            description=_in_words(answers[0]),
            pubdate=question.published_at,
            updateddate=_updated(question, answers),
        )
    response = HttpResponse(content_type=Atom1Feed.content_type)
    made.write(response, "utf-8")
    return response


def _updated(question: Question, answers: list[Answer]) -> datetime:
    """When it was published, or since then answered once more or checked."""
    days = [day for one in answers for day in (one.answered_on, one.checked_on) if day]
    begun = [timezone.make_aware(datetime.combine(day, time.min)) for day in days]
    return max([question.published_at, *begun])


def _in_words(answer: Answer) -> str:
    expert = answer.expert
    sample = ". A sample: no real person wrote it" if expert.is_sample else ""
    return escape(visible(f"{in_short(answer)} ({expert.name}: {expert.role}{sample})"))

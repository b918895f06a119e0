"""Published questions by the words that visitors read in them, the likest first.

What they are found by is derived, like the search index of careers. Signals note most changes; whatever writes without
them, as `update()` does, calls `refresh` itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps as django_apps
from django.db import models, transaction
from django.db.models import Prefetch
from django.db.models.signals import post_delete, post_migrate, post_save

from careers.search import analysis

from ...models import Answer, Question, QuestionWord
from . import ranking

IN_QUESTION, IN_SHORT_ANSWER, IN_TEXT = 3, 2, 1
# Addresses say nothing that anybody searches for.
ADDRESS = re.compile(r"https?://\S+")
AT_ONCE = 200
SHORTEST = 3
NEAR = 5


def find(text: str, among: models.QuerySet[Question] | None = None) -> ranking.Found:
    """Questions with most of what the words tell, the best first; answered ones or those `among`. At most 4 queries."""
    return ranking.found(ranking.searched_words(text), among=among)


def near(text: str, *, career: int | None = None, limit: int = NEAR) -> list[Question]:
    """Published questions that may be the same as somebody's own about a career. At most 5 queries."""
    if sum(map(str.isalnum, text)) < SHORTEST:
        return []
    found = ranking.near(ranking.searched_words(text), career=career)[: 4 * limit]
    questions = Question.objects.published().in_bulk(found) if found else {}
    return [questions[pk] for pk in found if pk in questions][:limit]


def near_with_answers(text: str, *, career: int | None = None) -> list[Question]:
    """Those that are near, as they are offered. 3 queries more."""
    offered = near(text, career=career)
    found = Question.objects.published().with_answers().in_bulk([question.pk for question in offered])
    return [found[question.pk] for question in offered if question.pk in found]


@transaction.atomic
def refresh(pks: Iterable[int]) -> None:
    """Derive the words of these questions again: none of those that visitors do not see."""
    pks = sorted(set(pks))
    # Whoever changes one of them at the same time derives its words after this.
    list(Question.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))
    answers = Prefetch("answers", Answer.objects.published())
    now = {one.pk: weights_of(one) for one in Question.objects.answered().filter(pk__in=pks).prefetch_related(answers)}
    before = defaultdict(dict)
    for pk, word, weight in QuestionWord.objects.filter(question__in=pks).values_list("question", "word", "weight"):
        before[pk][word] = weight
    changed = [pk for pk in pks if now.get(pk, {}) != before[pk]]
    if changed:
        QuestionWord.objects.filter(question__in=changed).delete()
        rows = [
            QuestionWord(question_id=pk, word=word, weight=weight)
            for pk in changed
            for word, weight in now.get(pk, {}).items()
        ]
        QuestionWord.objects.bulk_create(rows, batch_size=2_000)


def rebuild() -> None:
    """Derive the words of all questions again."""
    with_words = QuestionWord.objects.order_by().values_list("question", flat=True).distinct()
    pks = sorted({*Question.objects.answered().values_list("pk", flat=True), *with_words})
    for start in range(0, len(pks), AT_ONCE):
        refresh(pks[start : start + AT_ONCE])


def weights_of(question: Question) -> dict[str, int]:
    """How much each word says of it: in the question itself most, and more where it stands in several places."""
    answers = question.answers.all()
    places = (
        (IN_QUESTION, question.text),
        (IN_SHORT_ANSWER, " ".join(answer.short for answer in answers)),
        (IN_TEXT, " ".join([question.background, *(answer.text for answer in answers)])),
    )
    found = defaultdict(set)
    for weight, text in places:
        for word in ranking.telling_words(analysis.content(ADDRESS.sub(" ", text))):
            found[ranking.root(word.indexed)].add(weight)
    return {word: sum(weights) for word, weights in found.items()}


def connect(app_config) -> None:
    post_save.connect(_question_saved, sender=Question)
    post_save.connect(_answer_changed, sender=Answer)
    post_delete.connect(_answer_changed, sender=Answer)
    post_migrate.connect(_fill, sender=app_config)


def _question_saved(instance: Question, created: bool, raw: bool = False, **kwargs) -> None:
    # Its answers come after it.
    if not raw and not created:
        refresh([instance.pk])


def _answer_changed(instance: Answer, raw: bool = False, origin=None, **kwargs) -> None:
    goes_with_question = origin is not None and getattr(origin, "model", type(origin)) is not Answer
    if not raw and not goes_with_question:
        refresh([instance.question_id])


def _fill(apps=django_apps, **kwargs) -> None:
    """Nothing is found yet on a site that is older than its search of questions."""
    has_words: type[models.Model] | None = apps.all_models["signups"].get("questionword")
    if has_words and not QuestionWord.objects.exists() and Question.objects.answered().exists():
        rebuild()

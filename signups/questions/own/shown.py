"""What the page of a question shows to its asker."""

from dataclasses import dataclass

from ...models import Answer, Question, Wording
from ..urgent import alerts
from .way import Stage, way_of

Status = Question.Status
ENDED = (Status.DECLINED, Status.MERGED, Status.WITHDRAWN, Status.CLOSED, Status.SPAM)


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    question: Question
    stages: list[Stage]
    # Those that the asker may read.
    answers: list[Answer]
    is_checked: bool
    # By moderators, with the reason of each, the oldest first.
    wordings: list[Wording]
    # Of those, the last that the asker has not agreed to.
    to_agree: Wording | None
    proposed: Wording | None
    # Whether everybody can read it at its address: a question about a career that is a draft is not shown.
    is_public: bool
    # The question that is the same, if everybody can read it.
    same: Question | None
    # The question that it was merged into gave no answer.
    is_looked_at_again: bool

    @property
    def waits_for_same(self) -> bool:
        other = self.question.merged_into
        return other is not None and other.gives_answers

    @property
    def has_own_words(self) -> bool:
        return bool(self.question.asked_text)

    @property
    def is_as_asked(self) -> bool:
        question = self.question
        return (question.text, question.background) == (question.asked_text, question.asked_background)

    @property
    def has_words_to_show(self) -> bool:
        """Whether there is more to say of its words than the heading says."""
        is_short = self.is_as_asked or not self.has_own_words
        is_over = self.question.status in ENDED
        return not (is_over and is_short) or bool(self.question.background or self.wordings)

    @property
    def is_late(self) -> bool:
        return any(stage.is_late for stage in self.stages)

    @property
    def is_somebody_told(self) -> bool:
        return alerts.is_somebody_told()

    @property
    def goes_on(self) -> bool:
        return self.question.status in Question.GOES_ON


def page_of(question: Question) -> OwnPage:
    """6 queries."""
    steps, wordings = list(question.steps.all()), list(question.wordings.all())
    answers = list(question.answers.select_related("expert__school"))
    of_moderators = [one for one in wordings if not one.is_askers]
    not_agreed = [one for one in of_moderators if one.settled_at is None]
    given = question.status in Question.WITH_ANSWER
    ours = [question.pk, question.merged_into_id]
    public = set(Question.objects.published().filter(pk__in=ours).values_list("pk", flat=True))
    return OwnPage(
        question=question,
        stages=way_of(question, steps, answers),
        answers=[one for one in answers if given and one.status == Answer.Status.PUBLISHED],
        is_checked=any(one.status in Answer.WITH_MODERATOR for one in answers),
        wordings=of_moderators,
        to_agree=not_agreed[-1] if not_agreed and question.status in Question.GOES_ON else None,
        proposed=next((one for one in wordings if one.is_askers and one.settled_at is None), None),
        is_public=question.pk in public,
        same=question.merged_into if question.merged_into_id in public else None,
        is_looked_at_again=question.status == Status.RECEIVED and bool(steps) and steps[-1].name == "reopen",
    )

"""What can be done with a question or one of its answers: each a form on the review page with an address of its own."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import partial

from ...models import Answer, Question
from ..answers import facts, publishing
from ..steps import Role, may_take
from . import forms, reviewing
from .reviewing import asked_otherwise

Status = Question.Status


@dataclass(frozen=True)
class Action:
    """`fits` says of which questions, or answers, it can be asked; `do` gets those, what was typed, and by whom.

    Without a form it is a button among the first; `is_main` is what is done most.
    """

    name: str
    button: str
    _: KW_ONLY
    done: str
    fits: Callable[[Question | Answer], bool]
    do: Callable[..., object]
    form: type[forms.ReviewForm] | None = None
    says: str = ""
    is_main: bool = False
    # What is to be said of the question once it is done; mostly nothing.
    then: Callable[[Question], str] = lambda question: ""


def _step(*names: str) -> Callable[[Question], bool]:
    return lambda question: any(may_take(name, question, Role.MODERATOR) for name in names)


def _may_be_public(question: Question) -> bool:
    """Not against the asker's wish; an urgent one is private by the site's."""
    return may_take("make-public", question, Role.MODERATOR) and (not question.is_private or question.is_urgent)


Assign = partial(Action, do=reviewing.assign, then=reviewing.write_it_down, form=forms.AssignForm)

OF_QUESTIONS: dict[str, Action] = {
    action.name: action
    for action in [
        Action(
            "accept",
            "Accept",
            done="Accepted. It needs an expert now.",
            fits=_step("accept"),
            do=reviewing.accept,
            is_main=True,
        ),
        Action(
            "take-asked",
            "Take the asker's wording",
            done="The question is worded as its asker wants it.",
            fits=lambda question: question.status in Question.GOES_ON and asked_otherwise(question).exists(),
            do=reviewing.take_asked,
            is_main=True,
        ),
        Action(
            "word",
            "Reword it",
            done="The question has its new wording.",
            fits=lambda question: question.status in Question.GOES_ON,
            do=reviewing.word,
            form=forms.WordForm,
            says="This is what everybody reads. The asker is told of it, with your reason.",
        ),
        Assign(
            "assign",
            "Give it to an expert",
            done="The expert has it now.",
            fits=lambda question: question.status != Status.ASSIGNED and may_take("assign", question, Role.MODERATOR),
        ),
        Assign(
            "hand-over",
            "Hand it over",
            done="Another expert has it now.",
            fits=lambda question: question.status == Status.ASSIGNED,
            says="The expert who has it now sees it no more.",
        ),
        Assign(
            "ask-another",
            "Ask another expert",
            done="The expert has been asked.",
            fits=_step("ask-another"),
            says="The answer that is there stays.",
        ),
        Action(
            "write-answer",
            "Write an answer down",
            done="The answer is kept, to be reviewed.",
            fits=_step("assign", "ask-another"),
            do=reviewing.write_answer,
            form=forms.WriteForm,
            says="For an expert who has no account here, in the expert's own words.",
        ),
        Action(
            "merge",
            "Same as another question",
            done="Its asker gets the other question's answer.",
            fits=_step("merge"),
            do=reviewing.merge,
            form=forms.MergeForm,
            says="The asker is told, and gets that answer.",
        ),
        Action(
            "decline",
            "Decline",
            done="Declined. The asker is told why.",
            fits=_step("decline"),
            do=reviewing.decline,
            form=forms.DeclineForm,
        ),
        Action("spam", "Spam", done="Marked as spam. Nobody is told.", fits=_step("spam"), do=reviewing.spam),
        Action(
            "reopen", "Open it again", done="It is a new question again.", fits=_step("reopen"), do=reviewing.reopen
        ),
        Action(
            "make-public",
            "Publish it",
            done="Everybody can read it.",
            fits=_may_be_public,
            do=reviewing.make_public,
            form=forms.PublicForm,
        ),
        Action(
            "keep-private",
            "Take it off the site",
            done="It is off the site. Its asker can still read the answer.",
            fits=_step("keep-private"),
            do=reviewing.keep_private,
        ),
        Action(
            "take-off",
            "Withdraw the answer",
            done="Nobody can read the answer. The question needs an expert.",
            fits=_step("take-off"),
            do=publishing.take_off,
        ),
        Action(
            "urgent",
            "Mark as urgent",
            done="Marked as urgent. It is for the asker alone.",
            fits=lambda question: question.status in Question.GOES_ON and not question.is_urgent,
            do=reviewing.mark_urgent,
        ),
        Action(
            "not-urgent",
            "Not urgent",
            done="No longer marked as urgent.",
            fits=lambda question: question.status in Question.GOES_ON and question.is_urgent,
            do=reviewing.unmark_urgent,
            form=forms.NotUrgentForm,
        ),
    ]
}

TO_CORRECT = (Answer.Status.SUBMITTED, Answer.Status.RETURNED, Answer.Status.DRAFT)


def _waits(answer: Answer) -> bool:
    return answer.status in Answer.WITH_MODERATOR and answer.question.status in Question.ANSWERED_NOW


def _goes_on(answer: Answer) -> bool:
    return answer.question.status in Question.GOES_ON


OF_ANSWERS: dict[str, Action] = {
    action.name: action
    for action in [
        Action(
            "publish",
            "Publish now",
            done="Published. The asker is told.",
            fits=lambda answer: _waits(answer) and not answer.question.is_private,
            do=publishing.publish,
            is_main=True,
        ),
        Action(
            "answer-privately",
            "Send to the asker alone",
            done="The asker can read it, and nobody else.",
            fits=lambda answer: _waits(answer) and answer.question.is_private,
            do=publishing.publish,
            is_main=True,
        ),
        Action(
            "confirm",
            "Still true",
            done="Checked today.",
            fits=lambda answer: (
                answer.status == Answer.Status.PUBLISHED and answer.question.status in Question.WITH_ANSWER
            ),
            do=facts.confirm,
            is_main=True,
        ),
        Action(
            "schedule",
            "Schedule",
            done="It is published at its time.",
            fits=lambda answer: _waits(answer) and answer.status == Answer.Status.SUBMITTED,
            do=reviewing.schedule,
            form=forms.ScheduleForm,
        ),
        Action(
            "unschedule",
            "Do not publish it then",
            done="It is not published by itself. It waits for you.",
            fits=lambda answer: _waits(answer) and answer.status == Answer.Status.SCHEDULED,
            do=publishing.unschedule,
        ),
        Action(
            "send-back",
            "Send it back",
            done="The expert has it again.",
            fits=_waits,
            do=publishing.send_back,
            form=forms.SendBackForm,
        ),
        Action(
            "correct",
            "Correct it",
            done="The answer is kept as you wrote it.",
            fits=lambda answer: answer.expert.never_signed_in and answer.status in TO_CORRECT and _goes_on(answer),
            do=reviewing.correct_answer,
            form=forms.CorrectForm,
            says="The expert has no account here: write what the expert tells you.",
        ),
        Action(
            "add-fact",
            "Add a fact",
            done="The answer is checked again when this changes.",
            fits=_goes_on,
            do=lambda answer, *, kind, name, by, about=None: reviewing.add_fact(answer, kind=kind, about=about, by=by),
            form=forms.FactForm,
            says="When it changes on this site, the answer is checked again.",
        ),
        Action(
            "remove-fact",
            "Remove",
            done="The answer no longer rests on it.",
            fits=lambda answer: _goes_on(answer) and answer.facts.exists(),
            do=reviewing.remove_fact,
            form=forms.RemoveFactForm,
        ),
    ]
}

"""What the rest of the site does for questions: it sends their mails, does their duties and checks their links."""

from django.apps import AppConfig
from django.db.models import Q

from careers.links import places

from ..mail import worker
from ..models import Answer, Question
from .answers import duties
from .experts import mails as expert_mails
from .own import forgetting, requests
from .own import mails as asker_mails
from .public import finding
from .urgent import alerts


def register_all(app: AppConfig) -> None:
    asker_mails.register_all()
    expert_mails.register_all()
    alerts.register_all()
    duties.register_all()
    worker.register_duty(requests.take_up)
    worker.register_duty(forgetting.expire_when_due)
    finding.connect(app)
    places.register(
        places.LinksIn(
            model="signups.Answer",
            texts=("text",),
            finds=_sources,
            of="question",
            # A question is in a visitor's own words: what is erased must not stay with its links.
            named="an answer to a question",
            only=Q(status=Answer.Status.PUBLISHED, question__status__in=Question.WITH_ANSWER),
        ),
        places.LinksIn(model="signups.HelpLine", addresses=("url",)),
    )


def _sources(answer: Answer) -> list[str]:
    return [line.address for line in answer.source_lines]

from django.apps import AppConfig
from django.db.models import Q


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self) -> None:
        from careers import denormalized
        from careers.links import places

        from . import review_reminders, versions
        from .mail import events, kinds, worker
        from .newsletters import mail as newsletter_mail
        from .questions.answers import duties as question_duties
        from .questions.experts import mails as expert_mails
        from .questions.own import forgetting
        from .questions.own import mails as asker_mails
        from .questions.own import requests as own_requests
        from .questions.public import finding
        from .questions.urgent import alerts as urgent
        from .subscribers import lists
        from .updates import digests, duties, mails, noting

        versions.register_all()
        asker_mails.register_all()
        review_reminders.register()
        mails.register_all()
        newsletter_mail.register_all()
        worker.register_duty(own_requests.take_up)
        worker.register_duty(forgetting.expire_when_due)
        expert_mails.register_all()
        urgent.register_all()
        duties.register_all()
        question_duties.register_all()
        kinds.register(digests.DIGEST)
        worker.register_duty(digests.queue_due)
        worker.register_duty(lists.ask_listed)
        denormalized.tell_of_changes(noting.page_changed)
        events.connect()
        finding.connect(self)
        # A question is in a visitor's own words: what is erased must not stay with its links.
        named = "an answer to a question"
        answers_sources = lambda answer: [line.address for line in answer.source_lines]  # noqa: E731
        read = Q(status="published", question__status__in=("published", "private"))
        in_answers = {"texts": ("text",), "finds": answers_sources, "of": "question", "named": named, "only": read}
        places.register(places.LinksIn(model="signups.Answer", **in_answers))
        places.register(places.LinksIn(model="signups.HelpLine", addresses=("url",)))
        # In one that was sent nobody can mend a link.
        places.register(places.LinksIn(model="signups.Newsletter", texts=("text",), only=Q(mailing=None)))

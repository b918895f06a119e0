from django.apps import AppConfig
from django.db.models import Q


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self) -> None:
        from careers.links import places

        from . import review_reminders, versions
        from .mail import worker
        from .newsletters import mail as newsletter_mail
        from .subscribers import lists
        from .updates import duties, mails

        versions.register_all()
        review_reminders.register()
        mails.register_all()
        newsletter_mail.register_all()
        duties.register_all()
        worker.register_duty(lists.ask_listed)
        # A question is in a visitor's own words: what is erased must not stay with its links.
        named = "an answer to a question"
        places.register(places.LinksIn(model="signups.Answer", texts=("text",), of="question", named=named))
        # In one that was sent nobody can mend a link.
        places.register(places.LinksIn(model="signups.Newsletter", texts=("text",), only=Q(mailing=None)))

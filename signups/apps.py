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
        from .questions import registering as questions
        from .subscribers import lists
        from .updates import digests, duties, mails, noting

        versions.register_all()
        review_reminders.register()
        mails.register_all()
        newsletter_mail.register_all()
        # In one that was sent nobody can mend a link.
        places.register(places.LinksIn(model="signups.Newsletter", texts=("text",), only=Q(mailing=None)))
        duties.register_all()
        kinds.register(digests.DIGEST)
        worker.register_duty(digests.queue_due)
        worker.register_duty(lists.ask_listed)
        denormalized.tell_of_changes(noting.page_changed)
        events.connect()
        questions.register_all(self)

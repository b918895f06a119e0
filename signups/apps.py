from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self) -> None:
        from careers import denormalized
        from careers.links import places

        from . import versions
        from .mail import kinds, worker
        from .updates import digests, noting

        versions.register_all()
        kinds.register(digests.DIGEST)
        worker.register_duty(digests.queue_due)
        denormalized.tell_of_changes(noting.page_changed)
        # A question is in a visitor's own words: what is erased must not stay with its links.
        named = "an answer to a question"
        places.register(places.LinksIn(model="signups.Answer", texts=("text",), of="question", named=named))

from django.core.management.base import BaseCommand

from careers.versions.drafts import publish_due


class Command(BaseCommand):
    help = "Publish scheduled drafts whose time has come; run it each minute. What is refused waits on the desk."

    def handle(self, *args, **options) -> None:
        due = publish_due()
        for career in due.published:
            self.stdout.write(f"Published: {career}.")
        for draft in due.stayed:
            self.stdout.write(f"Not published: {draft.career}. {draft.problem}")

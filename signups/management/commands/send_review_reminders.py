from django.core.management.base import BaseCommand, CommandError

from signups.review_reminders import remind


class Command(BaseCommand):
    help = "Mail whoever reviews careers what is due, at most once a week (run it daily)."

    def handle(self, *args, **options) -> None:
        done = remind()
        self.stdout.write(f"Reminders sent: {done.sent}.")
        if done.without_address:
            self.stdout.write(f"Reviewers without an email address: {done.without_address}.")
        if done.not_sent:
            raise CommandError(
                f"Reminders that could not be sent: {done.not_sent}. The log says why; the next run tries again."
            )

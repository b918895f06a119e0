from django.core.management.base import BaseCommand

from signups.review_reminders import remind


class Command(BaseCommand):
    help = "Mail whoever reviews careers what is due, at most once a week (run it daily)."

    def handle(self, *args, **options) -> None:
        done = remind()
        self.stdout.write(f"Reminders on their way: {done.queued}.")
        if done.refused:
            self.stdout.write(f"Reviewers whose last reminder the mail server refused: {done.refused}.")
        if done.without_address:
            self.stdout.write(f"Reviewers without an email address: {done.without_address}.")

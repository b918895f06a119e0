from django.core.management.base import BaseCommand, CommandError

from careerinfo import upgrading


class Command(BaseCommand):
    help = "Make database and static files ready for this version, while the one before still serves. Restart it then."

    def handle(self, *args, **options) -> None:
        try:
            upgrading.upgrade(self.stdout.write)
        except upgrading.UpgradeFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Ready: restart the site, and it is this version.")

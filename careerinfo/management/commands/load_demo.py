from django.core.management.base import BaseCommand, CommandError

from careerinfo import demo


class Command(BaseCommand):
    help = "Load the demo content into an empty database."

    def handle(self, *args, **options) -> None:
        try:
            counts = demo.load()
        except demo.DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Loaded the demo: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + ".")

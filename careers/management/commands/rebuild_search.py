from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from careers.locks import AlreadyAtWork
from careers.search import index


class Command(BaseCommand):
    help = "Build the search index anew; searches use the old one until the new one is whole."

    def handle(self, *args, **options) -> None:
        try:
            count = index.rebuild()
        except AlreadyAtWork:
            raise CommandError("Another process is rebuilding the search index; nothing was changed.") from None
        self.stdout.write(f"The search index holds {count:,} career{pluralize(count)}.")

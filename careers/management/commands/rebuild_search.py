from django.core.management.base import BaseCommand

from careers.search import index


class Command(BaseCommand):
    help = "Build the search index anew; searches use the old one until the new one is whole."

    def handle(self, *args, **options) -> None:
        count = index.rebuild()
        self.stdout.write(f"The search index holds {count:,} careers.")

from django.core.management.base import BaseCommand, CommandError

from careers.diff import COMPARISONS, compare
from careers.models import Release
from careers.reports import description_of, list_of


class Command(BaseCommand):
    help = "List the releases: staged, live and past; with numbers, say what each changes."

    def add_arguments(self, parser) -> None:
        parser.add_argument("releases", nargs="*", type=int, metavar="RELEASE", help="numbers as the list has them")

    def handle(self, *args, **options) -> None:
        numbers = options["releases"]
        if not numbers:
            releases = list(Release.objects.order_by("data_set", "-as_of", "-pk"))
            lines = list_of(releases) if releases else ["No release is loaded: manage.py import_data PATH."]
            self.stdout.write("\n".join(lines))
            return
        for number in numbers:
            release = Release.objects.filter(pk=number).first()
            if release is None:
                raise CommandError(f"There is no release {number}; manage.py releases lists them.")
            if release.data_set not in COMPARISONS:
                raise CommandError(f"Release {number} ({release}) is of a data set that is not compared.")
            self.stdout.write("\n".join(description_of(compare(release, release.replaces))) + "\n")

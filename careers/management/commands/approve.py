from django.core.management.base import BaseCommand, CommandError

from careers.management.arguments import refuse_impossible_numbers, whole_number
from careers.models import Release
from careers.releases.console import place_of
from careers.releases.lifecycle import ReleaseError, approve

from .import_data import add_despite_losses, changes_in_careers, who


class Command(BaseCommand):
    help = "Show staged releases to visitors, all of them or none."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "releases", nargs="+", type=whole_number, metavar="RELEASE", help="numbers, see manage.py releases"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish the careers that have a description and tasks"
        )

        add_despite_losses(parser)

    def handle(self, *args, **options) -> None:
        numbers = options["releases"]
        refuse_impossible_numbers(numbers)
        releases = list(Release.objects.filter(pk__in=numbers))
        if missing := sorted(set(numbers) - {release.pk for release in releases}):
            raise CommandError(f"There is no release {missing[0]}; manage.py releases lists them.")
        try:
            done = approve(releases, by=who(), publish=options["publish"], despite_losses=options["despite_losses"])
        except ReleaseError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        for release in done.releases:
            self.stdout.write(f"Release {release.pk}, {release}, is {place_of(release)}.")
        for missing in done.missing:
            self.stdout.write(f"Look at this: {missing}")
        for line in changes_in_careers(done):
            self.stdout.write(line)

from django.core.management.base import BaseCommand, CommandError

from careers.management.arguments import refuse_impossible_numbers, whole_number
from careers.models import Release
from careers.releases.lifecycle import ReleaseError, rollback

from .import_data import who


class Command(BaseCommand):
    help = "Take a shown release back; the one before it is shown again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("release", type=whole_number, metavar="RELEASE", help="its number, see manage.py releases")
        parser.add_argument(
            "--despite-losses",
            action="store_true",
            help="also where the release before it lacks a quarter of what is usual",
        )

    def handle(self, *args, **options) -> None:
        refuse_impossible_numbers([options["release"]])
        release = Release.objects.filter(pk=options["release"]).first()
        if release is None:
            raise CommandError(f"There is no release {options['release']}; manage.py releases lists them.")
        try:
            done = rollback(release, by=who(), despite_losses=options["despite_losses"])
        except ReleaseError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"Release {release.pk}, {release}, is rolled back.")
        live = done.live
        self.stdout.write(f"Live is now release {live.pk}, {live}." if live else "No other release is live.")
        if done.missing:
            self.stdout.write(f"Look at this: {done.missing}")
        if done.withdrawn:
            self.stdout.write(
                f"Careers that lost all their text and are off the site: {done.withdrawn:,}. "
                "They come back when a release that has it is approved."
            )

from django.core.management.base import BaseCommand, CommandError

from careers.importers import upload_folders
from careers.management.arguments import HIGHEST_NUMBER, whole_number
from careers.releases.lifecycle import ReleaseError, prunable, prune


class Command(BaseCommand):
    help = "Delete old releases of the bulky data sets: by industry and area, and O*NET's text."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--keep", type=whole_number, required=True, metavar="N", help="how many of each to keep, at least 1"
        )

        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, delete nothing")

    def handle(self, *args, **options) -> None:
        if options["keep"] > HIGHEST_NUMBER:
            raise CommandError(f"There are not so many releases as {options['keep']}.")
        try:
            found = (prunable if options["dry_run"] else prune)(keep=options["keep"])
        except ReleaseError as error:
            raise CommandError(str(error)) from error
        if not options["dry_run"]:
            upload_folders.remove_old()
        word = "Would delete" if options["dry_run"] else "Deleted"
        for release in found:
            label = f" ({release.label})" if release.label else ""
            name = f"{release.get_data_set_display()}, {release.period}{label}"
            self.stdout.write(f"{word}: release {release.pk}, {name}, {release.state}.")
        self.stdout.write(f"{word}: {len(found)} release{'s' if len(found) != 1 else ''}.")

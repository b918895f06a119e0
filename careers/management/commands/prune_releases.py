from django.core.management.base import BaseCommand, CommandError

from careers.releases import ReleaseError, prunable, prune


class Command(BaseCommand):
    help = "Delete old releases of the bulky data sets: by industry and area, and O*NET's text."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--keep", type=int, required=True, metavar="N", help="how many of each to keep, at least 1")

        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, delete nothing")

    def handle(self, *args, **options) -> None:
        try:
            pruned = (prunable if options["dry_run"] else prune)(keep=options["keep"])
        except ReleaseError as error:
            raise CommandError(str(error)) from error
        word = "Would delete" if options["dry_run"] else "Deleted"
        for release in pruned:
            self.stdout.write(f"{word}: {release.get_data_set_display()}, {release.period}.")
        self.stdout.write(f"{word}: {len(pruned)} release{'s' if len(pruned) != 1 else ''}.")

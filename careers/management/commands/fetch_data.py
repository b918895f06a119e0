from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careers.importers import fetch, publishers
from careers.importers.onet import refuse_old, release_date
from careers.importers.reading import BadFile
from careers.management.arguments import some_path, whole_number


class Command(BaseCommand):
    help = "Download the publishers' current files into a folder, for the importer to read."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=some_path, metavar="DIR")
        parser.add_argument(
            "--onet", default=fetch.NEWEST_ONET, help="O*NET release, such as 29.3 (default: %(default)s)"
        )
        parser.add_argument(
            "--year",
            type=whole_number,
            default=fetch.NEWEST_OEWS,
            help="pay figures of May of this year (default: %(default)s)",
        )

    def handle(self, *args, folder: Path, onet: str, year: int, **options) -> None:
        check_release(onet)
        check_year(year)
        wanted = fetch.sources(onet, year)
        try:
            failed = fetch.fetch_all(wanted, folder, self.stdout.write)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        if failed:
            raise CommandError(f"{len(failed)} of {len(wanted)} files could not be fetched.")


def check_release(label: str) -> None:
    try:
        released = release_date(label)
        refuse_old(label)
    except BadFile as error:
        raise CommandError(str(error)) from error
    if not publishers.is_likely(released.year):
        raise CommandError(f"There is no O*NET release {label} yet: it would come out in {released:%B %Y}.")


def check_year(year: int) -> None:
    last = max(fetch.NEWEST_OEWS, timezone.localdate().year)
    if not fetch.OLDEST_OEWS <= year <= last:
        raise CommandError(
            f"There are no pay figures of May {year} to fetch: --year takes a year from {fetch.OLDEST_OEWS} to {last}."
        )

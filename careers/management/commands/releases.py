from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from careers.management.arguments import refuse_impossible_numbers, whole_number
from careers.models import Release
from careers.releases.console import CHANGES_SHOWN, description_of, list_of
from careers.releases.diff import Diff, diff_of


class Command(BaseCommand):
    help = "List the releases: staged, live and past; with numbers, say what each changes."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "releases", nargs="*", type=whole_number, metavar="RELEASE", help="numbers as the list has them"
        )
        parser.add_argument("--all", action="store_true", help="every difference, not only the first outliers")

    def handle(self, *args, **options) -> None:
        numbers = options["releases"]
        refuse_impossible_numbers(numbers)
        if options["all"] and not numbers:
            raise CommandError("--all needs the number of a release, such as manage.py releases 12 --all.")
        if not numbers:
            releases = list(Release.objects.order_by("data_set", "-as_of", "-pk"))
            lines = list_of(releases) if releases else ["No release is loaded: manage.py import_data PATH."]
            self.stdout.write("\n".join(lines))
            return
        for number in numbers:
            release = Release.objects.filter(pk=number).first()
            if release is None:
                raise CommandError(f"There is no release {number}; manage.py releases lists them.")
            if not release.record.model:
                raise CommandError(f"Release {number} ({release}) is of a data set that is not compared.")
            diff = diff_of(release, release.replaces)
            lines = description_of(diff, most=None if options["all"] else CHANGES_SHOWN)
            self.stdout.write("\n".join([*lines, *(_changes_in(diff) if options["all"] else [])]) + "\n")


def _changes_in(diff: Diff) -> Iterator[str]:
    yield "All changes:"
    for one in diff.changed:
        yield f"  {one.code} {one.title}: {one.figure} {one.old_text} -> {one.new_text}"

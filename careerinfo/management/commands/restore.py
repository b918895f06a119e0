from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from careerinfo.backups.archive import BadBackup
from careerinfo.backups.faults import BackupError
from careerinfo.backups.restoring import restore, told


class Command(BaseCommand):
    help = "Put a backup back into the database, while the site is stopped. No mail goes out until staff allow it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="one that manage.py backup made")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="take the place of a database that is not empty, and keep that beside",
        )

    def handle(self, *args, file: Path, replace: bool, **options) -> None:
        try:
            restored = restore(file, replace=replace)
        except (BackupError, BadBackup) as error:
            raise CommandError(str(error)) from error
        for line in told(restored):
            self.stdout.write(line)

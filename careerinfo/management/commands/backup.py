import signal
import sys

from django.core.management.base import BaseCommand, CommandError

from careerinfo.backups.archive import BadBackup
from careerinfo.backups.faults import BackupError
from careerinfo.backups.making import back_up


class Command(BaseCommand):
    help = "Copy the database into one file in BACKUP_DIR, check it, and delete the oldest beyond BACKUPS_KEPT."

    def handle(self, *args, **options) -> None:
        # What is unfinished is removed then, too.
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit("The backup was stopped: nothing was backed up."))
        try:
            back_up(self.stdout.write)
        except (BackupError, BadBackup) as error:
            raise CommandError(str(error)) from error
        finally:
            signal.signal(signal.SIGTERM, before)

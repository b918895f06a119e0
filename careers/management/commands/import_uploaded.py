import signal
from types import FrameType

from django.core.management.base import BaseCommand

from careers.importers import runs, upload_folders
from careers.management.arguments import whole_number


class Command(BaseCommand):
    help = "Carry out an import that was begun in the staff pages, which start this by themselves."

    def add_arguments(self, parser) -> None:
        parser.add_argument("number", type=whole_number, help="the import's, as its page names it")

    def handle(self, *args, number: int, **options) -> None:
        signal.signal(signal.SIGTERM, _stop)
        upload_folders.remove_old()
        run = runs.wait_and_claim(number)
        if run is None:
            self.stdout.write(f"There is nothing to do for import {number}.")
            return
        with runs.Heartbeat(run):
            runs.carry_out(run)


def _stop(number: int, frame: FrameType | None) -> None:
    """As Ctrl+C does, so that what was read is cleared away and the page says why it stopped."""
    raise KeyboardInterrupt

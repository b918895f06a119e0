import os
import signal
import threading
import time
from argparse import SUPPRESS

from django.core.management.base import BaseCommand, CommandParser

from signups.mail.transport import Result
from signups.mail.worker import Worker


class Command(BaseCommand):
    help = "Send the mail that is due; with --watch go on until stopped. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="Send whatever falls due until stopped.")
        # What runs beside a web server ends with it, even where that is killed.
        parser.add_argument("--beside", type=int, help=SUPPRESS)

    def handle(self, *args, watch: bool, beside: int | None, **options) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT) if watch else ():
            signal.signal(number, lambda *_: stopped.set())
        worker = Worker(lambda: stopped.is_set() or (beside is not None and os.getppid() != beside))
        try:
            if watch:
                while not worker.stops():
                    again_at = time.monotonic() + worker.round()
                    while not worker.stops() and (left := again_at - time.monotonic()) > 0:
                        stopped.wait(min(left, 1))
            else:
                self._tell(worker.finish_what_is_due())
        finally:
            worker.end()

    def _tell(self, counts: dict[Result, int]) -> None:
        words = {
            Result.SENT: "sent",
            Result.LATER: "refused for now",
            Result.REFUSED: "refused",
            Result.UNKNOWN: "not known whether sent",
        }
        said = [f"{counts[result]} {text}" for result, text in words.items() if counts.get(result)]
        self.stdout.write(f"Mail: {', '.join(said) or 'nothing was due'}.")
        if counts.get(Result.NO_SERVER):
            self.stderr.write("The mail server takes nothing at the moment. The log says why; the mail is kept.")

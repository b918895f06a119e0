"""The mail worker that the web server runs beside it: started again when it ends, and stopped with the server."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

from .watching import logs

PROJECT = Path(__file__).resolve().parent.parent
# Seconds until it is started again: longer each time that it ended soon, from the start once it lasted a while.
FIRST_PAUSE, LONGEST_PAUSE, LASTED = 1.0, 60.0, 60.0
# It finishes the mail that it has in hand.
PATIENCE = 30.0


class MailWorker:
    """To be asked once a second, by the process that all of the web server's others come from."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.started_at = self.next_at = 0.0
        self.pause = FIRST_PAUSE

    def see_that_it_runs(self) -> None:
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self.process = None
            self.pause = FIRST_PAUSE if now - self.started_at > LASTED else min(self.pause * 2, LONGEST_PAUSE)
            self.next_at = now + self.pause
        if now >= self.next_at:
            self._start(now)

    def _start(self, now: float) -> None:
        command = [sys.executable, str(PROJECT / "manage.py"), "send_mail", "--watch"]
        try:
            # Where this process is killed, nobody is left to stop the other.
            self.process = subprocess.Popen([*command, "--beside", str(os.getpid())], cwd=PROJECT)  # noqa: S603
        except OSError as error:
            # Visitors are served all the same.
            said = f"The mail worker cannot be started: {error.strerror}"
            print(logs.line_of(logging.ERROR, said), file=sys.stderr, flush=True)
            self.next_at = now + LONGEST_PAUSE
        self.started_at = now

    def end(self) -> None:
        """Before it is started with other code, and when the server stops."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process, self.next_at, self.pause = None, 0.0, FIRST_PAUSE

"""What writes the counted views in each of the web server's workers."""

import logging
from datetime import date
from threading import Event, Thread

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from careers.models import PageView

from .counting import write

# Seconds: between two writes, and that a worker which ends waits for the last one.
EVERY, PATIENCE = 30.0, 5.0

logger = logging.getLogger("careerinfo.page_views")


class Writer:
    def __init__(self) -> None:
        self._ended = Event()
        self._thread = Thread(target=self._run, name="page views", daemon=True)
        self._expired_on: date | None = None

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Write what is left. A worker that is killed loses what it counted in the last half minute."""
        self._ended.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._ended.wait(EVERY):
            self._write()
        self._write()
        connection.close()

    def _write(self) -> None:
        close_old_connections()
        try:
            write()
            self._expire()
        except Error as error:
            # PostgreSQL's own message would quote the addresses.
            logger.warning("Page views were not written yet: %s.", type(error).__name__)
        finally:
            close_old_connections()

    def _expire(self) -> None:
        today = timezone.localdate()
        if self._expired_on != today:
            PageView.objects.expire()
            self._expired_on = today

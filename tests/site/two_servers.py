"""Two web servers on the tests' own database, as on two hosts: the database is all that they share."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from .test_server import free_port

OPENED = re.compile(rb'name="opened" value="[^"]*"')


@dataclass
class Server:
    port: int
    process: subprocess.Popen | None = None
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def get(self, path: str) -> tuple[int, bytes]:
        """The status, and the page without the time at which its forms were opened."""
        self.connection.request("GET", path, headers={"Host": "localhost"})
        response = self.connection.getresponse()
        return response.status, OPENED.sub(b"", response.read())

    def wait_until_it_answers(self) -> None:
        for _ in range(600):
            with suppress(OSError):
                self.get("/healthz")
                return
            self.connection.close()
            time.sleep(0.1)
        raise AssertionError("The server did not start.")


@contextmanager
def two_servers(file: Path | None, folder: Path, **environment: str) -> Iterator[list[Server]]:
    """Of one process each. `file` is SQLite's database, and None on PostgreSQL."""
    at = connection.settings_dict
    database = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    given = {
        **{"PATH": os.environ["PATH"], "VAR_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY},
        # Without a folder of collected files, which takes long, as while somebody works on the code.
        **{"DATABASE_URL": f"sqlite:///{file}" if file else database, "MAIL_WORKER": "false", "DEBUG": "true"},
        **{"PAGE_CACHE_MB": "8", "WEB_CONCURRENCY": "1", "SITE_URL": settings.SITE_URL},
        **environment,
    }
    command = [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"]
    started = []
    try:
        for port in (free_port(), free_port()):
            process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env={**given, "PORT": str(port)}, start_new_session=True
            )
            started.append(Server(port, process))
        for one in started:
            one.wait_until_it_answers()
        yield started
    finally:
        for one in started:
            one.connection.close()
            one.process.terminate()
        for one in started:
            one.process.wait(timeout=30)

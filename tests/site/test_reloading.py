"""Nobody's request fails while the server is read again, and none but those that a killed worker had in hand."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from ..steady_visits import SteadyVisits
from .test_server import START_LIMIT, environment, free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process's children")


class Site:
    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log"
        env = {**environment(folder, self.port), "WEB_CONCURRENCY": "2"}
        with self.log.open("w") as written:
            command = [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"]
            self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=written, stderr=written)

    def workers(self) -> set[int]:
        pid = self.process.pid
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def wait_for(self, count: int, *, gone: set[int] = frozenset()) -> set[int]:
        for _ in range(START_LIMIT * 20):
            if len(found := self.workers()) == count and not found & gone:
                return found
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())


@pytest.fixture(scope="module")
def site(migrated, with_static_files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    migrated(folder)
    with_static_files(folder)
    site = Site(folder)
    try:
        # Who comes before the first worker is ready waits for it.
        for _ in range(START_LIMIT * 10):
            if "Serving" in site.log.read_text():
                break
            time.sleep(0.1)
        with SteadyVisits(site.port) as first:
            site.wait_for(2)
        assert first.failed == []
        yield site
    finally:
        site.process.kill()
        site.process.wait()


def test_no_request_fails_while_the_server_is_reloaded(site):
    before = site.workers()
    with SteadyVisits(site.port) as visits:
        site.process.send_signal(signal.SIGHUP)
        site.wait_for(2, gone=before)
    assert visits.failed == []
    assert visits.answered > 8


def test_a_killed_worker_loses_no_more_than_one_request_of_each_visitor(site):
    killed = next(iter(site.workers()))
    with SteadyVisits(site.port) as visits:
        os.kill(killed, signal.SIGKILL)
        site.wait_for(2, gone={killed})
        count = len(visits.failed)
    assert count <= visits.kept + visits.new
    # Whoever waited for the killed one is served by another.
    assert len(visits.failed) == count


def test_with_fewer_workers_nobody_waits_at_a_socket_that_is_left(site):
    site.process.send_signal(signal.SIGTTOU)
    site.wait_for(1)
    with SteadyVisits(site.port, kept=4, new=8) as visits:
        pass
    assert visits.failed == []


def test_who_comes_while_the_server_stops_is_answered_or_told_that_nobody_is_there(site):
    with SteadyVisits(site.port) as visits:
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(timeout=START_LIMIT)
    assert [failure for failure in visits.failed if "refused" not in failure] == []
    assert "Exception in worker" not in site.log.read_text()

"""The web server runs a mail worker beside it: a new one where it is killed, none once the server has stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from .test_server import START_LIMIT, Server, environment, free_port

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux alone tells a process's children")


class Site:
    def __init__(self, folder: Path, **values: str) -> None:
        self.port = free_port()
        self.log = (folder / "log").open("w")
        env = {**environment(folder, self.port), "WEB_CONCURRENCY": "1", "MAIL_WORKER": "true", **values}
        command = [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"]
        # In a group of its own, which a terminal's Ctrl+C would reach as a whole.
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=env, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def workers(self) -> set[int]:
        """The processes that send mail beside it."""
        pid = self.process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            return set()
        return {int(child) for child in children if b"send_mail" in command_of(int(child))}

    def wait_for_worker(self, *, but: int = 0) -> int:
        """The one worker that has said that it is there."""
        serving = Server(self.port, self.process.pid, Path(self.log.name))
        for _ in range(START_LIMIT * 10):
            found = self.workers() - {but}
            if len(found) == 1 and is_ready(next(iter(found))) and self.is_answering(serving):
                return found.pop()
            time.sleep(0.1)
        raise AssertionError(f"There is no worker: {Path(self.log.name).read_text()}")

    def is_answering(self, serving: Server) -> bool:
        try:
            return "mail worker: ok" in serving.get("/readyz").words
        except OSError:
            return False

    def end(self, number: int) -> None:
        os.killpg(self.process.pid, number)
        try:
            self.process.wait(timeout=START_LIMIT)
        finally:
            self.process.kill()
            self.log.close()


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def is_ready(pid: int) -> bool:
    """Whether it has set up what a signal does to it: the one of SIGTERM is the second in its mask of caught ones."""
    try:
        [caught] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt")]
    except (OSError, ValueError):
        return False
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def gone(pid: int) -> bool:
    for _ in range(START_LIMIT * 10):
        if not command_of(pid):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def folder(migrated, with_static_files, tmp_path):
    migrated(tmp_path)
    # A new worker makes pages ahead.
    with_static_files(tmp_path)
    return tmp_path


def test_a_worker_that_is_killed_is_started_again_a_reload_makes_no_second_and_ctrl_c_leaves_none(folder):
    site = Site(folder)
    try:
        first = site.wait_for_worker()
        os.kill(first, signal.SIGKILL)
        second = site.wait_for_worker(but=first)
        site.process.send_signal(signal.SIGHUP)
        third = site.wait_for_worker(but=second)
        assert site.workers() == {third}
        assert gone(second)
    finally:
        site.end(signal.SIGINT)
    assert gone(third)
    written = Path(site.log.name).read_text()
    assert written.startswith(f"Serving http://127.0.0.1:{site.port} (stop with Ctrl+C)\n")
    assert "Traceback" not in written
    assert "mail" not in written


def test_a_worker_ends_with_a_web_server_that_is_killed(folder):
    site = Site(folder)
    try:
        worker = site.wait_for_worker()
    finally:
        site.process.kill()
        site.process.wait(timeout=START_LIMIT)
        site.log.close()
    assert gone(worker)


def test_where_another_service_sends_mail_the_web_server_starts_no_worker(tmp_path):
    site = Site(tmp_path, MAIL_WORKER="false")
    serving = Server(site.port, site.process.pid, Path(site.log.name))
    try:
        for _ in range(START_LIMIT * 10):
            try:
                if serving.get("/healthz").status:
                    break
            except OSError:
                time.sleep(0.1)
        assert site.workers() == set()
    finally:
        site.end(signal.SIGTERM)

"""The site itself behind nginx, on a socket that stays open while the site is started again, as systemd keeps it."""

import http.client
import shutil
import signal
import socket
import subprocess
import sys
import threading

import pytest
from django.conf import settings

from .nginx import HOST, Nginx
from .test_server import environment, free_port

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")

# What tells of the moment, and of how the answer is sent.
OF_THE_ANSWER = {
    "date",
    "server",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-ranges",
    "etag",
    "x-request-id",
}
# As systemd hands a socket over: under the number 3, and by the process's own number.
START = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"])
"""


class Site:
    def __init__(self, folder, port: int) -> None:
        self.port = port
        self.listening = socket.create_server(("127.0.0.1", port))
        self.env = {
            **environment(folder, port),
            "SITE_URL": f"https://{HOST}",
            "LISTEN_FDS": "1",
            "WEB_CONCURRENCY": "1",
        }
        self.start()

    def start(self) -> None:
        opened = self.listening.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(opened)],
            cwd=settings.BASE_DIR,
            env=self.env,
            pass_fds=[opened],
            stdout=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def nginx(migrated, with_static_files, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("var"), free_port()
    migrated(folder)
    with_static_files(folder)
    site = Site(folder, port)
    serving = Nginx(
        folder / "nginx", plain_port=free_port(), port=free_port(), site_port=port, static=folder / "static"
    )
    serving.site = site
    yield serving
    serving.end()
    site.stop()
    site.listening.close()


def headers(answer) -> dict[str, str]:
    # Both ways of writing a character set mean the same.
    return {
        name.lower(): value.replace('"', "")
        for name, value in answer.headers.items()
        if name.lower() not in OF_THE_ANSWER
    }


def test_a_page_comes_as_the_site_sends_it(nginx):
    answer = nginx.ask("/careers/")
    assert answer.status == 200
    names = [name.lower() for name in answer.headers]
    assert sorted(names) == sorted(set(names))
    assert answer.headers["Strict-Transport-Security"]
    assert f'<link rel="canonical" href="https://{HOST}/careers/">' in answer.body.decode()


def test_static_files_have_the_headers_that_the_site_itself_sends(nginx):
    for accepted in ("identity", "gzip"):
        connection = http.client.HTTPConnection("127.0.0.1", nginx.site.port, timeout=20)
        said = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": accepted}
        connection.request("GET", "/static/css/site.css", headers=said)
        sites = connection.getresponse()
        body = sites.read()
        connection.close()
        ours = nginx.ask("/static/css/site.css", Accept__Encoding=accepted)
        assert (ours.status, ours.body) == (200, body)
        assert headers(sites).items() <= headers(ours).items()


def test_a_restart_of_the_site_is_not_noticed(nginx):
    seen, over = [], threading.Event()

    def visit() -> None:
        while not over.wait(0.02):
            seen.append(nginx.ask("/healthz").status)

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    before = len(seen)
    nginx.site.stop()
    nginx.site.start()
    assert nginx.ask("/healthz").status == 200
    over.set()
    for visitor in visitors:
        visitor.join()
    assert len(seen) > before
    assert set(seen) == {200}

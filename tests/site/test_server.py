"""The site as gunicorn serves it with the project's own configuration."""

import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from careerinfo.safety.policies import ALWAYS, FILE, of_server_error

START_LIMIT = 60
# As Linux numbers the states of sockets.
CONNECTED, LISTENING = "01", "0A"


@dataclass
class Server:
    port: int
    pid: int
    log: Path

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        names = {name.replace("__", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        response = connection.getresponse()
        response.body = response.read()
        response.words = response.body.decode(errors="replace")
        connection.close()
        return response

    def send(self, data: bytes) -> str:
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as sock:
            sock.sendall(data)
            received = b""
            while chunk := sock.recv(65_536):
                received += chunk
        return received.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    # No home, and no place to make one even for root: users of services often have none.
    given = {"VAR_DIR": str(folder), "SECRET_KEY": "for-tests-only", "PORT": str(port), "HOME": "/dev/null"}
    return {"PATH": os.environ["PATH"], "MAIL_WORKER": "false", **given}


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def server(migrated, with_static_files, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("var"), free_port()
    env = environment(folder, port)
    migrated(folder)
    with_static_files(folder)
    log = folder / "log"
    with log.open("w") as written:
        command = [sys.executable, "-m", "gunicorn", "--access-logfile", str(folder / "visits"), "careerinfo.wsgi"]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=written, stderr=written)
    serving = Server(port, process.pid, log)
    try:
        for _ in range(START_LIMIT * 10):
            try:
                if serving.get("/healthz").status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield serving
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture
def written(server):
    """What a test made the server write to its log."""
    before = len(server.log.read_text())
    return lambda: server.log.read_text()[before:]


def test_it_starts_without_a_home_and_without_a_complaint(server):
    lines = server.log.read_text().splitlines()
    assert lines == [f"Serving http://127.0.0.1:{server.port} (stop with Ctrl+C)"]


def test_browsers_keep_static_files_for_a_year_and_get_them_compressed(server):
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', server.get("/").words)
    assert len(addresses) >= 4
    for address in addresses:
        whole = server.get(address, Accept__Encoding="identity")
        best, usual = (server.get(address, Accept__Encoding=name) for name in ("gzip, deflate, br", "gzip"))
        kept = dict(part.strip().partition("=")[::2] for part in whole.getheader("Cache-Control").split(","))
        assert "immutable" in kept
        assert int(kept["max-age"]) >= 365 * 24 * 3600
        assert [answer.getheader("Content-Encoding") for answer in (whole, best, usual)] == [None, "br", "gzip"]
        assert brotli.decompress(best.body) == gzip.decompress(usual.body) == whole.body


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO", "Script__Name", "X__Script__Name", "REMOTE_USER"])
def test_no_header_moves_the_site(server, header):
    plain, moved = server.get("/careers/"), server.get("/careers/", **{header: "/elsewhere"})
    assert (plain.status, moved.status) == (200, 200)
    assert "elsewhere" not in moved.words
    assert 'href="/careers/"' in moved.words
    assert server.get("/nope", **{header: "/nope"}).status == 404


def test_a_long_search_is_answered_by_the_page_with_its_words_kept(server):
    response = server.get(f"/careers/?q={'a' * 4_096}")
    assert response.status == 400
    assert "That search is too long." in response.words
    assert "a" * 4_096 in response.words


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (b"GET /careers/?q=student@example.org" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "too long"),
        (b"GET /student@example.org\r\n\r\n", 400, "We couldn't read that request"),
        (b"G\x01T /student@example.org HTTP/1.1\r\n\r\n", 400, "We couldn't read that request"),
        (b"GET / HTTP/1.1\r\nFrom student@example.org\r\n\r\n", 400, "We couldn't read that request"),
        (
            b"GET / HTTP/1.1\r\nX: " + b"student@example.org" * 1_000 + b"\r\n\r\n",
            431,
            "more with it than we take, most likely cookies",
        ),
        (b"GET / HTTP/9.9\r\nHost: student@example.org\r\n\r\n", 400, "We couldn't read that request"),
        (
            b"POST /ask/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"0\r\n\r\nGET /student@example.org HTTP/1.1\r\nHost: x\r\n\r\n",
            400,
            "We couldn't read that request",
        ),
        (
            b"POST /ask/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            400,
            "We couldn't read that request",
        ),
    ],
    ids=[
        *("long address", "no version", "no method", "no header", "long header", "wrong version"),
        *("a request behind another", "two lengths"),
    ],
)
def test_what_cannot_be_read_gets_a_page_and_leaves_no_trace_of_who_sent_it(server, written, request_, status, words):
    answer = server.send(request_)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    for name, value in of_server_error(settings).items():
        assert f"\r\n{name}: {value}\r\n" in answer
    assert words in answer
    assert '<a href="/">Home page</a>' in answer
    assert "student@example.org" not in answer
    assert answer.count("HTTP/1.1 ") == 1
    assert written() == ""


def test_what_is_posted_to_the_quiz_and_the_plan_leaves_no_trace(server, written):
    head = (
        b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n%s"
    )
    form = b"application/x-www-form-urlencoded"
    bodies = {
        (form, b"R1=like&S1=zebrafinch&zone=zebrafinch&q=zebrafinch"): b"HTTP/1.1",
        (form, b"&".join(b"zebrafinch%d=1" % number for number in range(11_000))): b"HTTP/1.1 4",
        (form + b"; charset=zebrafinch", b"R1=zebrafinch"): b"HTTP/1.1",
        (b"multipart/form-data", b"zebrafinch"): b"HTTP/1.1 400",
    }
    for path in (b"/quiz/", b"/plan/"):
        for (kind, body), status in bodies.items():
            answer = server.send(head % (path, kind, str(len(body)).encode(), body))
            assert answer.startswith(status.decode())
        assert server.send(head % (path, form, b"zebrafinch", b"R1=zebrafinch")).startswith("HTTP/1.1 400")
    assert written() == ""


@pytest.mark.parametrize(
    "path", ["/", "/careers/", "/no/such/page/", "/healthz", "/sitemap.xml", "/static/css/site.css"]
)
def test_head_has_the_headers_of_get_and_writes_no_warning(server, written, path):
    head, get = server.get(path, "HEAD"), server.get(path)
    assert (head.status, head.words) == (get.status, "")
    assert head.headers["Content-Length"] == str(len(get.words.encode()))
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert written() == ""


def test_files_are_kept_for_a_year_under_an_address_of_their_content_and_are_as_safe_as_pages(server):
    [style] = re.findall(r'<link rel="stylesheet" href="(/static/css/site\.[0-9a-f]+\.css)">', server.get().words)
    file = server.get(style)
    kept = file.headers["Cache-Control"]
    assert "immutable" in kept
    assert int(re.search(r"max-age=(\d+)", kept)[1]) >= 365 * 86_400
    same = set(ALWAYS.items()) | {("Content-Security-Policy", FILE)}
    assert same <= set(file.headers.items())
    again = server.get(
        style, If__None__Match=file.headers.get("ETag", ""), If__Modified__Since=file.headers["Last-Modified"]
    )
    assert (again.status, again.words) == (304, "")
    assert same <= set(again.headers.items())


@pytest.mark.parametrize("host", ["evil.example", "student@example.org", "a b", ""])
def test_a_made_up_host_is_refused_without_a_word_in_the_log(server, written, host):
    assert server.get("/", Host=host).status == 400
    assert written() == ""


def test_too_large_a_form_and_an_odd_one_are_refused_without_a_word_in_the_log(server, written):
    fields = "&".join(f"a{number}=a@example.org" for number in range(5_001))
    head = "POST /ask/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    form = f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(fields)}\r\n\r\n{fields}"
    assert server.send(form.encode()).startswith("HTTP/1.1 400 ")
    assert server.get("/admin/login/", "POST").status == 403
    assert written() == ""


def test_the_access_log_names_pages_without_the_keys_of_their_links(server, written):
    paths = ("/ask/mine/k3y:of:somebody/", "/ask/confirm/k3y", "/updates/mine/k3y/my-data.json", "/ask/mine/sent/")
    for path in paths:
        server.get(path)
    log = server.log.with_name("visits")
    shown = [f'"GET {path}" ' for path in ("/ask/mine/.../", "/ask/confirm/...", "/updates/mine/.../my-data.json")]
    for _ in range(START_LIMIT * 10):
        # A line is written after its answer, by either of two workers.
        if all(line in (visits := log.read_text()) for line in [*shown, '"GET /ask/mine/sent/" ']):
            break
        time.sleep(0.1)
    else:
        pytest.fail(visits)
    assert "k3y" not in visits
    assert written() == ""


def sockets(server: Server, state: str) -> set[str]:
    """As Linux names them where it tells of files."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{server.port:04X}") and row[3] == state}


def connections_of_each_worker(server: Server) -> list[int]:
    """How many open connections each worker holds."""
    ours = sockets(server, CONNECTED)
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    held = []
    for child in children:
        files = [os.readlink(f) for f in Path(f"/proc/{child}/fd").iterdir() if f.is_symlink()]
        held.append(len(ours & set(files)))
    return held


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux alone tells which process holds a connection")
def test_connections_that_are_kept_open_are_spread_over_the_workers(server):
    open_ = []
    for _ in range(40):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        open_.append(connection)
    held = connections_of_each_worker(server)
    for connection in open_:
        connection.close()
    assert len(held) == 2
    # By chance alone fewer than 4 of 40 happen once in ten million times.
    assert min(held) >= 4, held
    # Where all share one socket, the line above fails only on a machine with nothing else to do.
    assert len(sockets(server, LISTENING)) == 2


def test_connections_stay_open_longer_than_a_proxy_keeps_them(tmp_path):
    shown = run("-m", "gunicorn", "--print-config", "careerinfo.wsgi", env=environment(tmp_path, free_port()))
    [seconds] = re.findall(r"^keepalive += (\d+)$", shown.stdout, re.MULTILINE)
    # nginx keeps them for 60 seconds: a request on one that the site has just closed would be lost.
    assert int(seconds) > 60


def test_a_second_server_on_the_same_port_is_refused(server, tmp_path):
    second = run("-m", "gunicorn", "careerinfo.wsgi", env=environment(tmp_path, server.port))
    assert second.returncode != 0
    assert re.fullmatch(
        r"The site cannot listen on 127\.0\.0\.1:\d+: .*\. Set PORT or BIND to another\.\n", second.stderr
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("THREADS", "0"), ("SIGNUP_RETENTION_DAYS", "-5"), ("BIND", "here:http"), ("BIND", "127.0.0.1:70000")],
)
def test_a_wrong_value_stops_the_server_with_one_line(name, value, tmp_path):
    result = run("-m", "gunicorn", "careerinfo.wsgi", env={**environment(tmp_path, free_port()), name: value})
    assert result.returncode != 0
    assert re.fullmatch(rf"Settings: {name} is .*; expected .*\.\n", result.stderr), result.stderr

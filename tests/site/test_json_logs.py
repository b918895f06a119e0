"""Logs as JSON: each line one object with the request's id, and nothing of whoever visited."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import IntegrityError
from django.test import RequestFactory

from careerinfo.watching import request_ids
from careerinfo.watching.logs import Json
from careerinfo.watching.request_ids import RequestIds

from .test_server import START_LIMIT, Server, environment, free_port, run

PERSONAL = ("zebrafinch", "student@example.org", "+1 614 555 0100", "203.0.113.9", "k3y")


@pytest.fixture(autouse=True)
def no_request_before():
    request_ids.begin()
    yield
    request_ids.begin()


@pytest.fixture
def lines():
    """What is logged, as JSON reads it."""

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(self.format(record))

    found, handler = [], Kept()
    handler.setFormatter(Json())
    loggers = [logging.getLogger(name) for name in ("django.request", "careerinfo")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in found]
    for logger in loggers:
        logger.removeHandler(handler)


def asked(path: str, application=None, **headers: str) -> dict[str, str]:
    """The headers of the answer to a request that comes through the outermost layer."""
    answer = {}

    def start(status, headers, *error):
        answer.update(headers, status=status)

    environ = RequestFactory().get(path, **headers).environ
    for part in (body := RequestIds(application or WSGIHandler())(environ, start)):
        assert isinstance(part, bytes)
    getattr(body, "close", lambda: None)()
    return answer


def empty(environ, start_response):
    start_response("200 OK", [])
    return []


def test_each_answer_has_an_id_of_its_own():
    first, second = asked("/healthz", empty), asked("/healthz", empty)
    assert len({first["X-Request-ID"], second["X-Request-ID"]}) == 2


@pytest.mark.parametrize(
    ("address", "given", "is_taken"),
    [
        ("127.0.0.1", "0af7651916cd43dd8448eb211c80319c", True),
        ("", "0af7651916cd43dd8448eb211c80319c", True),
        ("203.0.113.9", "0af7651916cd43dd8448eb211c80319c", False),
        ("127.0.0.1", "short", False),
        ("127.0.0.1", "student@example.org", False),
        ("127.0.0.1", "a" * 65, False),
        ("127.0.0.1", 'abcdefgh","level":"x', False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_alone(address, given, is_taken):
    answer = asked("/healthz", empty, REMOTE_ADDR=address, HTTP_X_REQUEST_ID=given)
    assert (answer["X-Request-ID"] == given) == is_taken


def test_what_is_kept_and_sent_again_is_left_as_it_was():
    headers = [("Content-Type", "text/plain")]

    def kept(environ, start_response):
        start_response("200 OK", headers)
        return [b""]

    assert asked("/", kept)["X-Request-ID"] != asked("/", kept)["X-Request-ID"]
    assert headers == [("Content-Type", "text/plain")]


def test_each_thread_logs_the_request_that_it_is_at(lines):
    both = threading.Barrier(2, timeout=20)

    def page(environ, start_response):
        both.wait()
        logging.getLogger("careerinfo").warning("at work")
        both.wait()
        return empty(environ, start_response)

    answers = {}
    threads = [
        threading.Thread(target=lambda path=path: answers.update({path: asked(path, page)}))
        for path in ("/quiz/", "/plan/")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = {line["route"]: line["request"] for line in lines()}
    assert ids == {f"careers:{path[1:-1]}": answer["X-Request-ID"] for path, answer in answers.items()}


def failing(error: BaseException):
    def view(request, *args, **kwargs):
        raise error

    return view


@pytest.mark.parametrize(
    ("path", "route"),
    [("/careers/?q=zebrafinch", "careers:list"), ("/ask/mine/k3y:of:somebody/", "signups:my-question")],
)
def test_a_page_that_fails_says_where_and_not_what_was_asked(path, route, lines, monkeypatch, db):
    error = ValueError("zebrafinch of student@example.org, +1 614 555 0100")
    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", failing(error))
    answer = asked(path, REMOTE_ADDR="203.0.113.9", HTTP_REFERER="https://example.org/zebrafinch")
    [line] = lines()
    assert (line["level"], line["logger"]) == ("ERROR", "django.request")
    assert line["message"] == "Internal Server Error"
    assert (line["method"], line["route"], line["status"]) == ("GET", route, 500)
    assert line["request"] == answer["X-Request-ID"]
    assert line["traceback"].endswith("ValueError")
    assert "raise error" in line["traceback"]
    assert not [word for word in PERSONAL if word in json.dumps(line)]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ImportError("No module named x\nPARAMS: zebrafinch"), "ImportError: No module named x"),
        (AttributeError("'NoneType' object has no attribute 'x'"), "AttributeError: 'NoneType' object has no"),
        (IntegrityError("Key (email)=(student@example.org) exists"), "IntegrityError"),
        (KeyError("zebrafinch"), "KeyError"),
    ],
)
def test_an_error_is_quoted_only_where_it_cannot_hold_what_was_sent(error, told, lines, monkeypatch, db):
    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", failing(error))
    asked("/careers/")
    last = lines()[0]["traceback"].splitlines()[-1]
    assert last.startswith(told)
    assert not [word for word in PERSONAL if word in last]


def test_beside_requests_errors_are_quoted_without_addresses(lines):
    try:
        raise ValueError("refused: <student@example.org>\nand more")
    except ValueError:
        logging.getLogger("careerinfo").exception("Not sent to %s", "student@example.org")
    [line] = lines()
    assert line["message"] == "Not sent to ..."
    assert line["traceback"].endswith("ValueError: refused: <...>")
    assert "request" not in line


@pytest.fixture(scope="module")
def site(migrated, with_static_files, tmp_path_factory):
    """A server with a mail worker, which were asked for much; and what they wrote, line by line."""
    folder, port = tmp_path_factory.mktemp("var"), free_port()
    migrated(folder)
    env = environment(folder, port) | {"WEB_CONCURRENCY": "1", "LOG_FORMAT": "json", "LOG_REQUESTS": "true"}
    with_static_files(folder)
    log = folder / "log"
    with log.open("w") as written:
        command = [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"]
        process = subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=env, stdout=written, stderr=written)
    server = Server(port, process.pid, log)
    try:
        for _ in range(START_LIMIT * 10):
            if "Serving" in log.read_text():
                break
            time.sleep(0.1)
        visit(server)
        worker = run("manage.py", "send_mail", env=env | {"EMAIL_URL": f"smtp://127.0.0.1:{free_port()}"})
        [child] = map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
        os.kill(child, signal.SIGKILL)
        assert server.get("/healthz").status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    return [*log.read_text().splitlines(), *worker.stderr.splitlines()]


def visit(server: Server) -> None:
    sent = {"User__Agent": "zebrafinch", "Referer": "http://127.0.0.1/zebrafinch", "X__Forwarded__For": "203.0.113.9"}
    for path in ("/careers/?q=zebrafinch", "/ask/mine/k3y:of:somebody/", "/zebrafinch/student@example.org", "/"):
        server.get(path, **sent)
    server.get("/static/css/site.css", "HEAD", **sent)
    form = "email=student@example.org&text=zebrafinch&website=&phone=%2B1+614+555+0100&age=20"
    for path in ("/ask/", "/updates/", "/quiz/", "/ask/mine/", "/admin/login/"):
        head = f"POST {path}?q=zebrafinch HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        head += f"X-Forwarded-For: 203.0.113.9\r\nOrigin: http://127.0.0.1:{server.port}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        server.send(f"{head}{kind}Content-Length: {len(form)}\r\n\r\n{form}".encode())
    server.send(b"GET /student@example.org HTTP/9.9\r\nHost: zebrafinch\r\n\r\n")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process's children")
def test_every_line_of_a_server_is_json_and_holds_nothing_of_who_visited(site):
    rows = [json.loads(line) for line in site]
    assert rows[0]["message"].startswith("Serving http://127.0.0.1:")
    assert not [word for word in PERSONAL for line in site if word in line]
    assert [row for row in rows if row["logger"] == "gunicorn.error" and "SIGKILL" in row["message"]]
    asked_for = [row for row in rows if row["logger"] == "careerinfo.requests"]
    names = {"time", "level", "logger", "message", "request", "method", "route", "status", "milliseconds"}
    assert asked_for[0].keys() == names
    found = {(row["method"], row["route"], row["status"]) for row in asked_for}
    assert {("GET", "careers:list", 200), ("GET", "", 404), ("GET", "home", 200), ("HEAD", "static", 200)} < found
    assert ("POST", "signups:updates") in {(method, route) for method, route, _ in found}
    assert len({row["request"] for row in asked_for}) == len(asked_for) == 11
    assert not [row for row in rows if row["level"] == "WARNING"]

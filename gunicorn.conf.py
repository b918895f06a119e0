"""How gunicorn serves the site; README.md lists the variables that change it."""

import gc
import logging
import os
import socket
import sys
import time
from functools import lru_cache

from django.core.exceptions import ImproperlyConfigured
from gunicorn import util
from gunicorn.http import errors, wsgi

from careerinfo.keys_in_logs import WITHOUT_KEYS
from careerinfo.page_cache import one_piece
from careerinfo.page_cache.at_once import AnswersAtOnce
from careerinfo.safety import handing_over
from careerinfo.safety.policies import of_server_error
from careerinfo.watching import logs, request_ids
from careerinfo.watching.server_lines import JsonLines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
try:
    from careerinfo import settings
    from careerinfo.safety.slow_clients import PatientWorker
except ImproperlyConfigured as error:
    sys.exit(f"Settings: {error}")

UNREADABLE = {
    errors.LimitRequestLine: (414, "URI Too Long"),
    errors.LimitRequestHeaders: (431, "Request Header Fields Too Large"),
    errors.UnsupportedTransferCoding: (501, "Not Implemented"),
    errors.ExpectationFailed: (417, "Expectation Failed"),
    errors.ForbiddenProxyRequest: (403, "Forbidden"),
}
# What else can be said of it than that nobody could read it.
SAID = {
    408: ("That took too long", "What you sent did not arrive within the time that we wait. Please try again."),
    411: (
        "We couldn't read that request",
        "It does not say how long it is. Please send it from the page itself.",
    ),
    413: (
        "That is too much at once",
        "What you sent is larger than this page takes, and nothing was stored. Go back and shorten it, if your browser "
        "still has it.",
    ),
    414: ("That address is too long", "Shorten what you searched for, or begin again from the home page."),
    431: (
        "We couldn't read that request",
        "Your browser sent more with it than we take, most likely cookies. Delete this site's cookies, then open the "
        "page again.",
    ),
    503: ("Too many files are on their way", "Nothing was changed. Please try again in a minute."),
}


class Worker(handing_over.HandsOver, PatientWorker, AnswersAtOnce):
    """Requests that cannot be read are answered in the site's look.

    gunicorn would log the visitor's address with what was sent, and answer with a bare line.
    """

    def init_process(self) -> None:
        # gunicorn looks each of its settings up anew, some twenty times for each request.
        self.cfg.__dict__.update({name: setting.get() for name, setting in self.cfg.settings.items()})
        super().init_process()

    def handle_error(self, req, client, addr, exc) -> None:
        if isinstance(exc, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName):
            status, reason = 500, "Internal Server Error"
        elif isinstance(exc, errors.ParseException):
            known = (answer for kind, answer in UNREADABLE.items() if isinstance(exc, kind))
            status, reason = next(known, (400, "Bad Request"))
        else:
            status, reason = 500, "Internal Server Error"
        if status == 500:
            # The address of a page may hold what somebody searched for.
            self.log.exception("A request failed outside of the site's own code")
        try:
            util.write_nonblock(client, _answer(status, reason))
        except (OSError, ValueError) as error:
            # The visitor is gone, or collected static files are missing.
            self.log.debug("The answer to a request that failed was not sent: %s", type(error).__name__)

    def answer_early(self, status: int, reason: str) -> bytes:
        return _answer(status, reason)


def _answer(status: int, reason: str) -> bytes:
    from careers.site_words import remembered

    return _written(status, reason, remembered.last(), int(time.monotonic()) // 60)


@lru_cache(maxsize=16)
def _written(status: int, reason: str, words, _minute: int) -> bytes:
    """Once a minute: hundreds whose time ends in the same moment would hold up everybody else."""
    from django.template.loader import render_to_string

    from careerinfo.context import named

    if status == 500:
        page = render_to_string("500.html")
    else:
        heading, text = SAID.get(status, ("", ""))
        page = render_to_string("400.html", {**named(words), "heading": heading, "text": text})
    body = page.encode()
    head = [
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        *(f"{name}: {value}" for name, value in of_server_error(settings).items()),
        f"Content-Length: {len(body)}",
        *(["Retry-After: 60"] if status == 503 else []),
    ]
    return "\r\n".join([*head, "", ""]).encode("ascii") + body


# What gunicorn makes for each request.
wsgi.Response, util.http_date = one_piece.Response, one_piece.http_date
bind = settings.BIND
worker_class = Worker
workers = settings.WEB_CONCURRENCY
threads = settings.THREADS
# A socket in the file system, and one that systemd opened, there is once.
own_sockets = not bind.startswith(("unix:", "fd:")) and "LISTEN_FDS" not in os.environ
# Proxies keep connections open for about 60 seconds (nginx); where the site closes one first, a request on it is lost.
keepalive = 75
# Workers are replaced in turn, so that a slow leak cannot grow for weeks.
# Most requests are answered out of memory, and a new worker has nothing in its own: not every few seconds under load.
max_requests = 1_000_000
max_requests_jitter = 100_000
# The longest that gunicorn takes; what is longer than a search may be is refused by the page, with its text kept.
limit_request_line = 8190
# A header that anybody can send must not say under which path the site lies: caches would keep pages with false links.
forwarder_headers = ""
forwarded_allow_ips = settings.FORWARDED_ALLOW_IPS
# Nothing here uses it, and it needs a home folder, which users of services often lack.
control_socket_disable = True
# Addresses of visitors stay out of logs: no access log unless asked for, and then without them.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s'
if settings.LOG_FORMAT == "json":
    logger_class = JsonLines
    # The method and the name of the address stand beside it.
    access_log_format = "%(s)s %(b)s"
for name in ("gunicorn.access", "gunicorn.error"):
    logging.getLogger(name).addFilter(WITHOUT_KEYS)
loglevel = "warning"


def on_starting(server) -> None:
    """Refuse a port that another program listens on, which would else be shared with it."""
    if not own_sockets:
        return
    for address in server.cfg.address if "GUNICORN_PID" not in os.environ else ():
        with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                sys.exit(f"The site cannot listen on {bind}: {error.strerror}. Set PORT or BIND to another.")
    handing_over.open_sockets(server)


def pre_fork(server, worker) -> None:
    handing_over.give_place(server, worker)


def pre_request(worker, req) -> None:
    request_ids.begin()


def post_request(worker, req, environ, resp) -> None:
    if settings.LOG_REQUESTS and resp is not None:
        request_ids.log_answer(resp.status_code)


def post_worker_init(worker) -> None:
    """The site itself stays as long as the worker: no page should have to wait while it is searched for garbage.

    Else one page in some hundred takes 50 milliseconds longer.
    """
    gc.collect()
    gc.freeze()
    from careerinfo.page_cache.warming import Warmer
    from careerinfo.page_views.writing import Writer
    from careerinfo.wsgi import pages

    worker.pages = pages
    worker.beside_visitors = [Writer(), Warmer(pages)]
    for one in worker.beside_visitors:
        one.start()
    handing_over.is_ready(worker)


def worker_exit(server, worker) -> None:
    # One that failed while it started has none.
    for one in getattr(worker, "beside_visitors", []):
        one.end()


def run_mail_worker(server) -> None:
    """gunicorn sees about once a second to its own workers, and has no hook for others'."""
    from careerinfo.mail_worker import MailWorker

    # After a reload this file is another one, and the server still the same.
    server.mail_worker, manage_workers = MailWorker(), server.manage_workers

    def manage_all() -> None:
        manage_workers()
        server.mail_worker.see_that_it_runs()

    server.manage_workers = manage_all


def when_ready(server) -> None:
    if settings.MAIL_WORKER:
        run_mail_worker(server)
    print(logs.line_of(logging.INFO, f"Serving {settings.SITE_URL} (stop with Ctrl+C)"), flush=True)


def end_mail_worker(server) -> None:
    if settings.MAIL_WORKER and hasattr(server, "mail_worker"):
        server.mail_worker.end()


# It is started again with the new code, like gunicorn's own workers.
on_reload = on_exit = end_mail_worker

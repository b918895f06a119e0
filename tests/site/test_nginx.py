"""The project's nginx files, in front of a server that says what the site says, and that tells what reached it."""

import http.client
import shutil
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .nginx import Nginx, written
from .test_server import free_port

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")

LIMIT = 100


class Answering(BaseHTTPRequestHandler):
    """`/keep-S-W/...`: to be kept for S seconds, and shown for W more while it is made anew."""

    def do_GET(self) -> None:
        self.server.visits.append(self)
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, said = self.server.says.get(self.path, (200, "page"))
        text = f"{said} {len(self.server.visits)}".encode()
        self.send_response(status)
        first = self.path.split("/")[1]
        if first.startswith("keep-"):
            _, keep, while_ = first.split("-")
            self.send_header("Cache-Control", f"public, max-age=0, s-maxage={keep}, stale-while-revalidate={while_}")
            self.send_header("Vary", self.server.varies)
        else:
            self.send_header("Cache-Control", "private, no-store")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("X-Request-ID", self.headers.get("X-Request-ID", "the-sites-own"))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_GET

    def log_message(self, *_) -> None:
        pass


class Site:
    def __init__(self, port: int) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
        self.server.daemon_threads = True
        self.server.visits, self.server.says, self.server.varies = [], {}, "Accept-Encoding"
        threading.Thread(target=self.server.serve_forever, args=[0.02]).start()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def last(self) -> Answering:
        return self.server.visits[-1]


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    static = folder / "static"
    static.mkdir()
    (static / "plain.css").write_text("a {}")
    port = free_port()
    serving = Nginx(folder / "nginx", plain_port=free_port(), port=free_port(), site_port=port, static=static)
    serving.site_port = port
    yield serving
    serving.end()


@pytest.fixture
def site(nginx):
    started = Site(nginx.site_port)
    yield started
    started.end()


@pytest.mark.parametrize("where", ["a machine", "containers"])
def test_nginx_takes_the_files_for_plain_http(where, tmp_path):
    places = {"web:8000": "127.0.0.1:9", "listen 80;": f"listen 127.0.0.1:{free_port()};"}
    main = written(tmp_path / "nginx", "http.conf", **places)
    folder = main.parent / "careerinfo"
    # As compose.yaml puts them in the place of the others.
    for name in ("upstream", "log") if where == "containers" else ():
        (folder / f"{name}-containers.conf").replace(folder / f"{name}.conf")
    tried = subprocess.run(["nginx", "-t", "-p", tmp_path, "-c", main], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr


def test_a_page_is_asked_of_the_site_once_and_kept(nginx, site):
    bodies = {nginx.ask("/keep-60-0/once/").body for _ in range(5)}
    assert bodies == {b"page 1"}
    assert nginx.ask("/keep-60-0/once/", "HEAD").status == 200
    assert len(site.server.visits) == 1


def test_the_forms_of_a_page_are_kept_apart_and_no_more_than_three(nginx, site):
    for said in (
        "",
        "identity",
        "gzip",
        "gzip, deflate",
        "GZIP;q=1.0",
        "br, gzip",
        "gzip, deflate, br, zstd",
        "br;q=0",
    ):
        nginx.ask("/keep-60-0/forms/", Accept__Encoding=said)
    assert [visit.headers["Accept-Encoding"] for visit in site.server.visits] == [None, "gzip", "br"]


def test_what_varies_by_more_is_not_kept(nginx, site):
    site.server.varies = "Accept-Encoding, Accept"
    assert nginx.ask("/keep-60-0/varies/").body != nginx.ask("/keep-60-0/varies/").body


def test_a_changed_page_is_shown_once_its_seconds_are_over_and_not_the_old_one_first(nginx, site):
    path = "/keep-1-0/changed/"
    site.server.says[path] = 200, "before"
    assert nginx.ask(path).body.startswith(b"before")
    site.server.says[path] = 200, "after"
    for _ in range(LIMIT):
        if nginx.ask(path).body.startswith(b"after"):
            break
        time.sleep(0.05)
    # It may be written down a moment later.
    seen = nginx.how(path)
    assert seen[-1] in ("EXPIRED", "HIT")
    assert set(seen[1:-1]) <= {"HIT", "EXPIRED"}
    assert nginx.ask(path).body.startswith(b"after")


def test_a_page_is_made_anew_in_the_background_where_the_site_says_for_how_long(nginx, site):
    path = "/keep-1-60/behind/"
    first = nginx.ask(path).body
    for _ in range(LIMIT):
        if nginx.ask(path).body != first:
            break
        time.sleep(0.05)
    assert set(nginx.how(path)) == {"MISS", "HIT", "STALE"}


@pytest.mark.parametrize("cookie", ["sessionid=abc", "__Host-sessionid=abc", "a=b; __Host-sessionid=abc"])
def test_staff_are_never_shown_a_kept_page_and_theirs_is_kept_for_nobody(nginx, site, cookie):
    path = f"/keep-60-0/staff/{len(cookie)}/"
    assert nginx.ask(path, Cookie=cookie).body == b"page 1"
    assert nginx.ask(path).body == b"page 2"
    assert nginx.ask(path, Cookie=cookie).body == b"page 3"
    assert nginx.ask(path, Cookie="theme=dark").body == b"page 2"


def test_what_is_not_to_be_kept_is_not_kept(nginx, site):
    for path in ("/careers/", "/keep-60-0/search/?q=nurse", "/admin/", "/ask/"):
        assert nginx.ask(path).body != nginx.ask(path).body


def test_made_up_queries_take_no_room(nginx, site):
    def kept() -> int:
        return sum(file.is_file() for file in (nginx.folder / "cache").rglob("*"))

    before = kept()
    for number in range(5):
        nginx.ask(f"/keep-60-0/list/?page={number}")
    assert kept() == before
    nginx.ask("/keep-60-0/list/")
    assert kept() == before + 1


def test_a_form_reaches_the_site_with_all_of_it(nginx, site):
    path = "/keep-60-0/form/"
    nginx.ask(path)
    answers = [nginx.ask(path, "POST", b"word=" + b"a" * 100_000) for _ in range(2)]
    assert [answer.body for answer in answers] == [b"page 2", b"page 3"]
    assert len(site.last.body) == 100_005


def test_only_staff_send_large_files(nginx, site):
    large = b"a" * 2_200_000
    assert nginx.ask("/ask/", "POST", large).status == 413
    assert nginx.ask("/admin/careers/career/", "POST", large).status == 200
    assert nginx.ask("/admin/careers/importrun/add/", "POST", large * 6).status == 200


def test_nobody_can_write_where_they_come_from(nginx, site):
    names = ("X__Forwarded__For", "X__Real__IP", "Forwarded", "X__Forwarded__Host", "X__Forwarded__Port")
    made_up = dict.fromkeys(names, "203.0.113.9")
    nginx.ask("/careers/", **made_up, X__Forwarded__Proto="http", X__Forwarded__Prefix="/elsewhere")
    said = site.last.headers
    assert said.get_all("X-Forwarded-For") == ["127.0.0.1"]
    assert said.get_all("X-Forwarded-Proto") == ["https"]
    assert said.get_all("Host") == ["careers.example.org"]
    assert not {"X-Real-IP", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix"} & set(said)


def test_each_request_to_the_site_has_an_id_of_its_own_which_no_visitor_writes(nginx, site):
    asked = [nginx.ask(path, X__Request__ID="written-by-a-visitor") for path in ("/keep-60-0/ids/", "/updates/")]
    [first, second] = [answer.headers["X-Request-ID"] for answer in asked]
    assert site.last.headers.get_all("X-Request-ID") == [second]
    assert len({first, second, "written-by-a-visitor"}) == 3
    # Of a page that nginx kept the site knows nothing, and it does not have the id of who asked for it first.
    kept = nginx.ask("/keep-60-0/ids/", X__Request__ID="written-by-a-visitor")
    assert len(site.server.visits) == 2
    assert kept.headers["X-Request-ID"] is None


def test_no_header_of_the_site_is_sent_twice(nginx, site):
    names = [name.lower() for name in nginx.ask("/keep-60-0/headers/").headers]
    assert sorted(names) == sorted(set(names))
    assert "x-frame-options" in names


def test_a_kept_page_is_shown_while_the_site_is_down_and_others_once_it_is_back(nginx):
    site = Site(nginx.site_port)
    path = "/keep-0-0/down/", "/keep-1-0/down/"
    kept = nginx.ask(path[1]).body
    site.end()
    for _ in range(LIMIT):
        assert nginx.ask(path[1]).body == kept
        if nginx.how(path[1])[-1] == "STALE":
            break
        time.sleep(0.05)
    assert nginx.how(path[1])[-1] == "STALE"
    assert nginx.ask(path[0]).status == 502
    site = Site(nginx.site_port)
    assert nginx.ask(path[0]).status == 200
    site.end()


def test_a_page_that_fails_for_a_moment_is_shown_as_it_was(nginx, site):
    path = "/keep-1-0/fails/"
    kept = nginx.ask(path).body
    site.server.says[path] = 503, "busy"
    for _ in range(LIMIT):
        answer = nginx.ask(path)
        assert (answer.status, answer.body) == (200, kept)
        if nginx.how(path)[-1] == "STALE":
            return
        time.sleep(0.05)
    raise AssertionError("the page never ran out")


def test_a_withdrawn_page_is_gone_once_its_seconds_are_over(nginx, site):
    path = "/keep-1-0/withdrawn/"
    nginx.ask(path)
    site.server.says[path] = 404, "gone"
    for _ in range(LIMIT):
        if nginx.ask(path).status == 404:
            return
        time.sleep(0.05)
    raise AssertionError("the page is still shown")


def test_static_files_come_from_disk_and_others_are_asked_of_the_site(nginx, site):
    assert nginx.ask("/static/plain.css").body == b"a {}"
    assert site.server.visits == []
    assert nginx.ask("/static/staticfiles.json").status == 404
    nginx.ask("/static/new.css")
    assert [visit.path for visit in site.server.visits] == ["/static/new.css"]


def test_the_log_has_no_keys_no_searches_and_no_addresses(nginx, site):
    for path in ("/ask/mine/k3y/", "/updates/mine/k3y/", "/careers/?q=zebrafinch"):
        nginx.ask(path)
    log = (nginx.folder / "visits.log").read_text()
    assert '"GET /ask/..." 200' in log
    assert not any(word in log for word in ("k3y", "zebrafinch", "127.0.0.1"))


def test_a_program_that_posts_all_day_is_slowed(nginx, site):
    answers = [nginx.ask("/quiz/", "POST", b"") for _ in range(14)]
    slowed = [answer for answer in answers if answer.status == 429]
    assert slowed
    assert slowed[0].headers["Retry-After"] == "5"
    assert b"Wait a few seconds" in slowed[0].body
    assert nginx.ask("/quiz/").status == 200


def test_plain_http_leads_to_https(nginx):
    connection = http.client.HTTPConnection("127.0.0.1", nginx.plain_port, timeout=10)
    connection.request("GET", "/careers/?q=nurse", headers={"Host": "careers.example.org"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://careers.example.org/careers/?q=nurse")
    connection.close()

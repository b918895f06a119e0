"""How many cached pages a second the site serves, beside nginx with the same bytes and beside a stock Wagtail page.

    make bench

In one run: nginx with one profile as a file, our gunicorn alone (two workers of four threads), our gunicorn behind
nginx's cache, and Wagtail with the profile's text. `wrk` asks each in turn for the same page by 32 connections, five
rounds of five seconds each (BENCHMARK_ROUNDS, BENCHMARK_SECONDS); what is printed is the median. Ends with status 1
when a limit is broken. Needs `wrk` and `nginx`. Without the publishers' whole files the profile is one of the demo's;
with DATABASE_URL=postgres://... our pages come from that server too.
"""

import ast
import gzip
import os
import re
import shutil
import statistics
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import brotli

from ..site.nginx import written
from . import real_files
from .imports import Table, status_of
from .pages import CONNECTIONS, KEPT, ROUNDS, SERVE, asked, fill, free_port, make_wagtail, served, slugs_of, text_of
from .real_files import DATA, ROOT, Site

# As browsers do.
ACCEPTED = "Accept-Encoding: gzip, deflate, br, zstd"
DECODED: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
FILE, ALONE, BEHIND, WAGTAIL = (
    "nginx, a file",
    "gunicorn alone",
    "gunicorn behind nginx's cache",
    "a stock Wagtail page",
)
LEAST_ALONE, LEAST_BEHIND, LEAST_TIMES_WAGTAIL = 0.13, 0.8, 20

NGINX = """
{user}
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {says}
}}
"""
A_FILE = """
    server {{
        listen 127.0.0.1:{port} reuseport;
        root {folder};
        default_type "text/html; charset=utf-8";
        add_header Content-Encoding {encoding};
    }}
"""


@dataclass(frozen=True)
class Body:
    """A page as a browser is sent it."""

    data: bytes
    encoding: str | None

    @property
    def html(self) -> str:
        return DECODED[self.encoding](self.data).decode()


def body_of(address: str) -> Body:
    name, _, value = ACCEPTED.partition(": ")
    with urllib.request.urlopen(urllib.request.Request(address, headers={name: value})) as answer:
        return Body(answer.read(), answer.headers["Content-Encoding"])


def nginx_with(folder: Path, says: str) -> list[str]:
    """The command that runs it."""
    folder.mkdir(exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user, says=says))
    return ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def nginx_with_a_file(folder: Path, body: Body, port: int) -> list[str]:
    folder.mkdir()
    (folder / "page.html").write_bytes(body.data)
    return nginx_with(folder, A_FILE.format(port=port, folder=folder, encoding=body.encoding or "identity"))


def nginx_with_a_cache(folder: Path, port: int, site_port: int) -> list[str]:
    """By the project's own files, without their limits for one visitor, who is all here.

    Like the one with a file it writes no log of requests.
    """
    places = {"127.0.0.1:8000": f"127.0.0.1:{site_port}", "listen 80;": f"listen 127.0.0.1:{port} reuseport;"}
    written(folder, "http.conf", **places)
    for file in (folder / "careerinfo").glob("*.conf"):
        without_limits = re.sub(r"(?m)^\s*limit_req zone=.*$", "", file.read_text())
        file.write_text(re.sub(r"(?m)^access_log .*$", "access_log off;", without_limits))
    return nginx_with(folder, f"include /etc/nginx/mime.types; include {folder}/careerinfo/http.conf;")


def measure(site: Site, table: Table) -> None:
    if DATA.is_dir():
        fill(site)
    else:
        print("Without the publishers' files: a profile of the demo is asked for.")
        real_files.empty(site)
        site.manage("load_demo")
    site.manage("collectstatic", "--noinput", "--verbosity", 0)
    slugs = slugs_of(site)
    path = f"/careers/{slugs[len(slugs) // 2]}/"
    ports = {name: free_port() for name in (FILE, ALONE, BEHIND, WAGTAIL)}
    bases = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    paths = {FILE: "/page.html", ALONE: path, BEHIND: path, WAGTAIL: "/"}
    ours = {**site.environment, "PORT": str(ports[ALONE]), "WEB_CONCURRENCY": "2", "THREADS": "4"}
    with ExitStack() as stack:

        def serve(name: str, command: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
            stack.enter_context(served(command, folder, environment or dict(os.environ), bases[name] + paths[name]))

        serve(ALONE, [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"], ROOT, ours)
        body = body_of(bases[ALONE] + path)
        serve(FILE, nginx_with_a_file(site.folder / "file", body, ports[FILE]), ROOT)
        serve(BEHIND, nginx_with_a_cache(site.folder / "behind", ports[BEHIND], ports[ALONE]), ROOT)
        of_peer = make_wagtail(text_of(body.html))
        command = [str(KEPT / "venv/bin/gunicorn"), "peer.wsgi", f"--bind=127.0.0.1:{ports[WAGTAIL]}", *SERVE]
        serve(WAGTAIL, command, KEPT / "site", of_peer)
        rates = rates_of({name: (bases[name], paths[name]) for name in bases})
    print(
        f"{path}: {len(body.html.encode()):,} bytes, {len(body.data):,} as sent ({body.encoding or 'not compressed'})"
    )
    show(site, table, rates)


def rates_of(places: dict[str, tuple[str, str]]) -> dict[str, float]:
    """Pages a second, the median of the rounds, by name."""
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, (base, path) in places.items():
            rates[name].append(asked(base, [path], CONNECTIONS, ACCEPTED))
    return {name: statistics.median(found) for name, found in rates.items()}


def show(site: Site, table: Table, rates: dict[str, float]) -> None:
    for name, rate in rates.items():
        table.line(site.name, name, rate, "/s")
    for name, peer, least in ((ALONE, FILE, LEAST_ALONE), (BEHIND, FILE, LEAST_BEHIND)):
        table.line(site.name, f"{name}, beside {peer}", rates[name] / rates[peer], "x", least=least)
    times = rates[ALONE] / rates[WAGTAIL]
    table.line(site.name, f"{ALONE}, beside {WAGTAIL}", times, "x", least=LEAST_TIMES_WAGTAIL)


def others() -> list[str]:
    """The other benchmarks, each with what it says of itself."""
    found = []
    for file in sorted(Path(__file__).parent.glob("*.py")):
        text = file.read_text()
        if '__name__ == "__main__"' in text and file != Path(__file__):
            says = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
            found.append(f"  python -m tests.benchmarks.{file.stem:<15}{' '.join(says.split())}")
    return found


def main() -> int:
    missing = [name for name in ("wrk", "nginx") if not shutil.which(name)]
    print("Other benchmarks:", *others(), sep="\n")
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        names = " ".join(missing)
        print(f"{' and '.join(missing)} {verb} missing: on Debian and Ubuntu, 'sudo apt-get install {names}'.")
        return 1
    return status_of(measure)


if __name__ == "__main__":
    sys.exit(main())

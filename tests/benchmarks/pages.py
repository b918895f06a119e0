"""How many pages a second the site serves when none of them was ever shown before, beside a stock Wagtail page.

    python -m tests.benchmarks.pages

Both are served by gunicorn with two workers of four threads; `wrk` asks for them in turns, five rounds of five seconds
each (BENCHMARK_ROUNDS, BENCHMARK_SECONDS), and what is printed is the median. Wagtail, installed into a folder of its
own that is kept for the next run, shows a page that holds the text of our profile. Prints a table and ends with status
1 when a limit is broken. Needs `wrk`, and the publishers' whole files; with DATABASE_URL=postgres://... our pages come
from that server.
"""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import real_files
from .imports import Table, on_each_site
from .real_files import FOLDERS, ROOT, Site

PACKAGES = ["wagtail==8.0.1", "django~=5.2.0", "gunicorn~=27.0"]
KEPT = Path(tempfile.gettempdir()) / "careerinfo-benchmark-wagtail"
# Fewer and shorter ones tell while working on the code which way it goes.
ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCHMARK_SECONDS", "5"))
CONNECTIONS = 32
FEW_CONNECTIONS = 8
PEER = "a stock Wagtail page"
SERVE = ["--worker-class=gthread", "--workers=2", "--threads=4", "--log-level=error"]


@dataclass(frozen=True)
class Page:
    """What is asked for: `paths` in turn, and what share of the Wagtail page's rate is the least."""

    name: str
    paths: list[str]
    least: float


@contextmanager
def served(
    command: list[str], folder: Path, environment: dict[str, str], path: str
) -> Iterator[tuple[subprocess.Popen, Path]]:
    """A server that answers `path`, and its log; ended by its process id."""
    with tempfile.NamedTemporaryFile("w+b") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(300):
                if server.poll() is not None:
                    sys.exit(Path(log.name).read_text())
                try:
                    urllib.request.urlopen(path, timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield server, Path(log.name)
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def asked(base: str, paths: list[str], connections: int, header: str = "Accept: */*") -> float:
    """Pages a second; ends the benchmark where an answer is no page."""
    script = f"""
local paths = {{ {", ".join(json.dumps(path) for path in paths)} }}
local at = math.random(#paths)
function setup(thread) math.randomseed(os.time()) end
function request() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = [
            "wrk",
            "-t2",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "--timeout=20s",
            "-s",
            file.name,
            "-H",
            header,
            base,
        ]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if wrong := re.search(r"Non-2xx.*|Socket errors.*", out):
        sys.exit(f"{base}{paths[0]}: {wrong[0]}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def make_wagtail(text: str) -> dict[str, str]:
    """A project as `wagtail start` makes it, with one page whose body is `text`; the environment that serves it."""
    python = KEPT / "venv" / "bin" / "python"
    if not python.exists():
        print("Installing Wagtail ...")
        shutil.rmtree(KEPT, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(KEPT / "venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True, stderr=subprocess.DEVNULL)
    site = KEPT / "site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    subprocess.run([python.with_name("wagtail"), "start", "peer", str(site)], check=True, capture_output=True)
    models = site / "home" / "models.py"
    models.write_text(
        "from wagtail.admin.panels import FieldPanel\nfrom wagtail.fields import RichTextField\n"
        "from wagtail.models import Page\n\n\nclass HomePage(Page):\n    body = RichTextField(blank=True)\n"
        '    content_panels = [*Page.content_panels, FieldPanel("body")]\n'
    )
    (site / "home" / "templates" / "home" / "home_page.html").write_text(
        '{% extends "base.html" %}{% load wagtailcore_tags %}\n'
        "{% block content %}<h1>{{ page.title }}</h1>{{ page.body|richtext }}{% endblock %}\n"
    )
    (site / "body.html").write_text(text)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "peer.settings.benchmark",
    }
    (site / "peer" / "settings" / "benchmark.py").write_text(
        'from .base import *\n\nDEBUG = False\nSECRET_KEY = "for-benchmarks-only"\nALLOWED_HOSTS = ["127.0.0.1"]\n'
        'STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"\n'
    )
    fill = (
        "from pathlib import Path\nfrom home.models import HomePage\n"
        "page = HomePage.objects.get()\npage.body = Path('body.html').read_text()\npage.save_revision().publish()\n"
    )
    for arguments in (["makemigrations", "home"], ["migrate"], ["shell", "-c", fill]):
        subprocess.run([python, "manage.py", *arguments], cwd=site, env=environment, check=True, capture_output=True)
    return environment


def text_of(html: str) -> str:
    """The paragraphs, lists and headings of a page, as an editor would have pasted them into a rich text field."""
    found = re.findall(r"(?s)<(p|li|h2|h3|td|dd|dt)\b[^>]*>(.*?)</\1>", html)
    kept = []
    for tag, content in found:
        words = " ".join(re.sub(r"(?s)<[^>]+>", " ", content).split())
        shown_as = tag if tag.startswith("h") else "p"
        if words:
            kept.append(f"<{shown_as}>{words}</{shown_as}>")
    return "\n".join(kept)


def pages(slugs: list[str]) -> list[Page]:
    """Each but the rankings asks for hundreds of addresses, so that hardly any of them was asked for before."""
    words = sorted({word for slug in slugs for word in slug.split("-") if len(word) > 3})
    searches = [f"/careers/?q={one}+{other}" for one, other in zip(words, words[7:], strict=False)]
    filters = [
        f"/careers/?pay={pay}&education={level}&sort={sort}&page={page}"
        for pay in (40000, 60000, 80000)
        for level in ("high-school", "bachelor", "associate", "award")
        for sort in ("title", "pay", "growth", "openings")
        for page in (1, 2, 3)
    ]
    return [
        Page("profile", [f"/careers/{slug}/" for slug in slugs], 0.3),
        Page("search", searches, 0.4),
        Page("filters", filters, 0.4),
        Page("list", [f"/careers/?page={page}" for page in range(1, 38)], 0.4),
        Page("rankings", ["/rankings/"], 0.4),
    ]


def fill(site: Site) -> None:
    """The demo, and all that the publishers' files bring, approved and published."""
    real_files.empty(site)
    for arguments in (["load_demo"], ["import_data", *FOLDERS, "--approve", "--publish"]):
        done = site.manage(*arguments)
        if done.code:
            raise SystemExit(done.output)


def slugs_of(site: Site) -> list[str]:
    connection = real_files.open_database(site)
    try:
        found = connection.execute("SELECT slug FROM careers_career WHERE status = 'published' ORDER BY id")
        return [slug for (slug,) in found.fetchall()]
    finally:
        connection.close()


def measure(site: Site, table: Table) -> None:
    fill(site)
    site.manage("collectstatic", "--noinput", "--verbosity", 0)
    port, peer_port = free_port(), free_port()
    ours, peer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peer_port}"
    environment = {**site.environment, "PORT": str(port), "WEB_CONCURRENCY": "2", "THREADS": "4"}
    # Each page is rendered each time.
    environment["PAGE_CACHE_MB"] = "0"
    command = [sys.executable, "-m", "gunicorn", "careerinfo.wsgi"]
    asked_for = pages(slugs_of(site))
    with served(command, ROOT, environment, f"{ours}/healthz"):
        with urllib.request.urlopen(ours + asked_for[0].paths[len(asked_for[0].paths) // 2]) as answer:
            of_peer = make_wagtail(text_of(answer.read().decode()))
        peer_command = [str(KEPT / "venv/bin/gunicorn"), "peer.wsgi", f"--bind=127.0.0.1:{peer_port}", *SERVE]
        with served(peer_command, KEPT / "site", of_peer, f"{peer}/"):
            rates = rates_of(ours, peer, asked_for)
    wagtail = rates.pop(PEER)
    table.line(site.name, PEER, wagtail, "/s")
    for page in asked_for:
        table.line(site.name, page.name, rates[page.name], "/s")
        table.line(site.name, "  beside the Wagtail page", rates[page.name] / wagtail, "x", least=page.least)
    few = rates[f"{asked_for[0].name}, few connections"]
    table.line(site.name, "profile, 32 connections beside 8", rates[asked_for[0].name] / few, "x", least=0.95)


def rates_of(ours: str, peer: str, asked_for: list[Page]) -> dict[str, float]:
    """Pages a second, the median of the rounds, by name."""
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        rates[PEER].append(asked(peer, ["/"], CONNECTIONS))
        for page in asked_for:
            rates[page.name].append(asked(ours, page.paths, CONNECTIONS))
        first = asked_for[0]
        rates[f"{first.name}, few connections"].append(asked(ours, first.paths, FEW_CONNECTIONS))
    return {name: statistics.median(found) for name, found in rates.items()}


def main() -> int:
    if not shutil.which("wrk"):
        print("wrk is missing: on Debian and Ubuntu, 'sudo apt-get install wrk'.")
        return 1
    return on_each_site(measure)


if __name__ == "__main__":
    sys.exit(main())

"""Two web servers behind nginx are one site: whoever is asked knows what the other was told."""

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from careers.models import Career

from ..factories import form_opened, make_answer, make_career, make_question, make_staff
from .nginx import HOST, Nginx
from .test_server import free_port
from .two_servers import Server, two_servers

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")

# So often that each of the two is asked.
TIMES = 6


@dataclass
class Site:
    nginx: Nginx
    servers: list[Server]

    def each(self, path: str, **values) -> list:
        """The answers to a request that comes `TIMES` times, of one server after the other."""
        return [self.nginx.ask(path, **values) for _ in range(TIMES)]


@pytest.fixture
def site(on_disk, tmp_path) -> Iterator[Site]:
    with two_servers(on_disk, tmp_path, SITE_URL=f"https://{HOST}") as servers:
        # A line of nginx's file for each.
        first, second = (one.port for one in servers)
        both = f"{first} max_fails=0; server 127.0.0.1:{second}"
        nginx = Nginx(tmp_path / "nginx", plain_port=free_port(), port=free_port(), site_port=both, static=tmp_path)
        try:
            yield Site(nginx, servers)
        finally:
            nginx.end()


def test_whoever_is_asked_knows_what_the_other_was_told(site):
    a_change_is_on_the_next_page_of_both(site)
    who_signed_in_at_one_is_signed_in_at_both_until_they_sign_out(site)
    who_votes_at_both_is_counted_once(site)
    where_one_is_gone_the_other_answers(site)


def a_change_is_on_the_next_page_of_both(site: Site) -> None:
    career = make_career(summary="As it was.")
    # nginx asks them for each address with a query.
    page = f"{career.get_absolute_url()}?of=both"
    assert all(b"As it was." in answer.body for answer in site.each(page))
    Career.objects.filter(pk=career.pk).update(summary="As it is now.")
    assert all(b"As it is now." in answer.body for answer in site.each(page))


def who_signed_in_at_one_is_signed_in_at_both_until_they_sign_out(site: Site) -> None:
    browser = Client()
    browser.force_login(make_staff(username="ada"))
    cookie = f"__Host-sessionid={browser.session.session_key}"
    # They are asked for a second step, and not for their password.
    answers = site.each("/admin/", Cookie=cookie)
    assert {answer.headers["Location"] for answer in answers} == {"/admin/account/"}
    browser.session.flush()
    answers = site.each("/admin/", Cookie=cookie)
    assert {answer.headers["Location"] for answer in answers} == {"/admin/login/?next=/admin/"}


def who_votes_at_both_is_counted_once(site: Site) -> None:
    question = make_question(status="published", published_at=timezone.now())
    make_answer(question=question)
    # As nginx passes on what a visitor at another machine sends.
    headers = {"Host": HOST, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    statuses = []
    for server in site.servers * 2:
        form = f"helpful=yes&opened={form_opened()}"
        server.connection.request("POST", f"/questions/{question.pk}/helpful/", form, headers)
        answer = server.connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    assert statuses == [302, 429, 429, 429]
    question.refresh_from_db()
    assert question.helpful == 1


def where_one_is_gone_the_other_answers(site: Site) -> None:
    # With its worker, as when a machine is switched off.
    os.killpg(site.servers[0].process.pid, signal.SIGKILL)
    site.servers[0].process.wait()
    assert {answer.status for answer in site.each("/careers/?of=both")} == {200}

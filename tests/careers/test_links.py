"""Links to other sites: which there are, what is asked of those sites, and what staff are told."""

import socket
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

from careers.links import checking, fetching
from careers.links.fetching import Answer, Head
from careers.models import CheckedLink, Organization, Source

from ..factories import make_answer, make_career, make_question, make_school
from ..site.staff_pages import staff_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("The network was used.")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def check(answers: dict[str, Answer], *, most: int = 100, seconds: float = 600, takes: float = 0) -> list[str]:
    """The addresses that were asked at, in order; each answer takes so long."""
    clock, asked = Clock(), []

    def fetch(url: str) -> Answer:
        asked.append(f"{url} at {clock.now:g}")
        clock.now += takes
        return answers.get(url, Answer(status=200))

    checking.check(most=most, seconds=seconds, fetch=fetch, clock=clock, sleep=clock.sleep)
    return asked


def test_all_links_of_pages_are_looked_at_each_once_and_one_site_is_not_hurried():
    career = make_career(description="See [the board](https://board.example/a) or <https://board.example/b>, not `x`.")
    Source.objects.create(career=career, name="Board", url="https://board.example/a")
    make_school(name="Harbor", url="https://harbor.example/")
    answer = "Ask [them](http://them.example/?a=1&b=2). [Here](/careers/) [Mail](mailto:a@b.example)"
    make_question(status="published", answers=(answer,))
    asked = check({})
    assert {line.partition(" at ")[0] for line in asked} >= {
        *("https://board.example/a", "https://board.example/b"),
        *("https://harbor.example/", "http://them.example/?a=1&b=2"),
    }
    assert len(asked) == len(set(asked)) == CheckedLink.objects.count()
    times = [float(line.partition(" at ")[2]) for line in asked if "//board.example" in line]
    assert times[1] - times[0] >= 1
    places = CheckedLink.objects.get(url="https://board.example/a").places
    assert places == [{"model": "careers.career", "pk": career.pk, "name": career.title}]
    career.delete()
    check({})
    assert not CheckedLink.objects.filter(url__contains="board.example").exists()


def test_the_oldest_look_comes_first_within_number_and_time():
    for number in range(5):
        Organization.objects.create(name=f"Board {number}", url=f"https://board{number}.example/")
    CheckedLink.objects.all().delete()
    ours = [f"https://board{number}.example/" for number in range(5)]
    checking.keep_list()
    CheckedLink.objects.exclude(url__in=ours).update(is_trusted=True)
    first = check({}, most=2)
    second = check({}, seconds=25, takes=10)
    assert [line.partition(" at ")[0] for line in [*first, *second]] == ours
    assert CheckedLink.objects.get(url=ours[4]).state == "fine"


def test_what_was_found_is_said_and_only_what_is_broken_waits_on_the_desk(text_of):
    answers = {
        "gone": Answer(status=404),
        "moved": Answer(status=200, moved_to="https://new.example/"),
        "refused": Answer(status=403),
        "failing": Answer(status=503),
        "silent": Answer(problem="It did not answer."),
        "nameless": Answer(problem="There is no site of this name.", is_certain=True),
        "fine": Answer(status=200),
    }
    answers = {f"https://{name}.example/": answer for name, answer in answers.items()}
    for address in answers:
        Organization.objects.create(name=address, url=address)
    check(answers)

    def states() -> dict[str, str]:
        links = CheckedLink.objects.filter(url__in=answers)
        return {link.url[8:-9]: link.state for link in links}

    once = {
        **{"gone": "broken", "moved": "moved", "refused": "unsure", "failing": "unsure"},
        **{"silent": "unsure", "nameless": "broken", "fine": "fine"},
    }
    assert states() == once
    staff = staff_with("change_checkedlink", "change_organization")
    assert "2 links to other sites are broken Correct it where it stands" in text_of(staff.get("/admin/"))
    check(answers)
    check(answers)
    assert states() == {**once, "failing": "broken", "silent": "broken"}
    page = staff.get("/admin/careers/checkedlink/?state__exact=broken&is_trusted__exact=0")
    assert "There is no such page (404)." in text_of(page)
    pk = Organization.objects.get(url="https://gone.example/").pk
    assert f'<a href="/admin/careers/organization/{pk}/change/">' in page.content.decode()
    broken = list(CheckedLink.objects.broken().values_list("pk", flat=True))
    staff.post("/admin/careers/checkedlink/", {"action": "trust", "_selected_action": broken})
    assert "Nothing waits for you right now." in text_of(staff.get("/admin/"))
    assert not [line for line in check(answers) if "//gone.example" in line]


def test_the_list_is_kept_whatever_pages_link_to_and_whoever_else_keeps_it(monkeypatch):
    longest, too_long = (f"https://long.example/{'a' * letters}" for letters in (979, 980))
    make_career(description=f"[Long]({longest}) [Too long]({too_long}) [Both](https://both.example/)")
    create = CheckedLink.objects.bulk_create

    def after_another_run(links, **options):
        CheckedLink.objects.create(url="https://both.example/", is_trusted=True)
        return create(links, **options)

    def while_another_run_forgets_it(url: str) -> Answer:
        CheckedLink.objects.filter(url=url).delete()
        return Answer(status=404)

    monkeypatch.setattr(CheckedLink.objects, "bulk_create", after_another_run)
    checking.keep_list()
    ours = CheckedLink.objects.filter(url__regex="^https://(long|both).example/")
    assert set(ours.values_list("url", "is_trusted")) == {(longest, False), ("https://both.example/", True)}
    monkeypatch.undo()
    checking.check(most=100, seconds=600, fetch=while_another_run_forgets_it, sleep=lambda _: None)
    assert [link.url for link in ours] == ["https://both.example/"]


def test_of_answers_what_readers_see_is_looked_at_sources_too():
    sources = "The board's handbook https://board.example/handbook\nMy own notes\n\nhttps://alone.example/\n"
    seen = {"status": "published", "text": "See [this](https://seen.example/).", "sources": sources}
    make_answer(question=make_question(status="published"), **seen)
    for question, answer in (("published", "draft"), ("withdrawn", "published")):
        text = f"See [that](https://{question}-{answer}.example/)."
        make_answer(question=make_question(status=question), status=answer, text=text)
    checking.keep_list()
    found = set(CheckedLink.objects.filter(places__0__model="signups.question").values_list("url", flat=True))
    assert found == {"https://board.example/handbook", "https://alone.example/", "https://seen.example/"}


def test_what_a_visitor_asked_is_neither_kept_nor_shown_with_a_link(text_of):
    question = make_question(
        text="Can Ann get in?", status="published", answers=("See [this](https://answer.example/).",)
    )
    checking.keep_list()
    link = CheckedLink.objects.get(url="https://answer.example/")
    place = {"model": "signups.question", "pk": question.pk}
    assert link.places == [{**place, "name": "an answer to a question"}]
    # Until the next look, the list may hold what an earlier one kept.
    CheckedLink.objects.filter(pk=link.pk).update(places=[{**place, "name": "Can Ann get in?"}])
    page = "/admin/careers/checkedlink/?q=answer.example"
    assert "In question" in (shown := text_of(staff_with("change_checkedlink").get(page)))
    assert "Ann" not in shown


def followed(*heads: Head) -> tuple[Answer, list[str]]:
    asked, answers = [], iter(heads)

    def head(address: str, method: str) -> Head:
        asked.append(f"{method} {address}")
        return next(answers)

    return fetching.fetch("http://a.example/1", head), asked


def test_redirects_are_followed_and_only_a_lasting_one_is_a_move():
    answer, asked = followed(Head(301, "/2"), Head(308, "https://b.example/3"), Head(200))
    assert (answer.status, answer.moved_to) == (200, "https://b.example/3")
    assert asked == ["HEAD http://a.example/1", "HEAD http://a.example/2", "HEAD https://b.example/3"]
    assert followed(Head(301, "/2"), Head(302, "/3"), Head(200))[0] == Answer(status=200)
    assert followed(Head(405), Head(200))[1] == ["HEAD http://a.example/1", "GET http://a.example/1"]
    assert followed(*[Head(301, "/1")] * 9)[0].problem == "It leads on and on, without an end."
    assert followed(Head(301, "file:///etc/passwd"), Head(200))[1][1] == "HEAD file:///etc/passwd"


def test_what_is_no_web_address_is_said_to_be_none_wherever_it_stands():
    nowhere = Answer(problem="It leads to no web address.", is_certain=True)
    for location in ("http://[::1", "/a\0b", "https://b.example/\x7f", "/a\r\n b"):
        answer, asked = followed(Head(301, location), Head(200))
        assert (answer, len(asked)) == (nowhere, 1), location
    for address in ("http://a b/", "https://a b/", "http://[::1", "http://a\0b/", f"http://{'a' * 64}.example/"):
        assert fetching.fetch(address) == nowhere, address


PRIVATE = [
    *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *(
        "::7f00:1",
        "::ffff:0:7f00:1",
        "fec0::1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
    ),
]


def test_only_public_addresses_are_asked_and_only_the_one_that_was_looked_at(monkeypatch):
    found, connected = [], []

    def connect(address, *args, **kwargs):
        connected.append(address)
        raise ConnectionRefusedError

    def name_server(host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", name_server)
    monkeypatch.setattr(socket, "create_connection", connect)
    for private in PRIVATE:
        found[:] = ["93.184.215.14", private]
        assert fetching.fetch("http://a.example/").problem == "It leads into a private network.", private
    assert connected == []
    for address in ("ftp://a.example/", "file:///etc/passwd", "http://a.example:22/", "http:///x", "http://a:x/"):
        assert fetching.fetch(address).is_certain, address
    assert connected == []
    found[:] = ["93.184.215.14"]
    assert fetching.fetch("https://a.example/") == Answer(problem="It did not answer.")
    assert set(connected) == {("93.184.215.14", 443)}


def test_a_site_that_never_ends_agreeing_on_tls_is_left_when_time_is_over(monkeypatch):
    made, heard = [], []

    class Timer:
        def __init__(self, seconds: float, end: Callable[[], None]) -> None:
            made.append(end)

        def start(self) -> None: ...

        def cancel(self) -> None: ...

    def say_nothing(site: socket.socket) -> None:
        with site.accept()[0] as peer:
            peer.settimeout(2)
            peer.recv(65_536)
            made[0]()
            with suppress(TimeoutError):
                heard.append(peer.recv(65_536))

    with socket.create_server(("127.0.0.1", 0)) as site, socket.socket() as line, ThreadPoolExecutor() as pool:
        silent = pool.submit(say_nothing, site)
        line.settimeout(10)
        line.connect(site.getsockname())
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.215.14", 443))])
        monkeypatch.setattr(socket, "create_connection", lambda *_, **__: line)
        monkeypatch.setattr(threading, "Timer", Timer)
        assert fetching.fetch("https://a.example/") == Answer(problem="It did not answer.")
        silent.result()
    assert heard == [b""]


def test_the_command_says_what_it_found_and_refuses_what_cannot_be(capsys, monkeypatch):
    monkeypatch.setattr("careers.management.commands.check_links.check", lambda **_: Counter(broken=2, fine=1_000))
    call_command("check_links")
    assert capsys.readouterr().out == "Links looked at: 1,000 fine, 2 broken.\n"
    for option in ("--most=0", "--most=10001", "--seconds=-1"):
        with pytest.raises(CommandError, match="takes a number from 1 to"):
            call_command("check_links", option)

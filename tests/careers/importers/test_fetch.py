"""Downloading the publishers' files, from a server on this machine that behaves well and badly."""

import errno
import hashlib
import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from careers.importers import fetch
from careers.importers.fetch import Source, fetch_all

from .publisher import publishing
from .workbooks import write_workbook


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def workbook(folder, seed: int = 1) -> bytes:
    """A workbook that does not pack well, so that a connection can break in the middle of it."""
    numbers = random.Random(seed)
    rows = [[numbers.random() for _ in range(20)] for _ in range(200)]
    return write_workbook(folder / "made.xlsx", {"Sheet": rows}).read_bytes()


@pytest.fixture
def body(tmp_path):
    return workbook(tmp_path)


@pytest.fixture
def publisher(body):
    with publishing(body=body) as publisher:
        yield publisher


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def run(publisher, folder, name="figures.xlsx", **options) -> tuple[list[str], list[str]]:
    """The names of the files that failed, and the lines that were said."""
    lines = []
    failed = fetch_all([Source(f"{publisher.url}/{name}")], folder, lines.append, **options)
    return [source.name for source in failed], lines


def test_a_file_is_fetched_whole_with_its_sum(publisher, folder, body):
    failed, [line] = run(publisher, folder)
    sha256 = hashlib.sha256(body).hexdigest()
    assert failed == []
    assert (folder / "figures.xlsx").read_bytes() == body
    assert line == f"figures.xlsx: fetched, {len(body):,} bytes, SHA-256 {sha256}"
    assert (folder / "SHA256SUMS").read_text() == f"{sha256}  figures.xlsx\n"
    assert not (folder / "figures.xlsx.part").exists()


def test_the_publisher_is_told_who_asks(publisher, folder, settings):
    settings.SITE_URL = "https://careers.example.org"
    settings.CONTACT_EMAIL = "office@example.org"
    run(publisher, folder)
    assert publisher.requests[0]["User-Agent"] == "careerinfo/1.0 (https://careers.example.org; office@example.org)"


def test_a_complete_file_is_not_fetched_again(publisher, folder, body):
    run(publisher, folder)
    publisher.body = b"would be refused"
    failed, [line] = run(publisher, folder)
    assert failed == []
    assert line.startswith("figures.xlsx: unchanged, ")
    assert (folder / "figures.xlsx").read_bytes() == body


def test_a_file_that_the_publisher_changed_is_fetched_again(publisher, folder, tmp_path):
    run(publisher, folder)
    publisher.body, publisher.etag = workbook(tmp_path, seed=2), '"two"'
    failed, [line] = run(publisher, folder)
    assert failed == []
    assert "fetched" in line
    assert (folder / "figures.xlsx").read_bytes() == publisher.body
    assert hashlib.sha256(publisher.body).hexdigest() in (folder / "SHA256SUMS").read_text()


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"PK")])
def test_a_file_that_was_lost_here_is_fetched_again(publisher, folder, body, damage):
    run(publisher, folder)
    damage(folder / "figures.xlsx")
    _, [line] = run(publisher, folder)
    assert "fetched" in line
    assert (folder / "figures.xlsx").read_bytes() == body


def test_a_connection_that_breaks_is_tried_once_more(publisher, folder, body):
    publisher.breaks = [1000, None]
    failed, [line] = run(publisher, folder)
    assert failed == []
    assert "fetched" in line
    assert len(publisher.requests) == 2
    assert (folder / "figures.xlsx").read_bytes() == body


def test_nothing_of_a_file_that_broke_off_is_kept(publisher, folder, body):
    publisher.breaks = [1000, 500]
    failed, [line] = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    said = f"The connection failed (it broke after 500 of {len(body):,} bytes). Fetch again later."
    assert line == f"figures.xlsx: {said}"
    assert [path.name for path in folder.iterdir() if path.name.startswith("figures")] == []
    assert (folder / "SHA256SUMS").read_text() == ""
    failed, _ = run(publisher, folder)
    assert failed == []
    assert (folder / "figures.xlsx").read_bytes() == body


def test_a_connection_that_breaks_leaves_the_file_of_before(publisher, folder, body, tmp_path):
    run(publisher, folder)
    publisher.body, publisher.etag = workbook(tmp_path, seed=2), '"two"'
    publisher.breaks = [1000, 500]
    failed, _ = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    assert (folder / "figures.xlsx").read_bytes() == body
    assert hashlib.sha256(body).hexdigest() in (folder / "SHA256SUMS").read_text()
    run(publisher, folder)
    assert (folder / "figures.xlsx").read_bytes() == publisher.body


def test_a_file_without_a_version_is_fetched_each_time(publisher, folder, body):
    publisher.etag = publisher.last_modified = ""
    run(publisher, folder)
    failed, [line] = run(publisher, folder)
    assert failed == []
    assert "fetched" in line
    assert (folder / "figures.xlsx").read_bytes() == body


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "There is no file at http://127.0.0.1:{port}/figures.xlsx (404). Is there such a release?"),
        (403, "(403). Set SITE_URL and CONTACT_EMAIL to your own"),
        (503, "The publisher answered 503 for"),
    ],
)
def test_a_refusal_is_one_plain_line(publisher, folder, status, said):
    publisher.status = status
    failed, [line] = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    assert said.format(port=publisher.url.rpartition(":")[2]) in line
    assert "\n" not in line
    assert not (folder / "figures.xlsx").exists()


def test_a_publisher_that_does_not_answer(publisher, folder):
    publisher.silent = True
    failed, [line] = run(publisher, folder, timeout=0.1)
    assert failed == ["figures.xlsx"]
    assert line == "figures.xlsx: The publisher did not answer in time. Fetch again later."


def test_a_publisher_that_is_not_there(folder):
    with publishing() as gone:
        pass
    failed, [line] = run(gone, folder)
    assert failed == ["figures.xlsx"]
    assert "The connection failed" in line


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><title>Access denied</title>", "is neither a workbook nor a zip. This is a web page"),
        (b"\n<html>Come back later</html>", "is neither a workbook nor a zip. This is a web page"),
        (b"OCC_CODE,OCC_TITLE\n", "is neither a workbook nor a zip"),
        (b"<!-- served --><html>No</html>", "is neither a workbook nor a zip. This is a web page"),
        (b"Access Denied", "This is not a file but a text, “Access Denied”"),
        (b'{"message": "Forbidden"}', "This is an error answer (JSON), “Forbidden”"),
        (b"PK\x03\x04 and then nothing of a zip", "is neither a workbook nor a zip"),
    ],
)
def test_what_is_not_the_file_is_refused(publisher, folder, body, said):
    publisher.body = body
    failed, [line] = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    assert said in line
    assert [path.name for path in folder.iterdir() if path.name.startswith("figures")] == []


def test_a_disk_without_room_is_told_as_such(publisher, folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "figures.xlsx.part")

    monkeypatch.setattr(fetch, "_written", full)
    failed, [line] = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    assert line == "figures.xlsx: It cannot be written: No space left on device."


def test_the_file_of_before_stays_when_a_web_page_comes_in_its_place(publisher, folder, body):
    run(publisher, folder)
    publisher.body, publisher.etag = b"<html>Down for repairs</html>", '"page"'
    failed, _ = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    assert (folder / "figures.xlsx").read_bytes() == body
    assert hashlib.sha256(body).hexdigest() in (folder / "SHA256SUMS").read_text()


def test_a_file_that_is_far_too_large_is_refused(publisher, folder, monkeypatch):
    monkeypatch.setattr(fetch, "MAX_SIZE", 1000)
    failed, [line] = run(publisher, folder)
    assert failed == ["figures.xlsx"]
    assert "more than 1,000 is not expected" in line


def test_the_others_are_fetched_when_one_fails(publisher, folder, body):
    wanted = [
        Source("http://127.0.0.1:1/bad.xlsx"),
        Source(f"{publisher.url}/good.xlsx"),
    ]
    lines = []
    assert fetch_all(wanted, folder, lines.append) == wanted[:1]
    assert (folder / "good.xlsx").read_bytes() == body
    assert [line.partition(":")[0] for line in lines] == ["bad.xlsx", "good.xlsx"]


def test_the_command_fetches_every_data_set(publisher, folder, monkeypatch):
    names = [source.name for source in fetch.sources("29.3", 2024)]
    assert names == [
        "db_29_3_excel.zip",
        "oesm24nat.zip",
        "oesm24in4.zip",
        "oesm24st.zip",
        "oesm24ma.zip",
        "occupation.xlsx",
        "soc_structure_2018.xlsx",
    ]
    asked = []

    def local(onet, year):
        asked.append((onet, year))
        return [Source(f"{publisher.url}/{name}") for name in names]

    monkeypatch.setattr(fetch, "sources", local)
    output = StringIO()
    call_command("fetch_data", folder, "--onet", "29.3", "--year", "2024", stdout=output)
    assert asked == [("29.3", 2024)]
    assert len(output.getvalue().splitlines()) == 7
    assert len((folder / "SHA256SUMS").read_text().splitlines()) == 7


def test_the_command_fails_when_a_file_does(publisher, folder, monkeypatch):
    publisher.status = 404
    monkeypatch.setattr(fetch, "sources", lambda *_: [Source(f"{publisher.url}/a.zip")])
    output = StringIO()
    with pytest.raises(CommandError, match="1 of 1 files could not be fetched"):
        call_command("fetch_data", folder, stdout=output)
    assert output.getvalue().startswith("a.zip: There is no file at")


@pytest.mark.parametrize("label", ["24.3", "29.7", "latest"])
def test_the_command_knows_which_releases_there_are(folder, label):
    with pytest.raises(CommandError, match=r"O\*NET"):
        call_command("fetch_data", folder, "--onet", label)


def test_every_address_is_the_publishers_own_over_https():
    for source in fetch.sources():
        assert source.url.startswith(("https://www.onetcenter.org/", "https://www.bls.gov/"))
        assert source.url.endswith(source.name)

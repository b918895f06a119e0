"""What somebody who waits for an import sees of how far it is."""

import re
from io import StringIO

import pytest

from careers.importers import loading, reading, staging
from careers.releases import console
from careers.releases.console import Progress

from .everything import METROPOLITAN, NATIONAL, ONET, PROJECTIONS, column, import_data, of_year
from .onet_samples import TEXT

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def watch(monkeypatch):
    """Imports on a terminal, where every step is written however small it is; gives the lines that were seen."""
    monkeypatch.setattr(console, "PROGRESS_SECONDS", -1)
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(reading, "READ_AT_ONCE", 400)
    monkeypatch.setattr(loading, "batches", lambda rows: staging.batches(rows, 2))

    def watched(*paths, columns=120, **options) -> list[str]:
        terminal = Terminal()
        monkeypatch.setenv("COLUMNS", str(columns))
        with monkeypatch.context() as patch:
            patch.setattr("sys.stderr", terminal)
            import_data(*paths, **options)
        assert terminal.getvalue().endswith("\r")
        return lines(terminal)

    return watched


def lines(stream: StringIO) -> list[str]:
    return [line.rstrip() for line in stream.getvalue().split("\r") if line.strip()]


def many_areas(folder):
    def change(rows):
        at = column(rows, "AREA")
        rows[1:] = [[*row[:at], 10_000 + area, *row[at + 1 :]] for area in range(60) for row in rows[1:3]]

    return of_year(2024, folder, METROPOLITAN, change)


@pytest.mark.parametrize("path", [many_areas, ONET, TEXT])
def test_a_bar_grows_to_its_end_while_files_are_read(path, watch, tmp_path):
    seen = watch(path(tmp_path) if callable(path) else path)
    bars = [re.fullmatch(r"\[(#*)(\.*)\] +(\d+)%  Reading .*?(?:  (\d+) rows)?", line) for line in seen]
    found = [(int(bar[3]), len(bar[1]), int(bar[4] or 0)) for bar in bars if bar]
    assert found == sorted(found)
    assert len({percent for percent, *_ in found}) > 3
    assert found[0][0] < 50
    assert found[-1][:2] == (100, 20)
    assert found[-1][2] > 5


def test_after_reading_it_says_what_takes_so_long(watch):
    assert watch(NATIONAL, approve=True)[-2:] == ["Comparing with what is shown", "Showing it to visitors"]


def test_where_no_total_is_known_rows_are_counted(monkeypatch):
    monkeypatch.setattr(console, "PROGRESS_SECONDS", -1)
    terminal = Terminal()
    progress = Progress(terminal)
    progress("Reading pay", 0)
    progress("Reading pay", 1200)
    assert lines(terminal) == ["Reading pay", "Reading pay  1,200 rows"]


def test_a_line_is_never_longer_than_the_terminal(watch):
    seen = watch(NATIONAL, columns=40)
    assert max(map(len, seen)) <= 39
    assert any(line.startswith("[####################] 100%  Reading") for line in seen)


def test_a_log_gets_plain_lines(monkeypatch):
    stream = StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    import_data(NATIONAL, PROJECTIONS, approve=True)
    assert stream.getvalue().splitlines() == [
        "Reading Pay, national (OEWS), May 2024 ...",
        "Reading Employment projections, 2024–34 ...",
        "Comparing with what is shown ...",
        "Showing it to visitors ...",
    ]

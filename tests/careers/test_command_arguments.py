"""Numbers, years, labels and paths given to commands: what cannot be is refused in a line, and changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from careers.importers import fetch
from careers.models import Release
from tests.factories import make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_fetched(monkeypatch):
    """Fetching anything at all would be the fault that these tests look for."""

    def refuse(*_):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(fetch, "fetch_all", refuse)


@pytest.mark.parametrize("year", [-1, 0, 24, 1999, 2019, 2099, 20_245, 10**20])
def test_years_without_pay_figures_are_refused(year, tmp_path):
    with pytest.raises(
        CommandError, match=f"There are no pay figures of May {year} to fetch: --year takes a year from"
    ):
        call_command("fetch_data", tmp_path / "downloads", f"--year={year}")
    assert not (tmp_path / "downloads").exists()


@pytest.mark.parametrize("label", ["", " ", "-1", "29", "29.4", "24.3", "99.3", "29.3.1", "../29.3", "٢٩.٣"])
def test_releases_of_onet_that_there_are_not_are_refused(label, tmp_path):
    with pytest.raises(CommandError, match=r"O\*NET"):
        call_command("fetch_data", tmp_path / "downloads", f"--onet={label}")
    assert not (tmp_path / "downloads").exists()


@pytest.mark.parametrize("command", ["fetch_data", "import_data"])
@pytest.mark.parametrize("path", ["", " ", "a\0b"])
def test_an_empty_path_is_not_the_folder_that_one_is_in(command, path):
    with pytest.raises(CommandError, match=r"a path is empty|no path can hold"):
        call_command(command, path)


def test_a_file_in_place_of_a_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.undo()
    (tmp_path / "downloads").write_text("")
    with pytest.raises(CommandError, match=r"downloads cannot be written: File exists\."):
        call_command("fetch_data", tmp_path / "downloads")


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "99999999999999999999"])
@pytest.mark.parametrize("command", ["approve", "rollback", "releases"])
def test_numbers_that_no_release_can_have_are_refused(command, number):
    with pytest.raises(CommandError, match=rf"There is no release {number}; manage\.py releases lists them\."):
        call_command(command, number)


@pytest.mark.parametrize("text", ["", " ", "x", "1.5", "1e3", "0x1", "1_0", "²", "٣", "１"])
@pytest.mark.parametrize(
    "command", [["approve"], ["rollback"], ["releases"], ["prune_releases", "--keep"], ["fetch_data", "d", "--year"]]
)
def test_what_is_no_number_is_said_to_be_none(command, text):
    with pytest.raises(CommandError) as refused:
        call_command(*command[:-1], f"{command[-1]}={text}" if command[-1].startswith("--") else command[0], text)
    assert f"“{text}” is not a whole number" in str(refused.value)


@pytest.mark.parametrize("keep", ["0", "-1", "99999999999999999999"])
@pytest.mark.parametrize("dry_run", [False, True])
def test_numbers_that_are_no_number_of_releases_are_refused(keep, dry_run):
    make_release("oews-industry", state=Release.State.SUPERSEDED)
    with pytest.raises(CommandError, match=r"Keep at least 1|There are not so many releases"):
        call_command("prune_releases", f"--keep={keep}", dry_run=dry_run)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("period", ["May 0000", "0", "24", "May 2024-25", "2024 ", "May 1066", "9999", "-2024"])
def test_periods_that_cannot_be_are_refused(period, tmp_path):
    (tmp_path / "notes.md").write_text("x")
    with pytest.raises(CommandError, match=r"is not a period of these figures|cannot be right for these figures"):
        call_command("import_data", tmp_path, f"--period={period}")

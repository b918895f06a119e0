"""What staff do with releases at the command line: list, compare, approve, roll back, prune."""

import pytest
from django.core.management import CommandError

from careers.models import CareerChange, IndustryPay, Pay, Release
from tests.factories import make_release

from .everything import (
    FOLDERS,
    NATIONAL,
    ONET,
    PROJECTIONS,
    SECTOR,
    column,
    everything,
    import_data,
    of_year,
    row_of,
    run,
    states,
)

pytestmark = pytest.mark.django_db


def number_of(period: str, data_set: str = "oews-national") -> int:
    return Release.objects.filter(period=period, data_set=data_set).latest("pk").pk


def two_years(folder, change=lambda rows: None) -> tuple[int, int]:
    """Numbers of a live release of pay, and of a staged one of the year after."""
    import_data(NATIONAL, approve=True)
    import_data(of_year(2025, folder, change=change))
    return number_of("May 2024"), number_of("May 2025")


def test_the_list_names_every_release_and_what_comes_next(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "maria")
    assert run("releases") == "No release is loaded: manage.py import_data PATH.\n"
    import_data(NATIONAL, approve=True)
    import_data(ONET)
    heads, _, national, onet = run("releases").splitlines()
    assert heads.split() == ["Release", "Data", "set", "Period", "State", "Loaded", "Decided", "Next", "due"]
    assert str(number_of("May 2024")) == national.split()[0]
    assert "Pay, national (OEWS)" in national
    assert " live " in national
    assert national.count("maria (command line)") == 2
    assert "May 2026" in national
    assert "May 2025 (29.3)" in onet
    assert " staged " in onet
    assert onet.count("maria (command line)") == 1


def test_a_staged_release_is_described_by_what_it_changes(tmp_path):
    def change(rows):
        rows.remove(row_of(rows, "11-1031"))
        row_of(rows, "29-2072")[column(rows, "TOT_EMP")] = 500_000.0

    _, staged = two_years(tmp_path, change)
    lines = run("releases", staged).splitlines()
    assert lines[0].startswith(f"Release {staged}: Occupational Employment and Wage Statistics, May 2025 (staged), 14")
    assert lines[1] == "Beside: Occupational Employment and Wage Statistics, May 2024"
    assert lines[lines.index("Gone: 1") + 1] == "  11-1031 Legislators"
    outliers = lines[lines.index("Outliers: 1") + 1]
    assert "29-2072 Medical Records Specialists: Employment 187,910 -> 500,000 (+166.1%)" in outliers


def test_the_first_release_of_a_data_set_is_described_too():
    import_data(PROJECTIONS)
    output = run("releases", number_of("2024–34", "projections"))
    assert "Beside: nothing; this would be the first of its data set" in output


def test_a_data_set_that_is_not_compared_says_so():
    directory = make_release("ipeds-directory", title="School directory")
    with pytest.raises(CommandError, match=rf"Release {directory.pk} \(School directory, .* not compared"):
        run("releases", directory.pk)


def test_approved_a_release_takes_the_place_of_the_one_before(tmp_path):
    live, staged = two_years(tmp_path)
    output = run("approve", staged)
    assert f"Release {staged}, Occupational Employment and Wage Statistics, May 2025, is live." in output
    assert Release.objects.get(pk=live).state == "superseded"


def test_approving_an_older_release_says_which_one_stays_live(tmp_path):
    live, _ = two_years(tmp_path)
    import_data(of_year(2023, tmp_path))
    older = number_of("May 2023")
    assert run("approve", older) == (
        f"Release {older}, Occupational Employment and Wage Statistics, May 2023, is shown as an earlier release; "
        f"live is release {live}, Occupational Employment and Wage Statistics, May 2024.\n"
    )


def test_every_difference_is_listed_when_asked_for(tmp_path):
    def change(rows):
        for row in rows[1:]:
            if isinstance(row[column(rows, "TOT_EMP")], float):
                row[column(rows, "TOT_EMP")] *= 3
        row_of(rows, "29-1141")[column(rows, "A_MEDIAN")] += 1

    _, staged = two_years(tmp_path, change)
    few, every = (run("releases", staged, **options).splitlines() for options in ({}, {"all": True}))
    assert "  and 5 more" in few
    assert not any(line.endswith(" more") for line in every)
    outliers = every[every.index("Outliers: 15") + 1 :][:15]
    assert all(line.endswith("; employment halved or doubled") for line in outliers)
    changes = every[every.index("All changes:") + 1 :]
    assert len(changes) == 16
    assert "  29-1141 Registered Nurses: Annual median $93,600 -> $93,601" in changes
    with pytest.raises(CommandError, match="--all needs the number of a release"):
        run("releases", all=True)


def test_approving_publishes_only_when_asked():
    import_data(*FOLDERS)
    numbers = Release.objects.values_list("pk", flat=True)
    assert "Careers: 6 drafted, 0 published." in run("approve", *numbers)


@pytest.mark.parametrize("command", ["approve", "rollback", "releases"])
def test_a_number_that_no_release_has_is_named(command):
    with pytest.raises(CommandError, match=r"There is no release 4711; manage\.py releases lists them"):
        run(command, 4711)


def test_all_are_approved_or_none(tmp_path):
    live, staged = two_years(tmp_path)
    before = everything()
    with pytest.raises(
        CommandError, match=rf"Release {live} .* is live; only a staged or rolled-back one .* Nothing was changed\."
    ):
        run("approve", staged, live)
    assert everything() == before


def test_rolled_back_the_release_before_is_shown_again_and_its_file_is_known(tmp_path):
    live, staged = two_years(tmp_path)
    run("approve", staged)
    output = run("rollback", staged)
    assert f"Release {staged}, Occupational Employment and Wage Statistics, May 2025, is rolled back." in output
    assert f"Live is now release {live}, Occupational Employment and Wage Statistics, May 2024." in output
    before = everything()
    again = import_data(tmp_path / "national_M2025_dl.xlsx")
    assert f"Unchanged: 1 file of release {staged}," in again
    assert "which is rolled-back" in again
    assert everything() == before
    run("approve", staged)
    assert Release.objects.live().get().pk == staged


def test_rolling_back_what_is_not_shown_is_refused(tmp_path):
    _, staged = two_years(tmp_path)
    with pytest.raises(CommandError, match=r"is staged; only a shown one can be rolled back\. Nothing was changed"):
        run("rollback", staged)


def test_rolling_back_the_only_release_says_that_none_is_left():
    import_data(NATIONAL, approve=True)
    assert "No other release is live." in run("rollback", number_of("May 2024"))


def test_a_rejected_file_can_be_loaded_again(admin_rejects):
    import_data(NATIONAL)
    admin_rejects()
    assert Pay.objects.count() == 0
    import_data(NATIONAL)
    assert [state for *_, state in states()] == ["rejected", "staged"]
    assert Pay.objects.count() == 15


def test_pruning_keeps_the_newest_and_all_national_figures(tmp_path):
    years = [2022, 2023, 2025]
    sectors = [of_year(year, tmp_path, SECTOR) for year in years]
    import_data(*sectors, SECTOR, *(of_year(year, tmp_path) for year in years), NATIONAL, approve=True)
    rows = IndustryPay.objects.count()
    first, second = Release.objects.filter(data_set="oews-industry").order_by("as_of").values_list("pk", flat=True)[:2]
    lines = [
        f": release {first}, Pay by industry (OEWS), May 2022, superseded.",
        f": release {second}, Pay by industry (OEWS), May 2023, superseded.",
    ]
    would = run("prune_releases", keep=2, dry_run=True).splitlines()
    assert sorted(would) == sorted(f"Would delete{line}" for line in [*lines, ": 2 releases."])
    output = run("prune_releases", keep=2).splitlines()
    assert sorted(output[:-1]) == sorted(f"Deleted{line}" for line in lines)
    assert output[-1] == "Deleted: 2 releases."
    left = Release.objects.filter(data_set="oews-industry").order_by("as_of")
    assert [(release.period, release.state) for release in left] == [("May 2024", "superseded"), ("May 2025", "live")]
    assert IndustryPay.objects.count() == rows / 2
    assert Release.objects.filter(data_set="oews-national").count() == 4
    assert run("prune_releases", keep=2) == "Deleted: 0 releases.\n"


def test_pruning_everything_is_refused():
    import_data(SECTOR, approve=True)
    with pytest.raises(CommandError, match="Keep at least 1"):
        run("prune_releases", keep=0)
    assert IndustryPay.objects.exists()


def test_the_change_log_says_what_an_import_changed(tmp_path):
    import_data(ONET, NATIONAL, approve=True, publish=True)
    CareerChange.objects.all().delete()

    def change(rows):
        for header in ("A_MEDIAN", "A_PCT75", "A_PCT90"):
            row_of(rows, "29-1141")[column(rows, header)] += 4_680

    import_data(of_year(2025, tmp_path, change=change), approve=True)
    [line] = CareerChange.objects.filter(career__onet_code="29-1141.00").values_list("text", flat=True)
    assert "$98,280" in line
    assert "$93,600 in May 2024" in line

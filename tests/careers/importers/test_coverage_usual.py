"""What a release lacks of what its data set usually has is said before it is shown, be it the first or not."""

from dataclasses import replace

import pytest
from django.core.management import CommandError

from careers import data_sets
from careers.models import Release
from careers.models.data_sets import register
from careers.releases import coverage, lifecycle

from ...factories import make_release
from .everything import (
    METROPOLITAN,
    NATIONAL,
    ONET,
    PROJECTIONS,
    SECTOR,
    SOC,
    STATE,
    column,
    everything,
    import_data,
    of_year,
    run,
    states,
)
from .onet_samples import PARTS, change_workbook, cut_short, keep
from .workbooks import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def usual_of_sample():
    """What the samples of O*NET have is usual; for the other data sets, what they have in truth."""
    import_data(ONET)
    [release] = Release.objects.all()
    data_sets.register_all()
    counted = coverage.counted(release)
    lifecycle.discard(release)
    register(replace(data_sets.TEXT, usual=[replace(one, about=counted[one.what]) for one in data_sets.TEXT.usual]))


def test_a_first_release_that_has_what_is_usual_passes(usual_of_sample):
    assert "Look at this" not in import_data(ONET, approve=True)
    assert states() == [("onet", "May 2025", "live")]


@pytest.mark.parametrize("file", PARTS)
def test_a_first_release_that_lacks_a_table_is_refused_and_told_what_it_lacks(usual_of_sample, file, tmp_path):
    onet = cut_short(folder=tmp_path)
    (onet / f"{file}.xlsx").unlink()
    with pytest.raises(CommandError, match=f"lacks much that such releases usually have: no {PARTS[file]}") as refused:
        import_data(onet, approve=True)
    assert "If the publisher really left it out, approve it despite the losses." in str(refused.value)
    assert states() == []


def test_what_a_first_release_lacks_is_said_wherever_it_is_looked_at(usual_of_sample, tmp_path):
    onet = cut_short("Job Zones", folder=tmp_path)
    for name in ("Skills", "Knowledge"):
        (onet / f"{name}.xlsx").unlink()
    output = import_data(onet)
    number = Release.objects.get().pk
    words = (
        f"Look at this: Release {number} (O*NET 30.0 Database, August 2025) lacks much that such releases usually "
        "have: no Skills; no Knowledge; Job zone for only 1 of about 4 occupations."
    )
    assert words in output
    assert words in run("releases", number)
    with pytest.raises(CommandError, match="no Skills; no Knowledge"):
        run("approve", number)
    with pytest.raises(CommandError, match="no Skills; no Knowledge"):
        import_data(onet, approve=True)
    assert states()[-1][-1] == "staged"
    assert words in run("approve", number, despite_losses=True)
    assert states()[-1][-1] == "live"
    assert words in run("releases", number)


def test_of_what_the_live_one_lacks_too_a_release_is_told_as_well(usual_of_sample, tmp_path):
    onet = cut_short(folder=tmp_path)
    (onet / "Skills.xlsx").unlink()
    import_data(onet, approve=True, despite_losses=True)
    write(onet / "Read Me.txt", "O*NET 30.1 Database\nNovember 2025 Release\n")
    change_workbook(onet / "Job Zones.xlsx", lambda rows: keep(rows, lambda row: row[0] == rows[1][0]))
    with pytest.raises(CommandError) as refused:
        import_data(onet, approve=True)
    assert (
        "has: Job zone for 3 of 4 occupations. It also lacks much that such releases usually have: no Skills; "
    ) in str(refused.value)


def test_rolling_back_onto_a_release_that_lacks_much_has_to_be_meant(usual_of_sample, tmp_path):
    onet = cut_short(folder=tmp_path)
    (onet / "Skills.xlsx").unlink()
    write(onet / "Read Me.txt", "O*NET 29.2 Database\nFebruary 2025 Release\n")
    import_data(onet, approve=True, despite_losses=True)
    import_data(ONET, approve=True)
    first, second = Release.objects.order_by("pk").values_list("pk", flat=True)
    before = everything()
    with pytest.raises(CommandError) as refused:
        run("rollback", second)
    assert str(refused.value) == (
        f"Release {first} (O*NET 29.2 Database, February 2025) lacks much that release {second} (O*NET 29.3 Database, "
        "May 2025) has: Skills for 2 of 2 occupations. It also lacks much that such releases usually have: no Skills. "
        "To show it again anyway, roll back despite the losses. Nothing was changed."
    )
    assert everything() == before
    output = run("rollback", second, despite_losses=True)
    assert f"Live is now release {first}" in output
    assert f"Look at this: Release {first} (O*NET 29.2 Database, February 2025) lacks much" in output
    assert [state for *_, state in states()] == ["live", "rolled-back"]


def test_approving_again_what_was_rolled_back_has_to_be_meant_too(usual_of_sample, tmp_path):
    onet = cut_short(folder=tmp_path)
    (onet / "Skills.xlsx").unlink()
    import_data(onet, approve=True, despite_losses=True)
    number = Release.objects.get().pk
    run("rollback", number)
    with pytest.raises(CommandError, match="usually have: no Skills"):
        run("approve", number)
    run("approve", number, despite_losses=True)
    assert states()[-1][-1] == "live"


FEW = {
    NATIONAL: "only 6 of about 824 detailed occupations",
    SECTOR: "only 7 of about 20 sectors; only 4 of about 824 detailed occupations",
    STATE: "only 2 of about 51 states, with the District of Columbia; only 4 of about 824 detailed occupations",
    METROPOLITAN: "only 3 of about 393 metropolitan areas; only 4 of about 800 detailed occupations",
    PROJECTIONS: "only 7 of about 825 detailed occupations",
    SOC: "only 1 of about 23 major groups; only 4 of about 867 detailed occupations",
}


@pytest.mark.parametrize("sample", FEW, ids=lambda sample: sample.stem)
def test_every_data_set_is_measured_by_what_its_publisher_usually_has(sample):
    data_sets.register_all()
    with pytest.raises(CommandError) as refused:
        import_data(sample, approve=True)
    assert f"lacks much that such releases usually have: {FEW[sample]}." in str(refused.value)
    import_data(sample, approve=True, despite_losses=True)
    assert states()[-1][-1] == "live"


def without_all_occupations(rows: list[list]) -> None:
    keep(rows, lambda row: row[column(rows, "OCC_CODE")] != "00-0000")


def without_medians(rows: list[list]) -> None:
    for name in ("A_MEDIAN", "H_MEDIAN", "A_PCT10", "A_PCT25", "A_PCT75", "A_PCT90"):
        for row in rows[1:]:
            row[column(rows, name)] = "*"
    for name in ("H_PCT10", "H_PCT25", "H_PCT75", "H_PCT90"):
        for row in rows[1:]:
            row[column(rows, name)] = "*"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_all_occupations, "no figure for all occupations together"),
        (without_medians, "no median pay"),
    ],
)
def test_national_pay_without_what_pages_compare_with_is_told(tmp_path, change, words):
    data_sets.register_all()
    assert words in import_data(of_year(2025, tmp_path, change=change))


def test_of_few_occupations_no_more_is_said_than_what_even_they_lack(tmp_path):
    data_sets.register_all()
    onet = cut_short(folder=tmp_path)
    (onet / "Technology Skills.xlsx").unlink()
    words = import_data(onet).partition("usually have: ")[2]
    assert words.startswith("only 6 of about 1,016 occupations; ")
    assert "no Technology" in words
    assert "Description" not in words


def test_a_data_set_whose_usual_size_nobody_knows_is_not_measured(db):
    assert coverage.missing_if_shown(make_release("ipeds-directory", state="staged")) == ""

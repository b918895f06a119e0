"""A file that was cut short names nearly every occupation, and still must not take the place of the whole one."""

import pytest
from django.core.management import CommandError

from careers.models import Release

from .everything import (
    METROPOLITAN,
    ONET,
    SECTOR,
    STATE,
    column,
    everything,
    import_data,
    of_year,
    run,
    states,
)
from .onet_samples import change_workbook, excel_copy
from .workbooks import write

pytestmark = pytest.mark.django_db

PARTS = {
    "Task Statements": "Work tasks",
    "Alternate Titles": "Other job titles",
    "Sample of Reported Titles": "Reported job titles",
    "Skills": "Skills",
    "Knowledge": "Knowledge",
    "Interests": "Interests",
    "Job Zones": "Job zone",
    "Education, Training, and Experience": "Education of people in the job",
    "Technology Skills": "Technology",
    "Related Occupations": "Related occupations",
}


def keep(rows: list[list], wanted) -> None:
    rows[1:] = [row for row in rows[1:] if wanted(row)]


def cut_short(*files: str, folder):
    """The O*NET sample as of the release after, with the rows of only the first occupation in some of its tables."""
    onet = excel_copy(folder)
    for file in files:
        change_workbook(onet / f"{file}.xlsx", lambda rows: keep(rows, lambda row: row[0] == rows[1][0]))
    write(onet / "Read Me.txt", "O*NET 30.0 Database\nAugust 2025 Release\n")
    return onet


def numbers() -> tuple[int, int]:
    first, second = Release.objects.order_by("pk").values_list("pk", flat=True)
    return first, second


@pytest.mark.parametrize("file", PARTS)
def test_every_part_of_onet_that_was_cut_short_is_refused(file, tmp_path):
    import_data(ONET, approve=True)
    before = everything()
    with pytest.raises(CommandError, match=rf"lacks much that release .* has: {PARTS[file]} for \d of \d occupations"):
        import_data(cut_short(file, folder=tmp_path), approve=True)
    assert everything() == before


def test_all_that_is_lost_is_said_with_both_releases(tmp_path):
    import_data(ONET, approve=True)
    output = import_data(cut_short("Skills", "Job Zones", folder=tmp_path))
    first, second = numbers()
    words = (
        f"Release {second} (O*NET 30.0 Database, August 2025) lacks much that release {first} (O*NET 29.3 Database, "
        "May 2025) has: Skills for 1 of 2 occupations; Job zone for 3 of 4 occupations. If the publisher really left "
        "it out, approve it despite the losses."
    )
    assert f"Look at this: {words}" in output
    with pytest.raises(CommandError) as refused:
        run("approve", second)
    assert str(refused.value) == f"{words} Nothing was changed."
    with pytest.raises(CommandError, match="Skills for 1 of 2"):
        import_data(tmp_path / "onet", approve=True)
    run("approve", second, despite_losses=True)
    assert states()[-1] == ("onet", "August 2025", "live")


def test_losses_may_be_meant(tmp_path):
    import_data(ONET, approve=True)
    import_data(cut_short("Skills", folder=tmp_path), approve=True, despite_losses=True)
    assert states()[-1] == ("onet", "August 2025", "live")


def test_a_whole_release_passes(tmp_path):
    import_data(ONET, approve=True)
    onet = cut_short(folder=tmp_path)
    change_workbook(onet / "Job Zones.xlsx", lambda rows: rows[1].__setitem__(rows[0].index("Job Zone"), 5))
    assert "Look at this" not in import_data(onet, approve=True)
    assert states()[-1] == ("onet", "August 2025", "live")


@pytest.mark.parametrize(
    ("sample", "header", "what"),
    [(STATE, "AREA", "areas"), (METROPOLITAN, "AREA", "areas"), (SECTOR, "NAICS", "industries")],
)
def test_areas_and_industries_that_were_cut_off_are_refused(sample, header, what, tmp_path):
    import_data(sample, approve=True)

    def change(rows):
        at = column(rows, header)
        owner = column(rows, "OWN_CODE")
        # The occupations stay, so that only what they lack is missed.
        for row in rows[1:]:
            row[at], row[owner] = rows[1][at], rows[1][owner]
        kept = list({row[column(rows, "OCC_CODE")]: row for row in reversed(rows)}.values())
        keep(rows, lambda row: row in kept)

    with pytest.raises(CommandError, match=rf"has: \d of \d {what}\. If the publisher really left it out"):
        import_data(of_year(2025, tmp_path, sample, change), approve=True)
    assert [state for *_, state in states()] == ["live"]


def test_lost_occupations_are_told_as_such_though_their_parts_are_lost_with_them(tmp_path):
    import_data(ONET, approve=True)
    onet = cut_short(folder=tmp_path)
    (onet / "Related Occupations.xlsx").unlink()
    for file in onet.glob("*.xlsx"):

        def without_the_last_occupations(rows):
            if rows[0][0] == "O*NET-SOC Code":
                keep(rows, lambda row: row[0] < "29-2")

        change_workbook(file, without_the_last_occupations)
    with pytest.raises(CommandError, match=r"has nothing for 4 of the 6 occupations"):
        import_data(onet, approve=True)

"""A file that was cut short names nearly every occupation, and still must not take the place of the whole one."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError

from careers.data_sets import STATE_PAY
from careers.models import Release
from careers.models.data_sets import register
from careers.releases import coverage, lifecycle

from ...factories import (
    make_area,
    make_area_pay,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_pay,
    make_release,
    onet_data,
)
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
from .onet_samples import PARTS, change_workbook, cut_short, keep

pytestmark = pytest.mark.django_db


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


# Exactly a quarter, and less


def pair(data_set: str) -> tuple[Release, Release]:
    """A live release, and a staged one of the year after."""
    staged = make_release(data_set, state="staged", period="May 2025", as_of=date(2025, 5, 31))
    return make_release(data_set), staged


def pay(release: Release, number: int) -> None:
    make_pay(release=release, occupation=occupation(number))


def text(release: Release, number: int, **parts) -> None:
    make_onet_profile(release=release, code=f"11-10{number}1.00", data=onet_data(**parts))


def area(release: Release, number: int) -> None:
    make_area_pay(release=release, occupation=occupation(0), area=areas[number])


def industry(release: Release, number: int) -> None:
    make_industry_pay(release=release, occupation=occupation(0), naics=str(number), industry=f"Industry {number}")


areas, occupations = [], []


def occupation(number: int):
    return occupations[number]


@pytest.fixture
def places(db):
    areas[:] = [make_area() for _ in range(5)]
    occupations[:] = [make_occupation() for _ in range(5)]


@pytest.mark.parametrize(
    ("data_set", "make", "words"),
    [
        ("oews-national", pay, "has nothing for 1 of the 4 occupations"),
        ("onet", text, "has nothing for 1 of the 4 occupations"),
        ("oews-state", area, "lacks much that release .* has: 1 of 4 areas"),
        ("oews-industry", industry, "lacks much that release .* has: 1 of 4 industries"),
    ],
)
@pytest.mark.parametrize(("had", "is_much"), [(4, True), (5, False)])
def test_a_quarter_is_much_and_less_is_not(places, data_set, make, words, had, is_much):
    live, staged = pair(data_set)
    for number in range(had):
        make(live, number)
        if number:
            make(staged, number)
    if is_much:
        with pytest.raises(lifecycle.ReleaseError, match=words):
            lifecycle.approve([staged], by="ada")
    else:
        lifecycle.approve([staged], by="ada")
    live.refresh_from_db()
    assert live.is_live == is_much


@pytest.mark.parametrize(("had", "is_much"), [(4, True), (5, False)])
def test_a_quarter_of_a_part_is_much_and_less_is_not(db, had, is_much):
    live, staged = pair("onet")
    for number in range(had):
        text(live, number)
        text(staged, number, **({} if number else {"skills": []}))
    missing = coverage.missing_if_shown(staged)
    assert ("Skills for 1 of 4 occupations" in missing) == is_much
    assert bool(missing) == is_much


@pytest.mark.parametrize(("has", "is_much"), [(3, True), (4, False), (5, False)])
def test_a_quarter_of_what_is_usual_is_much_and_less_is_not(places, has, is_much):
    states, *_ = STATE_PAY.usual
    register(replace(STATE_PAY, usual=[replace(states, about=has + 1)]))
    release = make_release("oews-state", state="staged")
    for number in range(has):
        area(release, number)
    assert bool(coverage.missing_if_shown(release)) == is_much

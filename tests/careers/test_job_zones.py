"""Job zones are called as the live release calls them, wherever they are read: releases draw them differently."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO

import pytest

from careers.figures.job_zones import JobZone
from careers.models import OnetProfile
from careers.releases import lifecycle
from careers.releases.diff import diff_of

from ..factories import make_career, make_onet_profile, make_release, onet_data
from .importers.everything import import_data
from .importers.onet_samples import change_workbook, excel_copy
from .importers.workbooks import write

FIVE = {
    1: "Job Zone One: Little or No Preparation Needed",
    2: "Job Zone Two: Some Preparation Needed",
    3: "Job Zone Three: Medium Preparation Needed",
    4: "Job Zone Four: Considerable Preparation Needed",
    5: "Job Zone Five: Extensive Preparation Needed",
}
FOUR = {2: "Job Zone 1-2: Very Little to Some Preparation Needed"} | {zone: FIVE[zone] for zone in (3, 4, 5)}
CODES = {zone: f"11-100{zone}.00" for zone in FIVE}


@pytest.fixture
def careers(db):
    """A career for each of the five zones."""
    return {zone: make_career(title=f"Career {zone}", onet_code=code) for zone, code in CODES.items()}


def release_with(names: dict[int, str], year: int):
    """A staged release in which the careers have their zone by these names, what is below the first being in that."""
    release = make_release("onet", state="staged", period=f"May {year}", as_of=date(year, 5, 1))
    for zone, code in CODES.items():
        number = max(zone, min(names))
        data = onet_data(job_zone={"number": number, "name": names[number]})
        make_onet_profile(release=release, code=code, job_zone=number, data=data)
    return release


def choices(visitor) -> dict[str, tuple[str, int]]:
    """{value: (label, number of careers)} of the filter."""
    page = visitor.get("/careers/").content.decode()
    found = re.findall(r'name="zone" value="(\d+)"[^>]*> ([^<]*) <span class="count">(\d+)<', page)
    return {value: (unescape(label), int(count)) for value, label, count in found}


def test_the_filter_has_the_five_zones_of_a_release_that_has_five(visitor, careers):
    lifecycle.approve([release_with(FIVE, 2025)], by="ada")
    assert choices(visitor) == {
        "1": ("1: little or none", 1),
        "2": ("2: some", 1),
        "3": ("3: medium", 1),
        "4": ("4: considerable", 1),
        "5": ("5: extensive", 1),
    }


def test_when_a_release_with_four_zones_goes_live_the_filter_has_four(visitor, text_of, careers):
    lifecycle.approve([release_with(FIVE, 2025)], by="ada")
    lifecycle.approve([release_with(FOUR, 2026)], by="ada")
    assert choices(visitor) == {
        "2": ("1–2: very little to some", 2),
        "3": ("3: medium", 1),
        "4": ("4: considerable", 1),
        "5": ("5: extensive", 1),
    }
    found = visitor.get("/careers/", {"zone": "2"})
    assert "Preparation (job zone): 1–2: very little to some" in text_of(found)
    assert "Career 1" in text_of(found)
    assert "Career 3" not in text_of(found)
    gone = visitor.get("/careers/", {"zone": "1"})
    assert gone.status_code == 400
    assert "We couldn't find “1” under “Preparation (job zone)”, so we ignored it." in text_of(gone)


def test_when_it_is_rolled_back_the_five_are_there_again(visitor, careers):
    lifecycle.approve([release_with(FIVE, 2025)], by="ada")
    [newest] = lifecycle.approve([release_with(FOUR, 2026)], by="ada").releases
    lifecycle.rollback(newest, by="ada")
    assert [label for label, _ in choices(visitor).values()][:2] == ["1: little or none", "2: some"]


def test_where_no_release_tells_zones_there_is_no_filter_by_them(visitor, text_of, db):
    make_career()
    assert choices(visitor) == {}
    assert "Preparation (job zone)" not in text_of(visitor.get("/careers/"))


def test_profile_comparison_and_its_file_call_a_zone_as_the_release_does(visitor, text_of, careers):
    lifecycle.approve([release_with(FOUR, 2026)], by="ada")
    name = "Job Zone 1-2: Very Little to Some Preparation Needed"
    assert name in text_of(visitor.get(f"{careers[1].get_absolute_url()}titles-and-technology/"))
    slugs = [careers[zone].slug for zone in (1, 3)]
    assert name in text_of(visitor.get("/careers/compare/", {"c": slugs}))
    file = visitor.get("/careers/compare/careers.csv", {"c": slugs}).content.decode()
    assert [line["O*NET job zone"] for line in csv.DictReader(StringIO(file.removeprefix("\ufeff")))] == ["1–2", "3"]


def test_a_zone_that_has_another_name_and_the_same_number_is_told_apart_in_the_review(careers):
    lifecycle.approve([release_with(FIVE, 2025)], by="ada")
    changed = diff_of(release_with(FOUR, 2026)).changed
    zones = {change.code: (change.old, change.new) for change in changed if change.figure == "Job zone"}
    assert zones == {CODES[1]: ("1", "2"), CODES[2]: (FIVE[2], FOUR[2])}


@pytest.mark.parametrize(
    ("number", "name", "which", "label"),
    [
        (3, "Job Zone 3", "3", "Job zone 3"),
        (2, "Job Zone One and Two: Little Preparation Needed", "1–2", "1–2: little"),
        (2, "Job Zones 1–2: Very Little to Some Preparation Needed", "1–2", "1–2: very little to some"),
        (4, "Considerable preparation needed", "4", "4: considerable"),
        (6, "Job Zone Six: A Life of Preparation", "6", "6: A Life of Preparation"),
        (2, "Up to a Year", "2", "2: Up to a Year"),
    ],
)
def test_names_of_other_forms_are_read_too(number, name, which, label):
    zone = JobZone(number, name)
    assert (zone.which, zone.label) == (which, label)


def imported_zones(folder, change=None, *, names=True, label="31.0") -> dict[str, str]:
    """{code: name of its zone} of the sample as another release has it, after an import."""
    onet = excel_copy(folder)
    write(onet / "Read Me.txt", f"O*NET {label} Database\nAugust 2026 Release\n")
    if change:
        change_workbook(onet / "Job Zones.xlsx", change)
    if names:
        change_workbook(onet / "Job Zone Reference.xlsx", draw_anew)
    else:
        (onet / "Job Zone Reference.xlsx").unlink()
    import_data(onet, approve=True, despite_losses=True)
    profiles = OnetProfile.objects.exclude(job_zone=None).values_list("code", "data")
    return {code: data["job_zone"]["name"] for code, data in profiles}


def draw_anew(rows: list[list]) -> None:
    at = rows[0].index("Name")
    rows[1:] = [
        [number, *(name if place == at else "Some." for place in range(1, len(rows[0])))]
        for number, name in FOUR.items()
    ]


def zone_of_the_first(number: int):
    return lambda rows: rows[1].__setitem__(rows[0].index("Job Zone"), number)


@pytest.mark.django_db
def test_an_imported_release_with_four_zones_names_them_by_its_own_table(visitor, tmp_path):
    names = imported_zones(tmp_path, zone_of_the_first(2))
    assert FOUR[2] in names.values()
    assert set(names.values()) <= set(FOUR.values())
    assert FIVE[2] not in names.values()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 6])
def test_a_zone_that_the_table_of_names_lacks_is_called_by_its_number(tmp_path, number):
    assert f"Job Zone {number}" in imported_zones(tmp_path, zone_of_the_first(number)).values()


@pytest.mark.django_db
def test_without_the_table_of_names_no_zone_is_called_as_before(tmp_path):
    names = set(imported_zones(tmp_path, zone_of_the_first(2), names=False).values())
    assert all(re.fullmatch(r"Job Zone \d", name) for name in names)

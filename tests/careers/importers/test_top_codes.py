"""What # stands for: a fact of the period, in whatever order its files come; all other figures are exact."""

import html
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError

from careers.models import AreaPay, IndustryPay, Pay, Release
from careers.releases.lifecycle import discard, reject, rollback

from ...factories import make_staff
from .everything import (
    METROPOLITAN,
    NATIONAL,
    SECTOR,
    STATE,
    column,
    everything,
    import_data,
    of_year,
    row_of,
    run,
    states,
)
from .workbooks import CASES, read_workbook, write_workbook

pytestmark = pytest.mark.django_db

OLD_NOTE = "#  = a wage of at least $115.00 per hour or $239,200 per year "
NEW_NOTE = "#  = a wage of at least $400.00 per hour or $832,000 per year "


def raise_pay(rows: list[list]) -> None:
    """Nurses, of all people: the 75th percentile far above the old top code, the 90th not told."""
    nurse = row_of(rows, "29-1141")
    for header, value in (("A_PCT75", 499_200.0), ("A_PCT90", "#"), ("H_PCT75", 240.0), ("H_PCT90", "#")):
        nurse[column(rows, header)] = value


def file_of(sample: Path, folder: Path, note: str = "", change=raise_pay) -> Path:
    """A sample of May 2025 whose note is `note`; "" for none at all."""
    path = of_year(2025, folder, sample, change)
    book = read_workbook(path)
    figures = {name: rows for name, rows in book.items() if name.strip().casefold() != "field descriptions"}
    notes = {"Field Descriptions": [["May 2025 OEWS Estimates"], ["*  = no wage"], [note]]} if note else {}
    return write_workbook(path, {**figures, **notes})


def nurse(model) -> object:
    return model.objects.filter(occupation__code="29-1141", annual_p75=499_200).select_related("release").latest("pk")


def words(row) -> list[str]:
    return [str(row.amount(f"annual_{name}")) for name in ("p75", "p90")]


def test_exact_figures_above_the_top_code_that_the_note_names_are_taken_and_told(tmp_path):
    out = import_data(file_of(NATIONAL, tmp_path, OLD_NOTE), approve=True)
    row = nurse(Pay)
    assert words(row) == ["$499,200", "$499,200 or more"]
    assert str(row.amount("hourly_p75")) == "$240.00"
    told = (
        "The top code is $239,200 a year or $115.00 an hour, as the file says, but 2 exact figures are as high or "
        "higher, up to $499,200 a year (29-1141 Registered Nurses). They are taken as they stand; only what is marked "
        "# reads “or more”."
    )
    assert f"Look at this: Pay, national (OEWS), May 2025: {told}" in out.splitlines()
    assert row.release.oddity == told


def test_a_dry_run_tells_it_too(tmp_path):
    before = everything()
    assert "2 exact figures are as high or higher" in import_data(file_of(NATIONAL, tmp_path, OLD_NOTE), dry_run=True)
    assert everything() == before


def test_staff_see_it_in_the_review_and_in_the_list(tmp_path, client):
    import_data(file_of(NATIONAL, tmp_path, OLD_NOTE))
    release = Release.objects.get()
    client.force_login(make_staff())
    review = client.get(f"/admin/careers/release/{release.pk}/review/").content.decode()
    assert "The top code is $239,200 a year or $115.00 an hour, as the file says" in review
    assert "Look at this: The top code is $239,200" in run("releases", release.pk)


def test_a_file_of_an_ordinary_year_is_not_remarked_on(tmp_path):
    assert "top code" not in import_data(NATIONAL, STATE, SECTOR, METROPOLITAN)
    assert set(Release.objects.values_list("oddity", flat=True)) == {""}


def test_a_file_without_marks_is_exact_whatever_its_figures(tmp_path):
    def change(rows):
        raise_pay(rows)
        for header, value in (("A_PCT90", 700_000.0), ("H_PCT90", 336.54)):
            row_of(rows, "29-1141")[column(rows, header)] = value
        for row in rows[1:]:
            for header, value in zip(rows[0], row, strict=True):
                if value == "#":
                    row[column(rows, header)] = 400.0 if header.startswith("H_") else 800_000.0

    out = import_data(file_of(STATE, tmp_path, change=change))
    assert words(nurse(AreaPay)) == ["$499,200", "$700,000"]
    assert "Look at this" not in out
    assert not AreaPay.objects.exclude(top_coded="").exists()


BY_AREA = [(STATE, AreaPay), (METROPOLITAN, AreaPay)]


@pytest.mark.parametrize(("sample", "model"), BY_AREA)
def test_other_files_take_the_top_code_of_the_national_one_beside_them(sample, model, tmp_path):
    national, other = file_of(NATIONAL, tmp_path, NEW_NOTE), file_of(sample, tmp_path)
    import_data(other, national)
    assert words(nurse(model)) == ["$499,200", "$832,000 or more"]
    release = nurse(model).release
    assert (release.top_code_annual, release.top_code_hourly, release.oddity) == (832_000, Decimal("400.00"), "")


@pytest.mark.parametrize("approve", [False, True])
@pytest.mark.parametrize(("sample", "model"), BY_AREA)
def test_other_files_take_the_top_code_of_the_national_release_that_is_stored(sample, model, approve, tmp_path):
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE), approve=approve)
    import_data(file_of(sample, tmp_path))
    assert words(nurse(model)) == ["$499,200", "$832,000 or more"]


@pytest.mark.parametrize("approve", [False, True])
@pytest.mark.parametrize(("sample", "model"), BY_AREA)
def test_what_was_odd_is_told_anew_once_the_national_file_tells_the_top_code(sample, model, approve, tmp_path):
    import_data(file_of(sample, tmp_path), approve=approve)
    release = nurse(model).release
    assert "Nothing says what # stands for" in release.oddity
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE), approve=approve)
    release.refresh_from_db()
    assert (release.top_code_annual, release.oddity) == (832_000, "")


def test_exact_figures_above_the_top_code_that_came_later_are_still_told(tmp_path):
    import_data(file_of(STATE, tmp_path))
    import_data(file_of(NATIONAL, tmp_path, OLD_NOTE))
    assert nurse(AreaPay).release.oddity == (
        "The top code is $239,200 a year or $115.00 an hour, as another file of its period says, but 2 exact figures "
        "are as high or higher. They are taken as they stand; only what is marked # reads “or more”."
    )


def test_sectors_take_it_too(tmp_path):
    def change(rows):
        row_of(rows, "11-1011")[column(rows, "A_MEDIAN")] = "#"
        for header in ("A_PCT75", "A_PCT90"):
            row_of(rows, "11-1011")[column(rows, header)] = "#"

    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE))
    import_data(file_of(SECTOR, tmp_path, change=change))
    medians = IndustryPay.objects.filter(top_coded__contains="annual_median").select_related("release")
    assert {str(row.amount("annual_median")) for row in medians} == {"$832,000 or more"}


def test_what_was_rejected_or_taken_back_tells_nothing(tmp_path):
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE))
    reject(Release.objects.get(), by="an editor")
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE), approve=True)
    rollback(Release.objects.latest("pk"), by="an editor")
    import_data(file_of(STATE, tmp_path))
    assert words(nurse(AreaPay)) == ["$499,200", "$499,200 or more"]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_national_file_is_asked_before_the_others(at_once, tmp_path):
    files = [
        file_of(NATIONAL, tmp_path, NEW_NOTE),
        file_of(STATE, tmp_path, OLD_NOTE),
        file_of(METROPOLITAN, tmp_path),
    ]
    for some in [files] if at_once else [[file] for file in files]:
        import_data(*some)
    towns = AreaPay.objects.filter(release__data_set="oews-metropolitan")
    assert words(towns.get(occupation__code="29-1141", annual_p75=499_200)) == ["$499,200", "$832,000 or more"]


def test_a_file_that_says_it_itself_needs_no_other(tmp_path):
    import_data(file_of(NATIONAL, tmp_path, OLD_NOTE))
    import_data(file_of(STATE, tmp_path, NEW_NOTE))
    assert words(nurse(AreaPay)) == ["$499,200", "$832,000 or more"]


def test_a_file_that_comes_before_the_national_one_is_read_and_says_what_it_lacks(tmp_path):
    out = import_data(file_of(STATE, tmp_path))
    assert words(nurse(AreaPay)) == ["$499,200", "$499,200 or more"]
    assert "as was last known, but 2 exact figures are as high or higher" in out
    assert "Nothing says what # stands for. Give the national file of the same year, which tells." in out
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE))
    assert states() == [("oews-state", "May 2025", "staged"), ("oews-national", "May 2025", "staged")]
    assert words(nurse(AreaPay)) == ["$499,200", "$832,000 or more"]


def test_what_visitors_see_waits_until_the_national_release_is_approved(tmp_path):
    import_data(file_of(STATE, tmp_path), approve=True)
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE))
    assert words(nurse(AreaPay)) == ["$499,200", "$499,200 or more"]
    run("approve", Release.objects.latest("pk").pk)
    assert words(nurse(AreaPay)) == ["$499,200", "$832,000 or more"]


def test_a_release_that_states_its_top_code_keeps_it(tmp_path):
    import_data(file_of(STATE, tmp_path, OLD_NOTE))
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE), approve=True)
    assert words(nurse(AreaPay)) == ["$499,200", "$499,200 or more"]


def test_in_whatever_order_the_files_come_the_pages_say_the_same(tmp_path):
    files = [file_of(STATE, tmp_path), file_of(METROPOLITAN, tmp_path), file_of(NATIONAL, tmp_path, NEW_NOTE)]
    for order in (files, files[::-1], [files[0], files[2], files[1]]):
        for path in order:
            import_data(path, approve=True)
        assert [words(nurse(model)) for model in (Pay, AreaPay)] == [["$499,200", "$832,000 or more"]] * 2
        for release in Release.objects.order_by("-pk"):
            discard(release)


def test_another_year_has_its_own_top_code(tmp_path):
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE), STATE)
    release = Release.objects.get(data_set="oews-state")
    assert (release.period, release.top_code_annual) == ("May 2024", 239_200)


@pytest.mark.skipif(not CASES.is_dir(), reason=f"no cases in {CASES}")
@pytest.mark.parametrize("case", ["01-top-code-2025", "02-state-beside-national"])
def test_the_newest_pay_files_are_read(case):
    import_data(CASES / case, approve=True)
    pay = Pay.objects.get(occupation__code="29-1212")
    assert [str(amount) for amount in pay.percentiles.values()][2:] == ["$312,000", "$374,400", "$499,200"]


IN_OTHER_WORDS = (
    "# = wages of at least $400.00/hour or $832,000/year",
    "# - a wage that is equal to or greater than 400.00 dollars per hour or 832,000 dollars per year",
    "# = equal to or greater than USD 400.00 per hour or USD 832,000 per year",
    "Note: # indicates an annual wage of $832,000 or more, or an hourly wage of $400.00 or more",
    "# indicates a wage of $832,000 or more annually ($400.00 or more hourly)",
    "(#) at least $400.00 hourly or $832,000 annually",
)


@pytest.mark.parametrize("note", IN_OTHER_WORDS)
def test_the_note_may_be_worded_otherwise(note, tmp_path):
    import_data(file_of(NATIONAL, tmp_path, note))
    release = Release.objects.get()
    assert (release.top_code_annual, release.top_code_hourly) == (832_000, 400)
    assert release.states_top_code


NO_AMOUNT = "# = this wage is top-coded; see the technical notes"


def test_a_mark_that_nobody_explains_is_told_for_a_year_of_which_nothing_is_known(tmp_path):
    said = "Nothing says what # stands for: it reads $239,200 a year or $115.00 an hour “or more”, as was last known."
    out = import_data(file_of(STATE, tmp_path, change=lambda rows: None))
    assert f"{said} Give the national file of the same year, which tells." in out
    out = import_data(file_of(NATIONAL, tmp_path, NO_AMOUNT, change=lambda rows: None))
    assert f"{said} Look in the publisher's notes whether that still holds." in out
    assert said in Release.objects.latest("pk").oddity


def test_the_state_file_is_explained_by_the_national_file_beside_it(tmp_path):
    out = import_data(file_of(STATE, tmp_path, change=lambda rows: None), file_of(NATIONAL, tmp_path, NEW_NOTE))
    assert "Nothing says" not in out


def test_the_file_of_all_data_is_refused_for_what_it_is(tmp_path):
    [national, *_] = read_workbook(file_of(NATIONAL, tmp_path)).values()
    [states, *_] = read_workbook(file_of(STATE, tmp_path)).values()
    path = write_workbook(tmp_path / "all_data_M_2025.xlsx", {"All May 2025 data": national + states[1:]})
    with pytest.raises(CommandError, match="not the file of all data"):
        import_data(path)


def told_to_staff(client, release: Release) -> str:
    """What the review and the command say of a release, which must be the same."""
    client.force_login(make_staff())
    review = html.unescape(client.get(f"/admin/careers/release/{release.pk}/review/").content.decode())
    [line] = [line for line in run("releases", release.pk).splitlines() if "Its files say that #" in line] or [""]
    assert (line.removeprefix("Look at this: ") in review) if line else "Its files say that #" not in review
    return line.removeprefix("Look at this: ")


OTHER_CAP = (
    "Its files say that # stands for $239,200 a year or $115.00 an hour or more, but Pay, national (OEWS), May 2025 "
    "says $832,000 a year or $400.00 an hour. Both are of May 2025, so one of them is wrong. Each release shows what "
    "its own files say; look in the publisher's notes."
)


@pytest.mark.parametrize("sample", [STATE, METROPOLITAN, SECTOR])
@pytest.mark.parametrize("order", ["national first", "national last", "at once", "dry run"])
def test_a_file_that_states_another_top_code_than_the_national_one_is_told(sample, order, tmp_path, client):
    national = file_of(NATIONAL, tmp_path, NEW_NOTE, change=lambda rows: None)
    other = file_of(sample, tmp_path, OLD_NOTE, change=lambda rows: None)
    if order == "at once":
        out = import_data(other, national)
    else:
        import_data(national if order != "national last" else other)
        out = import_data(other if order != "national last" else national, dry_run=order == "dry run")
    told = OTHER_CAP if order != "national last" else "says $239,200 a year or $115.00 an hour. Both are of May 2025"
    assert told in out
    if order != "dry run":
        stored = Release.objects.exclude(data_set="oews-national").get()
        assert told_to_staff(client, stored) == OTHER_CAP
        assert "says $239,200 a year" in told_to_staff(client, Release.objects.get(data_set="oews-national"))


def test_files_of_one_top_code_or_of_another_year_do_not_contradict_each_other(tmp_path, client):
    out = import_data(file_of(NATIONAL, tmp_path, OLD_NOTE), file_of(STATE, tmp_path, OLD_NOTE))
    out += import_data(file_of(METROPOLITAN, tmp_path), SECTOR)
    assert "Its files" not in out
    assert {told_to_staff(client, release) for release in Release.objects.all()} == {""}


def test_once_the_other_is_rejected_nothing_is_contradicted(tmp_path, client):
    import_data(file_of(NATIONAL, tmp_path, NEW_NOTE), file_of(STATE, tmp_path, OLD_NOTE))
    reject(Release.objects.get(data_set="oews-national"), by="an editor")
    assert told_to_staff(client, Release.objects.get(data_set="oews-state")) == ""


def test_two_files_of_one_release_that_do_not_agree_are_told(tmp_path):
    def elsewhere(rows):
        for row in rows[1:]:
            row[column(rows, "AREA")] = f"9{row[column(rows, 'AREA')]}"

    towns = file_of(METROPOLITAN, tmp_path, NEW_NOTE, change=lambda rows: None)
    country = file_of(METROPOLITAN, tmp_path / "bos", OLD_NOTE, change=elsewhere)
    out = import_data(towns, country.rename(country.with_name("BOS_M2025_dl.xlsx")))
    assert "Its files do not agree on what # stands for: " in out
    assert "BOS_M2025_dl.xlsx says $239,200 a year or $115.00 an hour" in out
    assert "do not agree" in Release.objects.get().oddity

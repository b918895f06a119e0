"""What `manage.py import_data` does with good files, seen by the person who types it."""

import shutil
import zipfile

import pytest
from django.core.management import CommandError
from django.db import connection

from careers.models import AreaPay, Career, CareerListing, Occupation, OnetProfile, Pay, Release
from tests.factories import make_career

from .everything import (
    FOLDERS,
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
    row_of,
    run,
    states,
    summary,
)
from .onet_samples import text_zip

pytestmark = pytest.mark.django_db

KINDS = {
    "soc": (SOC, {}, ("soc", "2018")),
    "onet": (ONET / "Occupation Data.xlsx", {"release": "29.3"}, ("onet", "May 2025")),
    "national": (NATIONAL, {}, ("oews-national", "May 2024")),
    "sector": (SECTOR, {}, ("oews-industry", "May 2024")),
    "state": (STATE, {}, ("oews-state", "May 2024")),
    "metropolitan": (METROPOLITAN, {}, ("oews-metropolitan", "May 2024")),
    "projections": (PROJECTIONS, {}, ("projections", "2024–34")),
}
ALL = [
    ("soc", "2018"),
    ("onet", "May 2025"),
    ("oews-national", "May 2024"),
    ("projections", "2024–34"),
    ("oews-industry", "May 2024"),
    ("oews-state", "May 2024"),
    ("oews-metropolitan", "May 2024"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_known_by_its_contents_whatever_it_is_called(kind, tmp_path):
    sample, options, release = KINDS[kind]
    import_data(shutil.copy(sample, tmp_path / "download (3)"), **options)
    assert states() == [(*release, "staged")]


def test_folders_are_read_whole_and_nothing_is_shown_before_it_is_approved(visitor):
    output = import_data(*FOLDERS)
    assert states() == [(*release, "staged") for release in ALL]
    assert Career.objects.count() == 0
    numbers = " ".join(str(pk) for pk in Release.objects.order_by("pk").values_list("pk", flat=True))
    assert f"Nothing is shown to visitors yet. Review: manage.py releases {numbers}." in output
    assert visitor.get("/careers/").status_code == 200


def test_a_zip_and_the_text_edition_are_read_like_folders(tmp_path):
    import_data(*FOLDERS[:2])
    from_excel = list(OnetProfile.objects.order_by("code").values_list("code", "title", "job_zone"))
    Release.objects.filter(data_set="onet").update(state="rejected")
    OnetProfile.objects.all().delete()
    with zipfile.ZipFile(tmp_path / "oesm24nat.zip", "w") as archive:
        archive.write(NATIONAL, "oesm24nat/national_M2024_dl.xlsx")
    import_data(text_zip(tmp_path), tmp_path / "oesm24nat.zip")
    assert states()[-2:] == [("onet", "May 2025", "staged"), ("oews-national", "May 2024", "staged")]
    assert list(OnetProfile.objects.order_by("code").values_list("code", "title", "job_zone")) == from_excel
    assert len(from_excel) == 6


def test_the_summary_counts_what_is_new_gone_changed_and_doubtful(tmp_path):
    first = summary(import_data(NATIONAL, PROJECTIONS, approve=True))
    assert first["Data set Period"] == ["Release", "Rows", "Added", "Gone", "Changed", "Outliers", "State"]
    assert first["Pay, national (OEWS) May 2024"][1:] == ["15", "new", "", "", "", "live"]
    assert first["Employment projections 2024–34"][1:] == ["12", "new", "", "", "", "live"]

    def change(rows):
        rows.remove(row_of(rows, "11-1031"))
        row_of(rows, "29-2072")[column(rows, "OCC_CODE")] = "29-2032"
        row_of(rows, "27-2011")[column(rows, "H_PCT90")] = 98.5
        for header in ("A_MEDIAN", "A_PCT75", "A_PCT90"):
            row_of(rows, "29-1141")[column(rows, header)] *= 1.5

    second = summary(import_data(of_year(2025, tmp_path, change=change)))
    number, rows, added, gone, changed, outliers, state = second["Pay, national (OEWS) May 2025"]
    assert number == str(Release.objects.get(period="May 2025").pk)
    assert (rows, added, gone, state) == ("14", "1", "2", "staged")
    assert int(changed) >= 2
    assert 1 <= int(outliers) < int(changed)


def test_the_same_file_again_is_recognised_and_changes_nothing(tmp_path):
    import_data(*FOLDERS, approve=True, publish=True)
    before = everything()
    again = import_data(*FOLDERS)
    assert everything() == before
    onet = Release.objects.get(data_set="onet")
    assert f"of release {onet.pk}, O*NET 29.3 Database, May 2025, which is live." in again
    assert again.count("Unchanged: ") == len(ALL)
    renamed = import_data(shutil.copy(NATIONAL, tmp_path / "other.xlsx"), approve=True, publish=True)
    assert everything() == before
    assert "Unchanged: 1 file of release" in renamed


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone counts rows beforehand")
def test_the_database_plans_by_what_was_imported_at_once():
    import_data(*FOLDERS, approve=True, publish=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class")
        counted = dict(cursor.fetchall())
    for model in (Pay, AreaPay, OnetProfile, Career, CareerListing):
        assert counted[model._meta.db_table] == model.objects.count() > 0


def test_approving_with_the_same_files_approves_what_still_waits():
    import_data(NATIONAL)
    import_data(NATIONAL, approve=True)
    assert states() == [("oews-national", "May 2024", "live")]


def test_what_was_rolled_back_is_not_shown_again_by_accident(tmp_path):
    import_data(NATIONAL, approve=True)
    release = Release.objects.get()
    run("rollback", release.pk)
    before = everything()
    with pytest.raises(CommandError, match=rf"(?s)run manage\.py approve {release.pk}\.\nNothing was changed"):
        import_data(NATIONAL, of_year(2025, tmp_path), approve=True)
    assert everything() == before
    run("approve", release.pk)
    assert states() == [("oews-national", "May 2024", "live")]


def test_what_was_rolled_back_for_a_better_file_stands_in_nobodys_way(tmp_path):
    import_data(NATIONAL, approve=True)
    run("rollback", Release.objects.get().pk)

    def correct(rows):
        row_of(rows, "29-1141")[column(rows, "TOT_EMP")] += 10

    better = of_year(2024, tmp_path, change=correct)
    import_data(NATIONAL, better, approve=True)
    assert "which is rolled-back" in import_data(NATIONAL, better, approve=True)
    assert [state for *_, state in states()] == ["rolled-back", "live"]


def test_a_dry_run_reads_everything_and_stores_nothing(tmp_path):
    import_data(NATIONAL, approve=True)
    before = everything()
    output = import_data(of_year(2025, tmp_path), *FOLDERS, dry_run=True)
    assert everything() == before
    assert "Dry run: all of it can be read; nothing was stored." in output
    rows = summary(output)
    assert rows["Pay, national (OEWS) May 2025"] == ["", "15", "new", "", "", "", "not stored"]
    assert rows["Occupational information (O*NET) 29.3"][1] == "6"


def test_a_dry_run_finds_the_faults_in_the_last_row(tmp_path):
    def spoil(rows):
        rows[-1][column(rows, "A_MEDIAN")] = "a lot"

    with pytest.raises(CommandError, match=r"(?s)row 18, column A_MEDIAN: “a lot”.*Nothing was changed"):
        import_data(of_year(2025, tmp_path, change=spoil), dry_run=True)


def test_approved_and_published_at_once_it_is_on_the_site(visitor):
    output = import_data(*FOLDERS, approve=True, publish=True)
    assert {state for *_, state in states()} == {"live"}
    nurses = Career.objects.get(onet_code="29-1141.00")
    assert nurses.is_published
    page = visitor.get(nurses.get_absolute_url()).content.decode()
    assert "$93,600" in page
    drafts, published = Career.objects.count(), Career.objects.published().count()
    assert f"Careers: {drafts} drafted, {published} published." in output
    assert (drafts, published) == (6, 4)


def test_nothing_is_said_of_careers_where_none_are_added():
    output = import_data(NATIONAL, PROJECTIONS, approve=True)
    assert "live" in output
    assert "Careers:" not in output


def test_options_that_exclude_one_another_are_refused():
    with pytest.raises(CommandError, match="--publish needs --approve"):
        import_data(NATIONAL, publish=True)
    with pytest.raises(CommandError, match="nothing to --approve"):
        import_data(NATIONAL, dry_run=True, approve=True)
    assert states() == []


def test_several_periods_in_one_run_become_releases_in_their_order(tmp_path):
    given = [of_year(2025, tmp_path), NATIONAL, of_year(2023, tmp_path)]
    import_data(*given, approve=True)
    assert states() == [
        ("oews-national", "May 2023", "superseded"),
        ("oews-national", "May 2024", "superseded"),
        ("oews-national", "May 2025", "live"),
    ]
    import_data(of_year(2022, tmp_path), approve=True)
    assert states()[-1] == ("oews-national", "May 2022", "superseded")


def test_an_unknown_file_in_a_folder_is_named_and_left_alone(tmp_path):
    shutil.copy(NATIONAL, tmp_path)
    (tmp_path / "notes.md").write_text("Remember the milk.\n")
    output = import_data(tmp_path)
    assert f"Left alone: {tmp_path.name}/notes.md (not a file that this importer knows)." in output
    assert states() == [("oews-national", "May 2024", "staged")]


def test_an_unknown_file_that_is_named_is_an_error(tmp_path):
    (tmp_path / "notes.md").write_text("Remember the milk.\n")
    with pytest.raises(CommandError, match=r"notes.md: This is not a file that this importer knows"):
        import_data(NATIONAL, tmp_path / "notes.md")
    assert states() == []


def by_detailed_industry(folder):
    def finer(rows):
        for row in rows[1:]:
            row[column(rows, "I_GROUP")] = "3-digit"

    return of_year(2024, folder, SECTOR, finer, "nat3d_M2024_dl.xlsx")


def test_pay_by_detailed_industry_is_left_alone_in_a_folder_and_refused_by_name(tmp_path):
    shutil.copy(SECTOR, tmp_path)
    finer = by_detailed_industry(tmp_path)
    assert "nat3d_M2024_dl.xlsx (pay by 3-digit industry; only the file by sector is used)" in import_data(tmp_path)
    assert states() == [("oews-industry", "May 2024", "staged")]
    with pytest.raises(CommandError, match="This is pay by 3-digit industry"):
        import_data(finer)


def test_the_same_file_given_twice_is_read_once(tmp_path):
    import_data(NATIONAL, shutil.copy(NATIONAL, tmp_path / "copy.xlsx"))
    assert states() == [("oews-national", "May 2024", "staged")]


def halves_of_the_metropolitan_file(folder):
    def only(area_type):
        def change(rows):
            rows[1:] = [row for row in rows[1:] if row[column(rows, "AREA_TYPE")] == area_type]

        return change

    return [
        of_year(2024, folder, METROPOLITAN, only("4"), "MSA_M2024_dl.xlsx"),
        of_year(2024, folder, METROPOLITAN, only("6"), "BOS_M2024_dl.xlsx"),
    ]


def test_metropolitan_and_nonmetropolitan_areas_become_one_release(tmp_path):
    output = import_data(*halves_of_the_metropolitan_file(tmp_path))
    assert states() == [("oews-metropolitan", "May 2024", "staged")]
    assert AreaPay.objects.count() == 12
    assert set(AreaPay.objects.values_list("area__code", flat=True)) == {"11500", "45500", "0100001"}
    assert summary(output)["Pay by metropolitan area (OEWS) May 2024"][1] == "12"


def test_an_area_that_is_in_both_files_is_refused(tmp_path):
    _, nonmetropolitan = halves_of_the_metropolitan_file(tmp_path)
    with pytest.raises(CommandError, match=r"Northwest Alabama nonmetropolitan area is also in MSA_M2024_dl\.xlsx"):
        import_data(METROPOLITAN, nonmetropolitan)
    assert states() == []
    assert Occupation.objects.count() == 0


def test_careers_of_the_editors_are_met_by_code_and_keep_their_words(demo):
    ours = {
        career.onet_code: (career.pk, career.title, career.slug, career.summary, career.description, career.status)
        for career in Career.objects.all()
    }
    parts = ("pk", "tasks__text", "titles__name", "skills__name")
    words = set(Career.objects.values_list(*parts))
    # The demo has scores of more occupations than the sample.
    import_data(ONET, approve=True, publish=True, despite_losses=True)
    after = {
        career.onet_code: (career.pk, career.title, career.slug, career.summary, career.description, career.status)
        for career in Career.objects.all()
    }
    assert {code: after[code] for code in ours} == ours
    known = Career.objects.filter(pk__in=[values[0] for values in ours.values()])
    assert set(known.values_list(*parts)) == words
    assert {"29-1141.00", "29-2072.00", "15-1252.00"} <= set(ours)
    assert set(after) - set(ours) == {"29-2011.00", "29-2099.00", "55-1011.00"}


def test_a_draft_of_the_editors_is_not_published_by_an_import():
    draft = make_career(onet_code="29-1141.00", status="draft")
    import_data(*FOLDERS, approve=True, publish=True)
    draft.refresh_from_db()
    assert not draft.is_published

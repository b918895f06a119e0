"""Killed at any moment, an import leaves what was shown before, or all that is new; and never stands in the way."""

import pytest
from django.db import connection, transaction

from careers.models import Career

from ...snapshot import Snapshot
from .everything import FOLDERS, NATIONAL, ONET, PROJECTIONS, import_data, of_year

SHOWN = "SELECT data_set, period, state FROM careers_release WHERE state IN ('live', 'superseded') ORDER BY 1, 2"
PUBLISHED = "SELECT onet_code FROM careers_career WHERE status = 'published' ORDER BY 1"
LOADING = "SELECT count(*) FROM careers_release WHERE state = 'loading'"
TABLES = ["pay", "industrypay", "areapay", "outlook", "onetprofile", "occupationgroup", "occupation", "area", "career"]
ROWS = " UNION ALL ".join(
    f"SELECT '{table}', count(*) FROM careers_{table}" for table in [*TABLES, "careerchange", "release", "releasefile"]
)
NEW = [folder for folder in FOLDERS if folder != ONET]
MOMENTS = [
    "within a batch of oews-national",
    "Pay, national (OEWS), May 2024: 10",
    "within a batch of oews-metropolitan",
    "comparing",
    "preparing",
    "approving",
]
as_shown = Snapshot()


@pytest.fixture
def site(outside, tmp_path):
    """The site with an older release of pay, and one of O*NET's text, shown."""
    if not as_shown.put_back():
        import_data(of_year(2023, tmp_path), ONET, approve=True, publish=True)
        as_shown.take()
    assert Career.objects.published().exists()
    return outside()


@pytest.fixture
def new_site(site) -> dict:
    """What an import that nobody disturbs makes of the site: its shown releases and how many rows it has."""
    with transaction.atomic(), connection.cursor() as cursor:
        import_data(*NEW, approve=True, publish=True)
        found = {}
        for sql in (SHOWN, ROWS):
            cursor.execute(sql)
            found[sql] = cursor.fetchall()
        transaction.set_rollback(True)
    return found


def test_killed_again_and_again_it_leaves_what_was_shown_and_then_works(site, new_site):
    old = site.query(SHOWN), site.query(PUBLISHED)
    for moment in MOMENTS:
        with site.stepwise(*NEW) as steps:
            steps.wait_for(moment)
            assert site.query(LOADING)[0][0] > 0
        assert (site.query(SHOWN), site.query(PUBLISHED)) == old
    undisturbed = site.manage("import_data", *NEW, "--approve", "--publish", "--despite-losses")
    assert undisturbed.returncode == 0, undisturbed.stderr
    assert {sql: site.query(sql) for sql in (SHOWN, ROWS)} == new_site


def test_killed_in_the_middle_of_approving_for_several_careers_it_shows_nothing_new(site):
    old = site.query(SHOWN), site.query(PUBLISHED)
    with site.stepwise(*NEW) as steps:
        for _ in range(3):
            steps.wait_for("approving")
            steps.go_on()
        steps.wait_for("approving")
        assert site.query(SHOWN) == old[0]
    assert (site.query(SHOWN), site.query(PUBLISHED)) == old


def test_killed_when_all_is_done_it_has_changed_everything(site, new_site):
    with site.stepwise(*NEW) as steps:
        steps.wait_for("done")
    assert {sql: site.query(sql) for sql in (SHOWN, ROWS)} == new_site


def test_a_bad_file_at_the_command_line_ends_with_status_1(site, tmp_path):
    (tmp_path / "empty.xlsx").write_bytes(b"")
    old = site.query(SHOWN), site.query(ROWS)
    done = site.manage("import_data", PROJECTIONS, tmp_path / "empty.xlsx")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-3:] == [
        "CommandError: empty.xlsx: This file is empty.",
        "To import the rest without it, add --skip-unreadable.",
        "Nothing was changed.",
    ]
    assert (site.query(SHOWN), site.query(ROWS)) == old


def test_visitors_can_sign_up_while_files_are_read_and_compared_and_the_approval_is_prepared(site):
    moments = ["within a batch of oews-national", "Pay, national (OEWS), May 2024: 10", "comparing", "preparing"]
    with site.stepwise(*NEW) as steps:
        for moment in moments:
            steps.wait_for(moment)
            site.sign_up(f"{moments.index(moment)}@example.org")
            steps.go_on()
        assert steps.finish() == 0
    emails = site.query("SELECT email FROM signups_subscription ORDER BY email")
    assert emails == [(f"{number}@example.org",) for number in range(len(moments))]
    assert ("oews-national", "May 2024", "live") in site.query(SHOWN)


def test_each_batch_is_stored_by_itself(site):
    pay = "SELECT count(*) FROM careers_pay"
    [(older,)] = site.query(pay)
    with site.stepwise(NATIONAL) as steps:
        for stored in (5, 10, 15):
            steps.wait_for(f"Pay, national (OEWS), May 2024: {stored}")
            assert site.query(pay) == [(older + stored,)]
            steps.go_on()
        assert steps.finish() == 0


def test_two_imports_at_once_are_one_too_many(site, new_site):
    with site.stepwise(*NEW) as steps:
        steps.wait_for("Pay, national (OEWS), May 2024: 10")
        second = site.manage("import_data", PROJECTIONS, "--approve")
        assert second.returncode == 1
        assert second.stderr == "CommandError: Another import is running. Wait until it has finished.\n"
        steps.go_on()
        assert steps.finish() == 0
    assert {sql: site.query(sql) for sql in (SHOWN, ROWS)} == new_site
    third = site.manage("import_data", PROJECTIONS)
    assert third.returncode == 0
    assert "Unchanged: 1 file of release" in third.stdout

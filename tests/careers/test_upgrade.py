"""A site that has figures already is brought up to date: nothing is lost, and the old code can serve meanwhile."""

import sqlite3
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ..factories import make_staff

BEFORE = [("careers", "0001_careers_and_figures")]
AFTER = [("careers", "0002_releases_with_review_and_onet_text")]
BEFORE_BROUGHT = [("careers", "0003_career_facts")]
BROUGHT = [("careers", "0008_brought_careers_and_area_names")]
BEFORE_MARKS = [("careers", "0008_brought_careers_and_area_names")]
MARKS = [("careers", "0010_naics_key")]
BEFORE_SYNONYMS = [("careers", "0006_dead_end_found")]
SYNONYMS = [("careers", "0007_synonyms_once_by_their_words")]
BEFORE_OWN = [("careers", "0008_brought_careers_and_area_names")]
OWN = [("careers", "0014_releases_that_staff_made")]
# Newest first.
BEGINNINGS = [OWN, BEFORE_OWN, BEFORE_SYNONYMS, BEFORE_BROUGHT, AFTER, BEFORE]
NAMES = ["Release", "Occupation", "Pay", "Outlook", "Field", "Career"]


# What SQLite's database is at a state of the migrations: the way back there takes seconds, a copy none.
_copies: dict[str, sqlite3.Connection] = {}
_models: dict[str, object] = {}


@pytest.fixture
def migrate(transactional_db):
    """Bring the database to a state of the migrations; the models as they are there. Undone at the end."""

    def to(targets: list[tuple[str, str]]):
        if connection.vendor == "sqlite" and not states:
            _go_back(targets)
        else:
            MigrationExecutor(connection).migrate(targets)
        states.append(targets)
        return _models_at(targets)

    states: list[list] = []
    _keep("newest")
    yield to
    if not _restored("newest"):
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    else:
        _copies.pop("newest").close()


def _models_at(targets: list[tuple[str, str]]):
    if str(targets) not in _models:
        _models[str(targets)] = MigrationExecutor(connection).loader.project_state(targets).apps
    return _models[str(targets)]


def _go_back(targets: list[tuple[str, str]]) -> None:
    """By way of the others that tests begin with, as far as they are newer, so that each step is gone once."""
    for beginning in BEGINNINGS[: BEGINNINGS.index(targets) + 1]:
        if not _restored(str(beginning)):
            MigrationExecutor(connection).migrate(beginning)
            _keep(str(beginning))


def _keep(state: str) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _copies[state] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(_copies[state])


def _restored(state: str) -> bool:
    if state not in _copies:
        return False
    _copies[state].backup(connection.connection)
    ContentType.objects.clear_cache()
    return True


def models_of(apps) -> dict:
    return {name: apps.get_model("careers", name) for name in NAMES}


def make_rows(apps, number: int) -> None:
    """A release with figures and a career, as code of the state in `apps` writes them."""
    model = models_of(apps)
    values = {"title": "Survey", "publisher": "Bureau", "url": "https://data.example/", "licence": "Public domain"}
    occupation = model["Occupation"].objects.create(code=f"29-207{number}", title=f"Testers {number}")
    release, projections = (
        model["Release"].objects.create(
            data_set=data_set, period=f"May 202{number}", as_of=date(2020 + number, 5, 31), state="superseded", **values
        )
        for data_set in ("oews-national", "projections")
    )
    model["Pay"].objects.create(release=release, occupation=occupation, annual_median=50_000 + number)
    model["Outlook"].objects.create(
        release=projections,
        occupation=occupation,
        base_year=2024,
        projected_year=2034,
        base_employment=1_000,
        projected_employment=1_100,
    )
    field = model["Field"].objects.create(title=f"Field {number}", slug=f"field-{number}")
    model["Career"].objects.create(
        title=f"Career {number}", slug=f"career-{number}", field=field, occupation=occupation, summary="Work."
    )


def test_rows_are_kept_and_old_code_can_still_write_beside_the_new(migrate):
    old = migrate(BEFORE)
    make_rows(old, 1)
    new = migrate(AFTER)
    make_rows(old, 2)

    models = models_of(new)
    pays = models["Pay"].objects.order_by("pk")
    assert list(pays.values_list("annual_median", "held", "release__period", "occupation__code")) == [
        (50_001, False, "May 2021", "29-2071"),
        (50_002, False, "May 2022", "29-2072"),
    ]
    assert list(models["Outlook"].objects.values_list("base_employment", "held")) == [(1_000, False)] * 2
    assert list(models["Field"].objects.values_list("soc_groups", flat=True)) == ["", ""]
    assert set(models["Career"].objects.values_list("summary", "brought_by")) == {("Work.", None)}
    releases = models["Release"].objects.all()
    assert set(releases.values_list("state", "label", "loaded_by", "decided_by")) == {("superseded", "", "", "")}
    assert None not in releases.values_list("loaded_at", flat=True)


def test_figures_survive_the_way_back(migrate):
    new = migrate(AFTER)
    make_rows(new, 1)
    old = migrate(BEFORE)
    assert old.get_model("careers", "Pay").objects.get().annual_median == 50_001
    assert old.get_model("careers", "Career").objects.get().title == "Career 1"


def test_careers_count_as_from_onet_even_where_their_release_was_pruned(migrate):
    old = migrate(BEFORE_BROUGHT)
    for number in (1, 2, 3):
        make_rows(old, number)
    careers, release = old.get_model("careers", "Career").objects, old.get_model("careers", "Release").objects.first()
    careers.filter(slug="career-1").update(brought_by=release)
    careers.filter(slug="career-2").update(status="withdrawn")
    new = migrate(BROUGHT)
    make_rows(old, 4)
    brought = new.get_model("careers", "Career").objects.order_by("slug").values_list("slug", "brought")
    assert list(brought) == [("career-1", True), ("career-2", True), ("career-3", False), ("career-4", False)]


def test_synonyms_of_before_are_told_apart_by_their_words(migrate):
    before = migrate(BEFORE_SYNONYMS).get_model("careers", "Synonym").objects
    before.all().delete()
    for term, means in (("rn", "registered nurse"), ("RN", "Registered Nurses"), ("rn", "radio net"), ("?", "!")):
        before.create(term=term, means=means, key=term)
    after = migrate(SYNONYMS).get_model("careers", "Synonym").objects
    kept = after.filter(key__in=["rn", "", "?"]).order_by("term", "means")
    assert list(kept.values_list("term", "means")) == [("rn", "radio net"), ("rn", "registered nurse")]
    # Code of before, which may serve a little longer, writes as it did.
    for means in ("right now", "rhenium"):
        before.create(term="rn", means=means, key="rn")
    assert after.filter(key="rn").count() == 4


TOP_CODES = {"top_code_annual": 239_200, "top_code_hourly": "115.00"}


DATA_SETS = {"AreaPay": "oews-state", "IndustryPay": "oews-industry"}


def make_pay(apps, *, model: str, **values):
    """A row of the first occupation, in a release of its data set like that of `make_rows`."""
    releases = apps.get_model("careers", "Release").objects
    release = releases.filter(data_set=DATA_SETS[model]).first()
    if release is None:
        release = releases.get(data_set="oews-national")
        release.pk, release.data_set = None, DATA_SETS[model]
        release.save()
    occupation = apps.get_model("careers", "Occupation").objects.first()
    return apps.get_model("careers", model).objects.create(release=release, occupation=occupation, **values)


def test_figures_that_read_or_more_still_do(migrate):
    old = migrate(BEFORE_MARKS)
    make_rows(old, 1)
    old.get_model("careers", "Release").objects.update(**TOP_CODES)
    old.get_model("careers", "Pay").objects.update(annual_p75=239_199, annual_p90=239_200, hourly_p90="115.00")
    area = old.get_model("careers", "Area").objects.create(code="39", kind="state", title="Ohio", states="OH")
    make_pay(old, model="AreaPay", area=area, annual_median=300_000)
    for number, median in enumerate((239_200, 100_000)):
        make_pay(old, model="IndustryPay", industry=f"Industry {number}", naics="", annual_median=median)
    new = migrate(MARKS)
    marks = [
        [row.top_coded for row in new.get_model("careers", name).objects.order_by("pk")]
        for name in ("Pay", "AreaPay", "IndustryPay")
    ]
    assert marks == [["annual_p90 hourly_p90"], ["annual_median"], ["annual_median", ""]]


def test_figures_of_a_release_without_a_top_code_stay_exact(migrate):
    old = migrate(BEFORE_MARKS)
    make_rows(old, 1)
    old.get_model("careers", "Pay").objects.update(annual_p90=500_000)
    assert migrate(MARKS).get_model("careers", "Pay").objects.get().top_coded == ""


def test_industries_have_one_spelling_of_their_code_and_none_is_lost(migrate):
    old = migrate(BEFORE_MARKS)
    make_rows(old, 1)
    for industry, naics in (("Factories", "31"), ("Plants", "31–33"), ("Shops", "44-45"), ("Textile mills", "3133")):
        make_pay(old, model="IndustryPay", industry=industry, naics=naics)
    new = migrate(MARKS)
    industries = new.get_model("careers", "IndustryPay").objects.order_by("pk").values_list("industry", "naics")
    assert list(industries) == [
        ("Factories", "31-33"),
        ("Plants", ""),
        ("Shops", "44-45"),
        ("Textile mills", "3133"),
    ]
    make_rows(old, 2)
    migrate(BEFORE_MARKS)
    assert old.get_model("careers", "IndustryPay").objects.count() == 4


def test_industries_of_one_name_and_parts_survive_the_way_back(migrate):
    new = migrate(OWN)
    make_rows(new, 1)
    release = new.get_model("careers", "Release").objects
    for naics in ("611000", "611100"):
        make_pay(new, model="IndustryPay", industry="Schools", naics=naics)
    whole = release.get(data_set="oews-national")
    part = release.create(
        data_set=whole.data_set, period=whole.period, as_of=whole.as_of, state="superseded", covers_part=True
    )
    old = migrate(BEFORE_OWN)
    industries = old.get_model("careers", "IndustryPay").objects.order_by("pk")
    assert list(industries.values_list("industry", flat=True)) == ["Schools", "Schools (NAICS 611100)"]
    states = old.get_model("careers", "Release").objects.filter(pk__in=[whole.pk, part.pk]).order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["superseded", "rolled-back"]


def test_projections_for_2024_34_learn_what_their_publisher_calls_which_growth(migrate):
    old = migrate([("careers", "0008_brought_careers_and_area_names")])
    values = {"title": "Survey", "publisher": "Bureau", "url": "https://data.example/", "licence": "Public domain"}
    for data_set, period in (("projections", "2024–34"), ("projections", "2008–18"), ("oews-national", "2024–34")):
        old.get_model("careers", "Release").objects.create(
            data_set=data_set, period=period, as_of=date(2024, 12, 31), state="superseded", **values
        )
    new = migrate([("careers", "0016_growth_bands_of_2024_34")]).get_model("careers", "Release")
    bounds = ["little_change_from", "slower_from", "average_from", "faster_from", "much_faster_from"]
    assert new.objects.filter(data_set="projections", period="2024–34").values_list(*bounds).get() == (0, 1, 3, 5, 7)
    others = new.objects.exclude(data_set="projections", period="2024–34")
    assert set(others.values_list(*bounds)) == {(None,) * 5}
    # Code of the time before can still write beside it.
    old.get_model("careers", "Release").objects.create(
        data_set="projections", period="2022–32", as_of=date(2022, 12, 31), state="superseded", **values
    )
    assert new.objects.count() == 4
    migrate([("careers", "0008_brought_careers_and_area_names")])
    assert old.get_model("careers", "Release").objects.count() == 4


def test_releases_that_staff_added_by_hand_become_the_sites_own_and_the_publishers_live_again(migrate):
    old = migrate(BEFORE_OWN)
    release = old.get_model("careers", "Release").objects
    kind, _ = ContentType.objects.get_or_create(app_label="careers", model="release")
    user = make_staff()
    values = {"title": "Survey", "url": "https://data.example/", "licence": "Public domain"}
    values |= {"data_set": "oews-national", "publisher": "U.S. Bureau of Labor Statistics"}
    demo = release.create(period="May 2023", as_of=date(2023, 5, 31), state="superseded", **values)
    theirs = release.create(period="May 2024", as_of=date(2024, 5, 31), state="superseded", **values)
    hand = release.create(period="May 2025", as_of=date(2025, 5, 31), state="live", **values)
    read = release.create(period="May 2022", as_of=date(2022, 5, 31), state="staged", **values)
    old.get_model("careers", "ReleaseFile").objects.create(release=read, name="a.xlsx", sha256="0" * 64, size=1)
    for one in (hand, read):
        LogEntry.objects.create(user=user, content_type=kind, object_id=str(one.pk), object_repr="", action_flag=1)

    new = migrate(OWN).get_model("careers", "Release").objects
    found = {one.pk: (one.origin, one.state) for one in new.all()}
    assert found == {
        demo.pk: ("publisher", "superseded"),
        theirs.pk: ("publisher", "live"),
        hand.pk: ("own", "live"),
        read.pk: ("publisher", "staged"),
    }
    assert new.get(pk=hand.pk).publisher == "Careerinfo"
    assert "U.S. Bureau of Labor Statistics" in new.get(pk=hand.pk).note

    back = migrate(BEFORE_OWN).get_model("careers", "Release").objects
    assert dict(back.values_list("pk", "state")) == {
        demo.pk: "superseded",
        theirs.pk: "live",
        hand.pk: "rolled-back",
        read.pk: "staged",
    }


BEFORE_RIGHTS = [("careers", "0008_brought_careers_and_area_names")]
RIGHTS = [("careers", "0017_rights_of_their_own")]
OF_THEIR_OWN = ["publish_career", "preview_career", "approve_release", "roll_back_release"]


def remove_groups() -> None:
    """Table by table: what else hangs on a group now was not there then."""
    for model in (Group.permissions.through, Group):
        model.objects.all()._raw_delete(model.objects.db)


def test_staff_who_could_publish_and_approve_still_can_and_nobody_else(migrate, capsys):
    migrate(BEFORE_RIGHTS)
    # As older code left it: roles came later, and Django makes the permissions of the new code after all migrations.
    remove_groups()
    Permission.objects.filter(codename__in=OF_THEIR_OWN).delete()
    held = {
        "editor": ["change_career"],
        "reader": ["view_career"],
        "approver": ["change_release"],
        "other": ["view_release", "add_career", "change_field"],
    }
    for name, codenames in held.items():
        permissions = Permission.objects.filter(codename__in=codenames)
        get_user_model().objects.create_user(name).user_permissions.set(permissions)
        Group.objects.create(name=f"{name}s").permissions.set(permissions)
    migrate(RIGHTS)
    new = Permission.objects.filter(codename__in=OF_THEIR_OWN)
    assert sorted(new.values_list("codename", flat=True)) == sorted(OF_THEIR_OWN)
    expected = {
        "editor": {"publish_career", "preview_career"},
        "reader": {"preview_career"},
        "approver": {"publish_career", "approve_release", "roll_back_release"},
        "other": set(),
    }
    for name, codenames in expected.items():
        assert set(new.filter(user__username=name).values_list("codename", flat=True)) == codenames
        assert set(new.filter(group__name=f"{name}s").values_list("codename", flat=True)) == codenames
        kept = Permission.objects.filter(codename__in=held[name])
        assert set(kept.filter(user__username=name)) == set(kept)
    assert "approver, editor, group approvers, group editors, group readers, reader: given" in capsys.readouterr().out


def test_a_new_site_is_told_nothing_of_rights(migrate, capsys):
    migrate(BEFORE_RIGHTS)
    remove_groups()
    migrate(RIGHTS)
    assert "given" not in capsys.readouterr().out

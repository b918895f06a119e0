"""Rows of a release that somebody deleted: the same files bring them back, instead of being taken for known."""

import pytest

from careers.models import AreaPay, Career, IndustryPay, OnetProfile, Outlook, Pay, Release

from .everything import FOLDERS, METROPOLITAN, NATIONAL, ONET, PROJECTIONS, SECTOR, SOC, import_data, run, states

pytestmark = pytest.mark.django_db

KINDS = [
    pytest.param(NATIONAL, {}, Pay, id="national"),
    pytest.param(SECTOR, {}, IndustryPay, id="sector"),
    pytest.param(METROPOLITAN, {}, AreaPay, id="metropolitan"),
    pytest.param(PROJECTIONS, {}, Outlook, id="projections"),
    pytest.param(ONET, {}, OnetProfile, id="onet"),
]


@pytest.mark.parametrize("was_counted", [True, False])
@pytest.mark.parametrize(("path", "options", "model"), KINDS)
def test_a_file_whose_rows_are_missing_is_read_again_and_says_so(path, options, model, was_counted):
    import_data(path, approve=True, **options)
    release = Release.objects.get()
    if not was_counted:
        Release.objects.update(rows_loaded=None)
    rows = model.objects.count()
    Career.objects.all().delete()
    model.objects.filter(pk=model.objects.first().pk).delete()
    output = import_data(path, **options)
    assert f"Read again: release {release.pk}, {release}, lacks 1 row that its files have." in output
    assert "Unchanged" not in output
    again = Release.objects.latest("pk")
    run("approve", again.pk)
    assert model.objects.filter(release=again).count() == rows
    release.refresh_from_db()
    assert (release.state, again.pk > release.pk) == ("replaced", True)
    assert "Unchanged" in import_data(path, **options)


def test_files_whose_rows_are_all_there_stay_unchanged_counted_or_not():
    import_data(*FOLDERS)
    before = states()
    Release.objects.update(rows_loaded=None)
    for _ in range(2):
        assert "Read again" not in import_data(*FOLDERS)
    assert states() == before
    assert None not in Release.objects.values_list("rows_loaded", flat=True)


def test_the_classification_is_counted_too():
    import_data(SOC)
    Release.objects.get().occupationgroup_rows.all().delete()
    assert "Read again" in import_data(SOC)

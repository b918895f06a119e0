"""A rejection or a pruning that is killed half-way is finished by the next one, and by the next import."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from careers.models import Area, AreaPay, Occupation, Release
from careers.releases import lifecycle

from ..factories import make_area, make_area_pay, make_occupation, make_release
from .importers.everything import PROJECTIONS, import_data

# Before which deletion it is killed: the first is of rows, later ones are of occupations and areas.
MOMENTS = [0, 1, 2, 3, 4, 5]
ROWS = 3


class Killed(BaseException):
    """What ends a process at once, for no code to catch."""


@pytest.fixture
def killed_at(monkeypatch):
    """Run something that is killed before its deletion number `moment`, counted from 0."""

    def run(moment: int, deletes) -> None:
        told = iter(range(100))

        def delete(queryset, *args, **kwargs):
            if next(told) == moment:
                raise Killed
            return real(queryset, *args, **kwargs)

        with monkeypatch.context() as context:
            real = QuerySet.delete
            context.setattr(QuerySet, "delete", delete)
            context.setattr(lifecycle, "DELETED_AT_ONCE", ROWS - 1)
            with pytest.raises(Killed):
                deletes()

    return run


def pay_by_state(state: str, year: int = 2020) -> Release:
    """A release with rows, and with occupations and areas that only it has."""
    release = make_release("oews-state", state=state, period=f"May {year}", as_of=date(year, 5, 31))
    for _ in range(ROWS):
        occupation = make_occupation(introduced_by=release)
        make_area_pay(release=release, occupation=occupation, area=make_area(introduced_by=release))
    return release


def another_rejection() -> None:
    lifecycle.reject(make_release("soc", state="staged"), by="ada")


NEXT = {
    "pruning": lambda: lifecycle.prune(keep=1),
    "rejection": another_rejection,
    "import": lambda: import_data(PROJECTIONS),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("follows", NEXT)
def test_a_rejection_that_was_killed_is_finished(killed_at, follows, moment):
    release = pay_by_state("staged")
    killed_at(moment, lambda: lifecycle.reject(release, by="ada"))
    assert AreaPay.objects.exists() or Occupation.objects.exists() or Area.objects.exists()
    NEXT[follows]()
    assert not AreaPay.objects.exists()
    assert not Occupation.objects.filter(introduced_by=release).exists()
    assert not Area.objects.exists()
    release.refresh_from_db()
    assert (release.state, release.decided_by) == ("rejected", "ada")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("follows", NEXT)
def test_a_pruning_that_was_killed_is_finished(killed_at, follows, moment):
    live = make_release("oews-state")
    release = pay_by_state("superseded")
    killed_at(moment, lambda: lifecycle.prune(keep=1))
    NEXT[follows]()
    assert not AreaPay.objects.exists()
    assert not Area.objects.exists()
    assert not Release.objects.filter(pk=release.pk).exists()
    assert Release.objects.filter(pk=live.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_half_deleted_is_not_shown_and_cannot_be_approved(killed_at):
    make_release("oews-state")
    release = pay_by_state("superseded")
    killed_at(1, lambda: lifecycle.prune(keep=1))
    assert release not in Release.objects.shown()
    with pytest.raises(lifecycle.ReleaseError, match="is deleting; only a staged or rolled-back one"):
        lifecycle.approve([release], by="ada")


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_finishes(killed_at, capsys):
    make_release("oews-state")
    release = pay_by_state("superseded")
    killed_at(1, lambda: lifecycle.prune(keep=1))
    for options, word in (({"dry_run": True}, "Would delete"), ({}, "Deleted")):
        call_command("prune_releases", keep=1, **options)
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith(f"{word}: release {release.pk}, Pay by state (OEWS), May 2020, deleting")
        assert lines[1:] == [f"{word}: 1 release."]


@pytest.mark.django_db(transaction=True)
def test_rejecting_what_was_half_rejected_finishes_that_too(killed_at):
    release = pay_by_state("staged")
    killed_at(1, lambda: lifecycle.reject(release, by="ada"))
    with pytest.raises(lifecycle.ReleaseError, match="is not staged; only a staged one can be rejected"):
        lifecycle.reject(Release.objects.get(pk=release.pk), by="ada")
    assert not AreaPay.objects.exists()

"""Which releases are shown, in memory: what a decision makes of that is worked out before anybody waits for it."""

from collections.abc import Iterable

from django.utils import timezone

from ..models import Release
from . import diff


class Standing:
    """All releases as they were read, and as they will stand after what is done to them here, until it is stored.

    `arrived` are releases that an import has loaded and that wait for approval from now on.
    """

    def __init__(self, arrived: Iterable[Release] = ()) -> None:
        self.arrived = list(arrived)
        self._releases = {release.pk: release for release in Release.objects.order_by("pk")}
        for pk in {release.pk for release in self.arrived} & self._releases.keys():
            self._releases[pk].state = Release.State.STAGED
        # What an import is still loading is nobody's to move.
        self.read = {
            pk: _values(release) for pk, release in self._releases.items() if release.state != Release.State.LOADING
        }

    def get(self, pk: int) -> Release:
        if pk not in self._releases:
            raise Release.DoesNotExist(f"There is no release {pk}.")
        return self._releases[pk]

    @property
    def shown(self) -> list[Release]:
        return [release for release in self._releases.values() if release.state in Release.SHOWN]

    def live_of(self, data_set: str) -> Release | None:
        """The publisher's live release."""
        return next((one for one in self.shown if one.data_set == data_set and one.is_live and not one.is_own), None)

    def base_of(self, release: Release) -> Release | None:
        return diff.base_of(release, self.shown)

    def show(self, release: Release, *, by: str) -> Release | None:
        """Let visitors see it; returns the release that was shown in its place, if any.

        One of the site's own takes nobody's place: it stands beside the publisher's.
        """
        _decide(release, by=by)
        if release.is_own:
            release.state = Release.State.LIVE
            return None
        same, live = self.whole_of_period(release), self.live_of(release.data_set)
        release.covers_part = same is not None and diff.covers_part_of(same, release)
        if release.covers_part:
            release.state = Release.State.SUPERSEDED
            return same
        if same:
            same.state = Release.State.REPLACED
            release.replaces_id = same.pk
        is_newest = live is None or live == same or live.as_of <= release.as_of
        if is_newest and live and live != same:
            live.state = Release.State.SUPERSEDED
        release.state = Release.State.LIVE if is_newest else Release.State.SUPERSEDED
        return same or (live if is_newest else None)

    def whole_of_period(self, release: Release) -> Release | None:
        """The publisher's other release of the same period that is shown and covers more than a part of it."""
        others = (one for one in self._siblings_of(release) if one.period == release.period and not one.covers_part)
        return next((one for one in others if one.state in Release.SHOWN), None)

    def _siblings_of(self, release: Release) -> list[Release]:
        others = (one for one in self._releases.values() if one.data_set == release.data_set and not one.is_own)
        return [one for one in others if one != release]

    def pass_on_top_code(self, release: Release) -> None:
        """As figures will be worded; the release itself stores it."""
        for other in map(self.get, release.heirs_of_top_code().values_list("pk", flat=True)):
            other.top_code_annual, other.top_code_hourly = release.top_code_annual, release.top_code_hourly

    def instead_of(self, release: Release) -> Release | None:
        """The release that is live once the live `release` is rolled back.

        None where there is none, or where it is not live or the site's own; a part never takes the place of a whole.
        """
        if not release.is_live or release.is_own:
            return None
        replaced = self.replaced_by(release)
        others = [one for one in self._siblings_of(release) if not one.covers_part]
        others = [one for one in others if one.state == Release.State.SUPERSEDED or one == replaced]
        return max(others, key=lambda one: (one.as_of, one.pk), default=None)

    def replaced_by(self, release: Release) -> Release | None:
        """The release whose place it took, where that has not been shown since."""
        replaced = self._releases.get(release.replaces_id)
        return replaced if replaced and replaced.state == Release.State.REPLACED else None

    def take_back(self, release: Release, *, by: str) -> None:
        """Let visitors see what `release` took the place of again."""
        instead, replaced = self.instead_of(release), self.replaced_by(release)
        release.state = Release.State.ROLLED_BACK
        _decide(release, by=by)
        if replaced and not release.is_own:
            replaced.state = Release.State.SUPERSEDED
        if instead:
            instead.state = Release.State.LIVE

    def store(self) -> None:
        """By `update`, which no signal follows: whoever stores it says once what has moved."""
        moved = [
            release for pk, release in self._releases.items() if pk in self.read and _values(release) != self.read[pk]
        ]
        # No two releases may be live at a time, or shown for one period: those that leave make room.
        for release in sorted(moved, key=lambda one: (one.state in Release.SHOWN, one.is_live)):
            Release.objects.filter(pk=release.pk).update(**{name: getattr(release, name) for name in _COLUMNS})


_COLUMNS = ["state", "replaces_id", "covers_part", "decided_at", "decided_by"]


def _decide(release: Release, *, by: str) -> None:
    release.decided_at, release.decided_by = timezone.now(), by


def _values(release: Release) -> tuple:
    return tuple(getattr(release, field.attname) for field in Release._meta.concrete_fields)

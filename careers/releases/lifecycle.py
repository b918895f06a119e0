"""What becomes of a staged release: approved, rejected, rolled back, pruned. Visitors see each change whole."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from .. import denormalized
from ..figures.selection import coded_careers
from ..locks import AlreadyAtWork, Work, one_at_a_time
from ..models import Area, Occupation, Release
from ..models.data_sets import names, row_models
from . import change_log, coverage, onet_careers
from .change_log import ChangeLog
from .preparing import Outdated, Plan, ReleaseError, prepared
from .standing import Standing

DELETED_AT_ONCE = 2_000
# How often a decision is prepared anew because somebody changed what it was prepared for.
TRIES = 3
PRUNED_STATES = [Release.State.SUPERSEDED, Release.State.REPLACED, Release.State.ROLLED_BACK]


@dataclass
class Approval:
    """What an approval did, for whoever asked for it."""

    releases: list[Release] = field(default_factory=list)
    drafts: int = 0
    published: int = 0
    withdrawn: int = 0
    restored: int = 0
    # What its releases lack much of, a sentence or two for each of those.
    missing: list[str] = field(default_factory=list)


@dataclass
class Rollback:
    """`live` is the data set's live release afterwards, if any, and `missing` what that lacks much of.

    `withdrawn` counts careers that lost all their text.
    """

    release: Release
    live: Release | None
    withdrawn: int = 0
    missing: str = ""


Decided = TypeVar("Decided", Approval, Rollback)


def approve(
    releases: Iterable[Release],
    *,
    by: str,
    publish: bool = False,
    despite_losses: bool = False,
    arrived: Iterable[Release] = (),
) -> Approval:
    """Make staged (or rolled-back) releases shown, oldest first, all or none; ReleaseError when one cannot be.

    The newest of a data set goes live; an older one becomes an earlier release. One of the same period that was shown
    before is replaced. `publish` publishes the careers that releases drafted and that pass the publishing check.
    A release that lacks a quarter of what is shown in its place, or of what its data set usually has, is refused
    unless `despite_losses`. `arrived` are those among them that an import has just loaded, and nobody could stage yet.
    """
    releases, arrived = list(releases), list(arrived)

    def plan() -> tuple[Plan, Approval]:
        return _plan_approval(releases, Standing(arrived), by=by, publish=publish, despite_losses=despite_losses)

    return _in_turn(plan, _approve)


def _plan_approval(
    releases: list[Release], standing: Standing, *, by: str, publish: bool, despite_losses: bool
) -> tuple[Plan, Approval]:
    plan, approval = Plan(standing, publish=publish), Approval()
    took_place_of = []
    live = {release.data_set: release for release in standing.shown if release.is_live and not release.is_own}
    for release in sorted(releases, key=lambda release: (release.as_of, release.pk)):
        release = standing.get(release.pk)
        if release.state not in (Release.State.STAGED, Release.State.ROLLED_BACK):
            raise ReleaseError(
                f"Release {release.pk} ({release}) is {release.state}; "
                "only a staged or rolled-back one can be approved."
            )
        approval.missing += _missing_from(release, standing, despite_losses=despite_losses)
        took_place_of.append(standing.show(release, by=by))
        standing.pass_on_top_code(release)
        if release.record.makes_careers and release.is_live:
            plan.drafting.append(release)
        if release.record.area_kind and release.is_live and not release.is_own:
            plan.naming.append(release)
        approval.releases.append(release)
    # Only now: the careers that one release brings have news from the others too.
    for release, before in zip(approval.releases, took_place_of, strict=True):
        # Nobody ever saw what another of these took the place of at once.
        before = live.get(release.data_set) if release.record.only_live else before
        plan.logs.append(change_log.of_approval(release, before, standing.shown, plan.rows))
    plan.moves_text = any(release.record.makes_careers for release in approval.releases)
    return plan, approval


def _approve(plan: Plan, approval: Approval) -> Approval:
    plan.standing.store()
    for release in approval.releases:
        release.pass_on_top_code()
    for release in plan.drafting:
        approval.drafts += onet_careers.create_drafts(release, plan.drafts)
    for release in plan.naming:
        Area.objects.take_names_of(release)
    _write(plan.logs)
    if plan.moves_text:
        approval.withdrawn, approval.restored = onet_careers.withdraw_empty(), onet_careers.restore_withdrawn()
    if plan.publish:
        approval.published = onet_careers.publish_ready(plan.sections)
    for release in approval.releases:
        release.refresh_from_db()
        denormalized.release_moved(release)
    return approval


def _in_turn(plan: Callable[[], tuple[Plan, Decided]], carry_out: Callable[[Plan, Decided], Decided]) -> Decided:
    """Carry out a plan in one short transaction, or a new one where somebody changed what it was made of.

    Within the caller's transaction it is as long as all that is to be found out.
    """
    if connection.in_atomic_block:
        with denormalized.together():
            _wait_for_turn()
            return carry_out(*plan())
    for _ in range(TRIES):
        made, decided = plan()
        with suppress(Outdated), prepared(made):
            return _carried_out(made, decided, carry_out)
    raise ReleaseError("Somebody else is changing releases or figures. Wait until they have finished, then try again.")


def _carried_out(made: Plan, decided: Decided, carry_out: Callable[[Plan, Decided], Decided]) -> Decided:
    with denormalized.together() as changes:
        _wait_for_turn()
        made.check()
        changes.prepared = made.derived
        return carry_out(made, decided)


def _write(logs: Iterable[ChangeLog]) -> None:
    """Write down for visitors what the releases change that came or went."""
    careers = coded_careers()
    for log in logs:
        change_log.write(log, careers)


def _wait_for_turn() -> None:
    """Until whoever else moves releases has done so: each is to see what the other did.

    What an import is still loading is nobody's to move, and the import may wait for us while it holds that.
    """
    settled = Release.objects.exclude(state=Release.State.LOADING)
    list(settled.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _missing_from(release: Release, standing: Standing, *, despite_losses: bool) -> list[str]:
    """What a release lacks much of, if anything; ReleaseError where that, or that it is empty, keeps it from view."""
    if not release.record.model:
        return []
    if not release.record.rows(release).exists():
        raise ReleaseError(f"Release {release.pk} ({release}) has no rows: there is nothing to show.")
    base = standing.base_of(release)
    missing = coverage.missing_from(release, base if base and base.is_live else None)
    if missing and not despite_losses:
        raise ReleaseError(coverage.warning_of(missing))
    return [missing] if missing else []


def rollback(release: Release, *, by: str, despite_losses: bool = False) -> Rollback:
    """Take a shown release back; the one that it replaced or superseded takes its place.

    Where that lacks a quarter of what its data set usually has, it is refused unless `despite_losses`.
    """
    return _in_turn(lambda: _plan_rollback(release.pk, Standing(), by=by, despite_losses=despite_losses), _roll_back)


def _plan_rollback(pk: int, standing: Standing, *, by: str, despite_losses: bool) -> tuple[Plan, Rollback]:
    release = standing.get(pk)
    if release.state not in Release.SHOWN:
        raise ReleaseError(f"Release {release.pk} ({release}) is {release.state}; only a shown one can be rolled back.")
    was_live, is_part = release.is_live, release.covers_part
    instead, restored = standing.instead_of(release), standing.replaced_by(release)
    missing = coverage.missing_from(instead, release) if instead else ""
    # Not for what the release itself had more of: it may be taken back because it had too much.
    if instead and not despite_losses and coverage.missing_from(instead):
        raise ReleaseError(f"{missing} To show it again anyway, roll back despite the losses.")
    standing.take_back(release, by=by)
    plan = Plan(standing, naming=[instead] if instead else [], moves_text=release.record.makes_careers)
    if is_part:
        restored = standing.whole_of_period(release)
    plan.logs = [change_log.of_rollback(release, restored, standing.shown, plan.rows, was_live=was_live)]
    return plan, Rollback(release, standing.live_of(release.data_set), missing=missing)


def _roll_back(plan: Plan, decided: Rollback) -> Rollback:
    plan.standing.store()
    denormalized.release_moved(decided.release)
    for release in plan.naming:
        Area.objects.take_names_of(release)
    _write(plan.logs)
    if plan.moves_text:
        decided.withdrawn = onet_careers.withdraw_empty()
        onet_careers.restore_withdrawn()
    return decided


def shown_instead_of(release: Release) -> Release | None:
    """The release that is live once the live `release` is rolled back; None where there is none, or it is not live."""
    return Standing().instead_of(release)


def stop_holding(release: Release, rows: Iterable[int]) -> int:
    """Stop holding back the figures of `release` whose ids are `rows`; how many were held until now."""
    with denormalized.together():
        _wait_for_turn()
        return _stop_holding(release, rows)


def _stop_holding(release: Release, rows: Iterable[int]) -> int:
    release = Release.objects.get(pk=release.pk)
    record = release.record
    if not hasattr(record.row_model, "held"):
        return 0
    held = record.rows(release).filter(pk__in=list(rows), held=True)
    codes = set(held.values_list(record.key[0], flat=True))
    count = held.update(held=False)
    if count and release.state in Release.SHOWN:
        if release.is_own or record.one_a_career:
            older = Release.objects.of_publishers().filter(data_set=release.data_set, as_of__lt=release.as_of).shown()
            before = older.order_by("-as_of", "-pk").first() if release.is_live and not release.is_own else None
            _write([change_log.of_approval(release, before, Release.objects.shown(), change_log.Rows(), only=codes)])
        denormalized.release_moved(release)
    return count


def reject(release: Release, *, by: str) -> None:
    """Refuse a staged release for good: its rows go, the note that it was rejected stays."""
    with _no_import():
        finish_deleting()
        changed = Release.objects.filter(pk=release.pk, state=Release.State.STAGED).update(
            state=Release.State.REJECTED, decided_at=timezone.now(), decided_by=by
        )
        if not changed:
            raise ReleaseError(f"Release {release.pk} ({release}) is not staged; only a staged one can be rejected.")
        delete_rows(release)


@contextmanager
def _no_import() -> Iterator[None]:
    """An import knows the occupations that it found; those that a deleted release introduced must not go meanwhile."""
    try:
        with one_at_a_time(Work.IMPORT):
            yield
    except AlreadyAtWork:
        raise ReleaseError("An import is running. Wait until it has finished.") from None


def finish_deleting() -> list[Release]:
    """Delete what a rejection or a pruning that was killed has left; returns the pruned releases that are now gone.

    To be called while no import runs, as `_no_import` says.
    """
    left = list(Release.objects.filter(state=Release.State.DELETING))
    for release in left:
        discard(release)
    for release in Release.objects.filter(state=Release.State.REJECTED):
        delete_rows(release)
    return left


def delete_rows(release: Release) -> None:
    """Delete the rows of a release that nobody sees, in short transactions, and what only it had introduced."""
    for model in row_models():
        rows = model.objects.filter(release=release).order_by("pk").values_list("pk", flat=True)
        while batch := list(rows[:DELETED_AT_ONCE]):
            model.objects.filter(pk__gte=batch[0], pk__lte=batch[-1], release=release).delete()
    _delete_unused(Occupation.objects.filter(introduced_by=release, careers=None, predecessors=None, successors=None))
    _delete_unused(Area.objects.filter(introduced_by=release))


def _delete_unused(rows: models.QuerySet) -> None:
    for relation in rows.model._meta.related_objects:
        if relation.related_model in row_models():
            rows = rows.exclude(pk__in=relation.related_model.objects.values(relation.field.attname))
    while batch := list(rows.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        rows.model.objects.filter(pk__in=batch).delete()


def discard(release: Release) -> None:
    """Remove a release that never came to be shown, as if it had not been begun."""
    delete_rows(release)
    # Not `release.delete()`, which takes its number from the object: whoever asked is told which release is gone.
    Release.objects.filter(pk=release.pk).delete()


def prunable(*, keep: int) -> list[Release]:
    """The bulky releases that are not among the newest `keep` shown ones of their data set, or are half deleted.

    One that was rolled back and is newer than all of these stays: it may be approved again.
    """
    if keep < 1:
        raise ReleaseError("Keep at least 1: the live release must stay.")
    found = list(Release.objects.filter(state=Release.State.DELETING))
    for data_set in names(lambda record: record.pruned):
        releases = Release.objects.of_publishers().filter(data_set=data_set)
        kept = list(releases.shown().filter(covers_part=False).order_by("-as_of", "-pk")[:keep])
        others = releases.exclude(pk__in=[release.pk for release in kept])
        others = others.exclude(covers_part=True, period__in=[release.period for release in kept])
        others = others.filter(state__in=PRUNED_STATES)
        newer = Q(as_of__gt=kept[0].as_of) if kept else Q()
        found += others.exclude(newer, state=Release.State.ROLLED_BACK)
    return found


def prune(*, keep: int) -> list[Release]:
    """Delete what is `prunable`, and what was left of such work before; returns the deleted, as they were."""
    with _no_import():
        pruned = finish_deleting()
        for release in prunable(keep=keep):
            # Nobody may approve it any more; and where this is killed, the next run sees what it has to finish.
            waiting = Release.objects.filter(pk=release.pk, state__in=PRUNED_STATES)
            if not waiting.update(state=Release.State.DELETING):
                continue
            discard(release)
            pruned.append(release)
        return pruned

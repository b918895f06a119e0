"""What it takes long to find out for an approval or a rollback, found out before anybody has to wait for it.

On SQLite nobody else writes while a decision is stored, so that is to be short: what depends on rows that stay as they
are is read and derived before, and the search index is filled beside the live one. The decision then checks that all
still stands as it did, and reads what may have changed: the careers.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.db.models import QuerySet

from .. import denormalized
from ..browse import listing
from ..figures.selection import coded, coded_careers
from ..locks import AlreadyAtWork, Work, one_at_a_time
from ..models import Career, OnetProfile, Release
from ..models.data_sets import names
from ..search import index
from ..search.documents import COLUMNS, Document, documents_of
from . import onet_careers
from .change_log import ChangeLog, Rows
from .onet_careers import Sections
from .standing import Standing

# How many seconds an approval waits for a rebuild of the index, or for another approval that fills one.
PATIENCE = 20

logger = logging.getLogger("careerinfo.releases")


class ReleaseError(Exception):
    """A release cannot be moved to the wanted state; the message says why in plain words."""


class Outdated(Exception):
    """Somebody changed what a plan was made of."""


@dataclass
class Plan:
    """What a decision will do: `standing` is how releases stand afterwards.

    `drafting` are the releases that bring careers, `naming` those whose names areas take.
    """

    standing: Standing
    rows: Rows = field(default_factory=Rows)
    logs: list[ChangeLog] = field(default_factory=list)
    drafting: list[Release] = field(default_factory=list)
    naming: list[Release] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    moves_text: bool = False
    publish: bool = False
    # What was found out beforehand, if anything.
    drafts: dict[str, Career] = field(default_factory=dict)
    sections: dict[str, Sections] | None = None
    derived: denormalized.Prepared | None = None

    @property
    def profiles(self) -> QuerySet[OnetProfile]:
        """What O*NET says afterwards."""
        live = (self.standing.live_of(name) for name in names(lambda record: record.makes_careers))
        return OnetProfile.objects.filter(release__in=[release for release in live if release])

    def check(self) -> None:
        """Outdated where anything has changed since that the plan was made of."""
        if Standing(self.standing.arrived).read != self.standing.read or self.rows.changed():
            raise Outdated


@contextmanager
def prepared(plan: Plan) -> Iterator[None]:
    """What `plan` takes long for is done within; what it leaves of the index is cleared away at the end.

    ReleaseError where somebody else is filling the index for too long.
    """
    if not plan.moves_text:
        # What can be published already can be so by the live text alone.
        plan.publish = plan.publish and bool(onet_careers.ready_to_publish())
    if plan.moves_text or plan.publish:
        try:
            with one_at_a_time(Work.SEARCH_REBUILD, patience=PATIENCE):
                # Whoever was at it before may have decided on the same.
                plan.check()
                facts = _read_texts(plan)
                _tell(plan)
                plan.derived = denormalized.Prepared(facts, _filled_index(plan))
                yield
                _clear_replaced()
        except AlreadyAtWork:
            raise ReleaseError(
                "Another release is being approved or rolled back, or the search index is rebuilt. Wait until that is "
                "done, then try again."
            ) from None
    else:
        _tell(plan)
        yield


def _read_texts(plan: Plan) -> dict[str, listing.ProfileFacts]:
    """What lists show of O*NET's profiles, and whether careers can be published by them."""
    facts, sections = {}, {}
    for profile in plan.profiles.only("code", "job_zone", "data").iterator(chunk_size=200):
        facts[profile.code], sections[profile.code] = listing.facts_of(profile), onet_careers.sections_of(profile)
    plan.sections = sections
    if plan.publish and plan.drafting:
        plan.drafts = onet_careers.plan_drafts(plan.drafting[-1])
    return facts


def _tell(plan: Plan) -> None:
    careers = [*coded_careers(), *map(coded, plan.drafts.values())]
    for log in plan.logs:
        log.prepare(careers)


def _filled_index(plan: Plan) -> int:
    """The number of an edition of the index that holds what searches will find."""
    drafts = {draft.pk: draft for draft in plan.drafts.values()}

    def read(ids: list[int]) -> list[Document]:
        stored = Career.objects.filter(pk__in=ids).only(*COLUMNS)
        return documents_of([*stored, *(drafts[pk] for pk in ids if pk in drafts)], plan.profiles)

    return index.fill(lambda: _published_then(plan), read)


def _published_then(plan: Plan) -> set[int]:
    """Ids of the careers that visitors will see, as far as can be told."""
    published = onet_careers.published_then(plan.profiles, is_text_moved=plan.moves_text)
    if plan.publish:
        published.update(career.pk for career in onet_careers.ready_to_publish(plan.sections))
        whole = Sections(description=True, tasks=True)
        published.update(draft.pk for code, draft in plan.drafts.items() if plan.sections[code] == whole)
    return published


def _clear_replaced() -> None:
    try:
        index.clear_replaced()
    except DatabaseError:
        # All that was decided is stored; what is left is of no use to anybody, and in nobody's way.
        logger.exception("The search index that was replaced is not all cleared away; the next one does that.")

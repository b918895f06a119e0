"""Careers that somebody who looks at one may want to look at next, and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from ..models import Career, CareerListing
from ..models.joined import Joined
from ..models.outlook import EntryEducation
from ..models.written_once import marks
from .content import PageText

SHOWN = 6
# So many of those that somebody could move to soon come first; then there is room for where one may get in time.
NEAR_FIRST = 4
# Levels of schooling that one may reach from one another without another degree, or with one, are adjacent.
STEPS = dict(zip(EntryEducation.values, (1, 2, 3, 3, 3, 4, 5, 6), strict=True))
CAREER = Career._meta.db_table
CHOSEN = f"SELECT to_career_id FROM {Career.related.through._meta.db_table} WHERE from_career_id = %s"  # noqa: S608
IS_CHOSEN = RawSQL(f"{CAREER}.id IN ({CHOSEN})", (0,), output_field=BooleanField())  # noqa: S611
SKILLS_NAMED = 3
# Most careers of O*NET have these among their first ten skills or five areas of knowledge: they tell nothing.
COMMON = frozenset(
    [
        *("Active Learning", "Active Listening", "Complex Problem Solving", "Coordination", "Critical Thinking"),
        *("Judgment and Decision Making", "Monitoring", "Reading Comprehension", "Speaking", "Writing"),
        *("Customer and Personal Service", "English Language"),
    ]
)


# What is shown of each, and what they are chosen by.
_WITH_SKILLS = Joined(
    Career,
    lambda: Career.objects.published().annotate(is_chosen=IS_CHOSEN),
    [
        *("title", "slug", "field", "summary", "onet_code"),
        *(f"listing__{column}" for column in ("skills", "job_zone", "entry_education", "profile__summary")),
    ],
    annotated=["is_chosen"],
)


@dataclass(frozen=True)
class _Condition:
    sql: str
    values: list


@dataclass(frozen=True)
class Related:
    career: Career
    why: str


def related_to(career: Career, text: PageText, chosen_ids: Collection[int] | None = None) -> list[Related]:
    """The editors' choice, then the release's, else those with the most skills in common.

    Of each, those begin that take about as much preparation and are of the same field. At most 2 queries. `chosen_ids`
    stand for the stored choice while it is edited.
    """
    places = {code: place for place, code in enumerate(text.related_codes)}
    stored = _Condition(f"{CAREER}.id IN ({CHOSEN})", [career.pk])
    choice = stored if chosen_ids is None else _one_of("id", chosen_ids)
    found = _others(career, choice, _one_of("onet_code", places))
    if chosen_ids is not None:
        for other in found:
            other.is_chosen = other.pk in chosen_ids
    by_editors = _near_first(career, (other for other in found if other.is_chosen))
    chosen = dict.fromkeys(by_editors, "Chosen by the editors")
    released = [other for other in found if other.onet_code in places]
    for other in _near_first(career, sorted(released, key=lambda other: places[other.onet_code])):
        chosen.setdefault(other, f"Listed as related by the {text.release.title}")
    if not chosen:
        chosen = _alike(career, _others(career, _one_of("field_id", [career.field_id])))
    return [Related(other, _why(career, other) or otherwise) for other, otherwise in list(chosen.items())[:SHOWN]]


def _one_of(column: str, wanted: Collection) -> _Condition:
    return _Condition(f"{CAREER}.{column} IN ({marks(wanted)})" if wanted else "1 = 0", list(wanted))


def _others(career: Career, *conditions: _Condition) -> list[Career]:
    """Published careers but `career` that fit one of the conditions, with whether its editors chose them. 1 query."""
    fits = " OR ".join(condition.sql for condition in conditions)
    values = [career.pk, *chain.from_iterable(condition.values for condition in conditions)]
    more = f" AND {CAREER}.id <> %s AND ({fits}) ORDER BY lower({CAREER}.title)"
    return _WITH_SKILLS.rows(more, values, first_values=[career.pk])


def _alike(career: Career, others: Iterable[Career]) -> dict[Career, str]:
    ordered = sorted(others, key=lambda other: -len(_shared(career, other)))
    return dict.fromkeys(_near_first(career, ordered), "In the same field of work")


def _near_first(career: Career, others: Iterable[Career]) -> list[Career]:
    """In their order, but that up to NEAR_FIRST begin which somebody could move to without much more schooling."""
    others = list(others)
    near = [other for other in others if _is_near(career, other)]
    first = sorted(near, key=lambda other: other.field_id != career.field_id)[:NEAR_FIRST]
    return [*first, *(other for other in others if other not in first)]


def _is_near(career: Career, other: Career) -> bool:
    """Whether both are of the same or of adjacent job zones and levels of schooling, as far as those are known."""
    one, another = _facts(career), _facts(other)
    if one is None or another is None:
        return True
    zones = one.job_zone, another.job_zone
    levels = STEPS.get(one.entry_education), STEPS.get(another.entry_education)
    return _are_adjacent(*zones) and _are_adjacent(*levels)


def _are_adjacent(one: int | None, another: int | None) -> bool:
    return one is None or another is None or abs(one - another) <= 1


def _why(career: Career, other: Career) -> str:
    shared = _shared(career, other)
    telling = [name for name in shared if name not in COMMON] or shared
    return f"Both need: {', '.join(telling[:SKILLS_NAMED])}" if telling else ""


def _shared(career: Career, other: Career) -> list[str]:
    """Knowledge and skills that both need, in the order of their weight in `career`."""
    theirs = set(_skills(other))
    return [name for name in _skills(career) if name in theirs]


def _skills(career: Career) -> list[str]:
    listing = _facts(career)
    return listing.skills if listing else []


def _facts(career: Career) -> CareerListing | None:
    # A career that was restored from a dump has none before the next `migrate`.
    return getattr(career, "listing", None)

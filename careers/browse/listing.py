"""Keeps `CareerListing` equal to what careers' pages show, for lists, filters and rankings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet

from .. import bulk
from ..figures import in_demand
from ..figures.selection import codes_of, predecessor_codes, select
from ..models import Career, CareerListing, OnetProfile, Outlook, Pay, Relation, Release, Skill
from ..models.data_sets import names_of

INTERESTS_KEPT = 2
SKILLS_KEPT = 10
KNOWLEDGE_KEPT = 5
FIGURES = ["pay", "outlook", "annual_median", "growth", "openings", "employment", "entry_education", "in_demand"]
TEXTS = ["profile", "job_zone", "interests", "skills"]
# More codes are no narrower than all.
CODES_ASKED_FOR = 300
READ = {
    Pay: ["held", "annual_median"],
    Outlook: ["held", "stated_growth", "base_employment", "projected_employment", "openings", "entry_education"],
}


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What lists show of an O*NET profile; to read it takes long."""

    pk: int
    job_zone: int | None
    interests: str
    skills: list[str]


def facts_of(profile: OnetProfile) -> ProfileFacts:
    interests = "".join(name[0] for name, _ in profile.data.get("interests", [])[:INTERESTS_KEPT])
    return ProfileFacts(profile.pk, profile.job_zone, interests, _most_important(profile.data))


def _most_important(data: dict) -> list[str]:
    """Knowledge, which tells one kind of work from another, before the skills that most of them need."""
    knowledge, skills = data.get("knowledge", [])[:KNOWLEDGE_KEPT], data.get("skills", [])[:SKILLS_KEPT]
    return list(dict.fromkeys(name for name, *_ in [*knowledge, *skills]))


@transaction.atomic(savepoint=False)
def refresh(careers: Iterable[int] | None = None, *, profiles: Mapping[str, ProfileFacts] | None = None) -> int:
    """Derive the listing of `careers` (their ids; all of them if None) again; returns of how many.

    `profiles`: what is known already of the live O*NET release, by code. Queries: 9, and one for each day whose pay or
    outlook is looked through.
    """
    chosen = _careers(careers)
    if profiles is None:
        profiles = _live_profiles(chosen if careers is not None else None)
    own_skills = defaultdict(list)
    of_chosen = Skill.objects.filter(career__in=list(careers)) if careers is not None else Skill.objects.all()
    for career, name in of_chosen.values_list("career", "name"):
        own_skills[career].append(name)
    figures = _figures(chosen)
    wanted = {
        career.pk: figures[career.pk] | _texts(profiles.get(career.onet_code), own_skills[career.pk])
        for career in chosen
    }
    _store(wanted, [*FIGURES, *TEXTS])
    return len(chosen)


@transaction.atomic(savepoint=False)
def refresh_figures() -> None:
    """Derive the figures of all careers again, and nothing of their texts."""
    if lacking := list(Career.objects.filter(listing=None).values_list("pk", flat=True)):
        refresh(lacking)
    _store(_figures(_careers(None)), FIGURES)


def _careers(ids: Iterable[int] | None) -> list[Career]:
    chosen = Career.objects.select_related("occupation").only("pk", "onet_code", "occupation__code")
    return list(chosen if ids is None else chosen.filter(pk__in=list(ids)))


def _live_profiles(careers: list[Career] | None) -> dict[str, ProfileFacts]:
    profiles = OnetProfile.objects.filter(release__state=Release.State.LIVE)
    if careers is not None:
        profiles = profiles.filter(code__in=[career.onet_code for career in careers])
    return {profile.code: facts_of(profile) for profile in profiles.only("code", "job_zone", "data")}


def _texts(profile: ProfileFacts | None, own_skills: list[str]) -> dict:
    return {
        "profile_id": profile.pk if profile else None,
        "job_zone": profile.job_zone if profile else None,
        "interests": profile.interests if profile else "",
        # The release's first: only names from one list can be found in two careers.
        "skills": (profile.skills if profile else []) or own_skills[:SKILLS_KEPT],
    }


def _figures(careers: list[Career]) -> dict[int, dict]:
    """By career, the columns with figures."""
    predecessors = predecessor_codes()
    codes = {career.pk: codes_of(career, predecessors.get(career.occupation_id, ())) for career in careers}
    pays, outlooks, demand = _newest(Pay, codes), _newest(Outlook, codes), in_demand.areas_by_code()
    return {
        career.pk: {
            **_columns(pays.get(career.pk), outlooks.get(career.pk)),
            "in_demand": in_demand.areas_of(codes[career.pk], demand),
        }
        for career in careers
    }


def _columns(pay: Pay | None, outlook: Outlook | None) -> dict:
    return {
        "pay_id": pay.pk if pay else None,
        "outlook_id": outlook.pk if outlook else None,
        "annual_median": pay.annual_median if pay else None,
        "growth": outlook.growth if outlook else None,
        "openings": outlook.openings if outlook else None,
        "employment": outlook.base_employment if outlook else None,
        "entry_education": outlook.entry_education if outlook else "",
    }


def _newest(model: type[Pay] | type[Outlook], codes: dict[int, dict[str, Relation]]) -> dict[int, Pay | Outlook]:
    """By career, the newest row that is not held; an older day is read only for who has none of the newer ones."""
    found, waiting = {}, {career: of_career for career, of_career in codes.items() if of_career}
    days = Release.objects.shown().filter(data_set__in=names_of(model)).order_by("-as_of")
    for day in days.values_list("as_of", flat=True).distinct():
        if not waiting:
            break
        rows = _rows(model, day, set().union(*waiting.values()))
        for career, of_career in list(waiting.items()):
            one = select(rows, of_career)
            if one and not one.held:
                found[career] = one.row
                del waiting[career]
    return found


def _rows(model: type[Pay] | type[Outlook], day: date, codes: set[str]) -> dict[str, list]:
    """By SOC code, what shown releases have of a day, the held rows too."""
    rows = model.objects.of_shown_releases().select_related(None).filter(release__as_of=day)
    if len(codes) <= CODES_ASKED_FOR:
        rows = rows.filter(occupation__code__in=codes)
    grouped = defaultdict(list)
    for row in rows.annotate(soc_code=F("occupation__code")).only(*READ[model]):
        grouped[row.soc_code].append(row)
    return grouped


def _store(wanted: dict[int, dict], columns: list[str]) -> None:
    """Write the rows that differ from what is stored."""
    stored = _stored(wanted, columns)
    changed = {pk: values for pk, values in wanted.items() if stored.get(pk) != tuple(values.values())}
    bulk.insert((CareerListing(career_id=pk, **values) for pk, values in changed.items()), update=columns)


def _stored(wanted: dict[int, dict], columns: list[str]) -> dict[int, tuple]:
    rows: QuerySet[CareerListing] = CareerListing.objects.all()
    if len(wanted) <= CODES_ASKED_FOR:
        rows = rows.filter(pk__in=list(wanted))
    return {pk: tuple(values) for pk, *values in rows.values_list("pk", *columns)}

"""Keeps `CareerListing` equal to what careers' pages show, for lists, filters and rankings."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from ..figures.selection import by_code, codes_of, newest
from ..models import Career, CareerListing, OnetProfile, Outlook, Pay, Release

INTERESTS_KEPT = 2
SKILLS_KEPT = 10
KNOWLEDGE_KEPT = 5
COLUMNS = [
    "pay",
    "outlook",
    "profile",
    "annual_median",
    "growth",
    "openings",
    "employment",
    "entry_education",
    "job_zone",
    "interests",
    "skills",
]


@transaction.atomic(savepoint=False)
def refresh(careers: Iterable[int] | None = None) -> int:
    """Derive the facts of `careers` (their ids; all of them if None) again; returns of how many. Queries: 7."""
    chosen = Career.objects.select_related("occupation").prefetch_related("occupation__predecessors", "skills")
    chosen = chosen.only("pk", "onet_code", "occupation")
    if careers is not None:
        chosen = chosen.filter(pk__in=list(careers))
    chosen = list(chosen)
    codes = {career.pk: _codes(career) for career in chosen}
    wanted = {code for of_career in codes.values() for code in of_career} if careers is not None else None
    pays, outlooks = _by_day(Pay, wanted), _by_day(Outlook, wanted)
    profiles = OnetProfile.objects.filter(release__state=Release.State.LIVE)
    if careers is not None:
        profiles = profiles.filter(code__in=[career.onet_code for career in chosen])
    profiles = {profile.code: profile for profile in profiles.only("code", "job_zone", "data")}
    listing = [
        _listing(career, _newest(pays, codes[career.pk]), _newest(outlooks, codes[career.pk]), profiles)
        for career in chosen
    ]
    CareerListing.objects.bulk_create(
        listing, update_conflicts=True, unique_fields=["career"], update_fields=COLUMNS, batch_size=500
    )
    return len(listing)


def _codes(career: Career) -> dict[str, str]:
    older = career.occupation.predecessors.all() if career.occupation else ()
    return codes_of(career, [occupation.code for occupation in older])


def _by_day(model: type[Pay] | type[Outlook], wanted: set[str] | None) -> list[dict[str, list]]:
    """{SOC code: rows} of each day that shown releases describe, newest first; the held ones too."""
    rows = model.objects.of_shown_releases()
    if wanted is not None:
        rows = rows.filter(occupation__code__in=wanted)
    days = defaultdict(list)
    for row in rows:
        days[row.release.as_of].append(row)
    return [by_code(days[day]) for day in sorted(days, reverse=True)]


def _newest(days: list[dict[str, list]], codes: dict[str, str]):
    found = newest(days, codes)
    return found.row if found else None


def _listing(
    career: Career, pay: Pay | None, outlook: Outlook | None, profiles: dict[str, OnetProfile]
) -> CareerListing:
    profile = profiles.get(career.onet_code)
    data = profile.data if profile else {}
    own_skills = [skill.name for skill in career.skills.all()]
    return CareerListing(
        career_id=career.pk,
        pay=pay,
        outlook=outlook,
        profile=profile,
        annual_median=pay.annual_median if pay else None,
        growth=outlook.growth if outlook else None,
        openings=outlook.openings if outlook else None,
        employment=outlook.base_employment if outlook else None,
        entry_education=outlook.entry_education if outlook else "",
        job_zone=profile.job_zone if profile else None,
        interests="".join(name[0] for name, _ in data.get("interests", [])[:INTERESTS_KEPT]),
        # The release's first: only names from one list can be found in two careers.
        skills=_most_important(data) or own_skills[:SKILLS_KEPT],
    )


def _most_important(data: dict) -> list[str]:
    """Knowledge, which tells one kind of work from another, before the skills that most of them need."""
    knowledge, skills = data.get("knowledge", [])[:KNOWLEDGE_KEPT], data.get("skills", [])[:SKILLS_KEPT]
    return list(dict.fromkeys(name for name, *_ in [*knowledge, *skills]))

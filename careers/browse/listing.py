"""Keeps `CareerListing` equal to what careers' pages show, for lists, filters and rankings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Model, QuerySet

from .. import bulk
from ..figures import in_demand
from ..figures.selection import Coded, coded_careers, codes_of, select
from ..figures.work_life import settings_of
from ..models import Career, CareerListing, InDemand, OnetProfile, Outlook, Pay, Relation, Release, Skill
from ..models.data_sets import names_of
from ..models.outlook import growth_of

INTERESTS = "RIASEC"
INTERESTS_KEPT = 2
SKILLS_KEPT = 10
KNOWLEDGE_KEPT = 5
# More codes are no narrower than all.
CODES_ASKED_FOR = 300
READ = {
    Pay: ["pk", "held", "annual_median"],
    Outlook: [
        *("pk", "held", "stated_growth", "base_employment", "projected_employment"),
        *("openings", "entry_education", "training"),
    ],
}


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What lists show of an O*NET profile; to read it takes long."""

    pk: int
    job_zone: int | None
    interests: str
    interest_scores: str
    settings: str
    skills: list[str]


def facts_of(profile: OnetProfile) -> ProfileFacts:
    scores = profile.data.get("interests", [])
    return ProfileFacts(
        pk=profile.pk,
        job_zone=profile.job_zone,
        interests="".join(name[0] for name, _ in scores[:INTERESTS_KEPT]),
        interest_scores=_in_order(scores),
        settings=" ".join(settings_of(profile.data)),
        skills=_most_important(profile.data),
    )


def _in_order(scores: list) -> str:
    """The six scores in one order; "" where one is missing, with which no profile can be compared."""
    by_letter = {name[0]: score for name, score in scores}
    return " ".join(f"{by_letter[letter]:g}" for letter in INTERESTS) if by_letter.keys() >= set(INTERESTS) else ""


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
    chosen = coded_careers(careers)
    if not chosen:
        return 0
    if profiles is None:
        profiles = _live_profiles(chosen if careers is not None else None)
    own_skills = defaultdict(list)
    of_chosen = Skill.objects.filter(career__in=list(careers)) if careers is not None else Skill.objects.all()
    for career, name in of_chosen.values_list("career", "name"):
        own_skills[career].append(name)
    figures = _figures(chosen, (Pay, Outlook, InDemand))
    wanted = {
        career.pk: figures[career.pk] | _texts(profiles.get(career.onet_code), own_skills[career.pk])
        for career in chosen
    }
    changed = _changed(wanted)
    columns = [field.name for field in CareerListing._meta.concrete_fields if not field.primary_key]
    bulk.insert((CareerListing(career_id=pk, **values) for pk, values in changed.items()), update=columns)
    return len(chosen)


def unstored(career: Coded, own_skills: list[str]) -> CareerListing:
    """What would be derived of a career that is not stored as it is given here."""
    profile = next(iter(_live_profiles([career]).values()), None)
    figures = _figures([career], (Pay, Outlook, InDemand))
    return CareerListing(career_id=career.pk, **figures[career.pk], **_texts(profile, own_skills))


@transaction.atomic(savepoint=False)
def refresh_figures(models: Collection[type[Model]]) -> None:
    """Derive again what all careers show of rows of these models, and nothing else."""
    if lacking := list(Career.objects.filter(listing=None).values_list("pk", flat=True)):
        refresh(lacking)
    bulk.update(CareerListing, _changed(_figures(coded_careers(), models)))


def _live_profiles(careers: list[Coded] | None) -> dict[str, ProfileFacts]:
    profiles = OnetProfile.objects.filter(release__state=Release.State.LIVE)
    if careers is not None:
        profiles = profiles.filter(code__in=[career.onet_code for career in careers])
    return {profile.code: facts_of(profile) for profile in profiles.only("code", "job_zone", "data")}


def _texts(profile: ProfileFacts | None, own_skills: list[str]) -> dict:
    return {
        "profile_id": profile.pk if profile else None,
        "job_zone": profile.job_zone if profile else None,
        "interests": profile.interests if profile else "",
        "interest_scores": profile.interest_scores if profile else "",
        "settings": profile.settings if profile else "",
        # The release's first: only names from one list can be found in two careers.
        "skills": (profile.skills if profile else []) or own_skills[:SKILLS_KEPT],
    }


def _figures(careers: list[Coded], models: Collection[type[Model]]) -> dict[int, dict]:
    """By career, the columns that are made of rows of `models`."""
    codes = {career.pk: codes_of(career, career.predecessors) for career in careers}
    figures: dict[int, dict] = {pk: {} for pk in codes}
    days = _days([model for model in models if model is not InDemand])
    for model in models:
        columns = _demand(codes) if model is InDemand else _newest_columns(model, codes, days[model])
        for pk, of_career in columns.items():
            figures[pk] |= of_career
    return figures


def _demand(codes: dict[int, dict[str, Relation]]) -> dict[int, dict]:
    areas = in_demand.areas_by_code()
    return {pk: {"in_demand": in_demand.areas_of(of_career, areas)} for pk, of_career in codes.items()}


def _days(models: Collection[type[Model]]) -> dict[type[Model], list[date]]:
    """By model, the days of its shown releases, the newest first. One query for all."""
    names = {model: names_of(model) for model in models}
    shown = Release.objects.shown().filter(data_set__in=[name for of_model in names.values() for name in of_model])
    rows = list(shown.order_by("-as_of").values_list("data_set", "as_of"))
    return {
        model: list(dict.fromkeys(day for name, day in rows if name in of_model)) for model, of_model in names.items()
    }


def _newest_columns(
    model: type[Pay] | type[Outlook], codes: dict[int, dict[str, Relation]], days: list[date]
) -> dict[int, dict]:
    newest, columns = _newest(model, codes, days), _of_pay if model is Pay else _of_outlook
    return {pk: columns(newest.get(pk)) for pk in codes}


def _of_pay(pay) -> dict:
    """Of a row with the columns `READ`, or None."""
    return {"pay_id": pay.pk if pay else None, "annual_median": pay.annual_median if pay else None}


def _of_outlook(outlook) -> dict:
    return {
        "outlook_id": outlook.pk if outlook else None,
        "growth": growth_of(outlook) if outlook else None,
        "openings": outlook.openings if outlook else None,
        "employment": outlook.base_employment if outlook else None,
        "entry_education": outlook.entry_education if outlook else "",
        "training": outlook.training if outlook else "",
    }


def _newest(
    model: type[Pay] | type[Outlook], codes: dict[int, dict[str, Relation]], days: list[date]
) -> dict[int, tuple]:
    """By career, the newest row that is not held; an older day is read only for who has none of the newer ones."""
    found, waiting = {}, {career: of_career for career, of_career in codes.items() if of_career}
    for day in days:
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
    for row in rows.values_list(*READ[model], "occupation__code", named=True):
        grouped[row.occupation__code].append(row)
    return grouped


def _changed(wanted: dict[int, dict]) -> dict[int, dict]:
    """Those that differ from what is stored."""
    rows: QuerySet[CareerListing] = CareerListing.objects.all()
    if len(wanted) <= CODES_ASKED_FOR:
        rows = rows.filter(pk__in=list(wanted))
    columns = next(iter(wanted.values()), {})
    stored = {pk: values for pk, *values in rows.values_list("pk", *columns)}
    return {pk: values for pk, values in wanted.items() if stored.get(pk) != list(values.values())}

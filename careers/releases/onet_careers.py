"""Careers that an O*NET release adds: one draft for each of its occupations that no career has the code of yet."""

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from .. import denormalized
from ..models import Career, CareerCredential, Field, Occupation, OnetProfile, Release, Skill, Task, Title

# The 23 major groups of the 2018 SOC, named as people would look for them; used where no field claims the group.
MAJOR_GROUPS = {
    "11": "Management",
    "13": "Business and finance",
    "15": "Computing and mathematics",
    "17": "Architecture and engineering",
    "19": "Science",
    "21": "Community and social service",
    "23": "Law",
    "25": "Education and libraries",
    "27": "Arts, design, media and sports",
    "29": "Health care: diagnosis and treatment",
    "31": "Health care support",
    "33": "Protective service",
    "35": "Food preparation and serving",
    "37": "Building and grounds care",
    "39": "Personal care and service",
    "41": "Sales",
    "43": "Office and administration",
    "45": "Farming, fishing and forestry",
    "47": "Construction and extraction",
    "49": "Installation, maintenance and repair",
    "51": "Production",
    "53": "Transportation and moving goods",
    "55": "Military",
}


def create_drafts(release: Release) -> int:
    """Draft careers for the codes of `release` that no career has; returns how many."""
    known = set(Career.objects.exclude(onet_code=None).values_list("onet_code", flat=True))
    profiles = [row for row in release.onetprofile_rows.defer("data") if row.code not in known]
    if not profiles:
        return 0
    occupations = _occupations(profiles, release)
    fields = _fields({row.code[:2] for row in profiles})
    titles = {title.lower() for title in Career.objects.values_list("title", flat=True)}
    slugs = set(Career.objects.values_list("slug", flat=True))
    drafts = []
    for row in profiles:
        title, slug = row.title[:120], slugify(row.title)[:120]
        if title.lower() in titles or slug in slugs:
            title, slug = f"{row.title[:106]} ({row.code})", slugify(f"{row.title[:106]} {row.code}")
        titles.add(title.lower())
        slugs.add(slug)
        drafts.append(
            Career(
                title=title,
                slug=slug,
                field=fields[row.code[:2]],
                onet_code=row.code,
                occupation=occupations[row.code[:7]],
                brought_by=release,
                brought=True,
            )
        )
    made = Career.objects.bulk_create(drafts, batch_size=500)
    denormalized.careers_changed(career.pk for career in made)
    return len(drafts)


def _occupations(profiles: list[OnetProfile], release: Release) -> dict[str, Occupation]:
    titles = {}
    for row in profiles:
        if row.code[:7] not in titles or row.code.endswith(".00"):
            titles[row.code[:7]] = row.title
    known = set(Occupation.objects.values_list("code", flat=True))
    Occupation.objects.bulk_create(
        Occupation(code=code, title=title, introduced_by=release) for code, title in titles.items() if code not in known
    )
    return {occupation.code: occupation for occupation in Occupation.objects.filter(code__in=titles)}


def _fields(groups: set[str]) -> dict[str, Field]:
    """The field of each two-digit major group; made where none claims the group."""
    fields = {group: field for field in Field.objects.all() for group in field.soc_groups.split()}
    order = Field.objects.aggregate(last=Max("order"))["last"] or 0
    for group in sorted(groups - set(fields)):
        title = MAJOR_GROUPS.get(group, f"SOC major group {group}")
        existing = Field.objects.filter(title__iexact=title).first()
        if existing is None:
            order += 1
            slug = slugify(title)
            if Field.objects.filter(slug=slug).exists():
                slug = f"{slug}-{group}"
            existing = Field.objects.create(title=title, slug=slug, order=order, soc_groups=group)
        fields[group] = existing
    return fields


def ready_to_publish() -> list[Career]:
    """Drafts that a release added, that were never published, and whose page has a description and tasks.

    More than what is worth showing: that may be a single sentence, which somebody chose to publish.
    """
    drafts = Career.objects.filter(status=Career.Status.DRAFT, published_at=None, brought=True)
    profiles = {row.code: row.data for row in _live_profiles().only("code", "data")}
    ready = []
    for career in drafts.annotate(own_tasks=Exists(Task.objects.filter(career=OuterRef("pk")))):
        data = profiles.get(career.onet_code, {})
        described = career.description or data.get("description")
        if described and (career.own_tasks or data.get("tasks")):
            ready.append(career)
    return ready


def publish_ready() -> int:
    """Publish the careers that pass the publishing check; returns how many."""
    now = timezone.now()
    ready = Career.objects.filter(pk__in=[career.pk for career in ready_to_publish()])
    return _update(ready, status=Career.Status.PUBLISHED, published_at=now, updated_at=now)


def _update(careers: QuerySet[Career], **values) -> int:
    with denormalized.together():
        chosen = list(careers.values_list("pk", flat=True))
        denormalized.careers_changed(chosen)
        return Career.objects.filter(pk__in=chosen).update(**values)


def is_worth_showing(profiles: QuerySet[OnetProfile]) -> Q:
    """Whether a career's page has something to read: the editors' own words, or one of these profiles."""
    written = Exists(profiles.filter(code=OuterRef("onet_code")))
    for text in ("summary", "description", "education", "licensure", "outlook"):
        written |= ~Q(**{text: ""})
    for rows in (Task.objects, Title.objects.filter(hidden=False), Skill.objects, CareerCredential.objects):
        written |= Exists(rows.filter(career=OuterRef("pk")))
    return written


def withdraw_empty() -> int:
    """Take careers off the site whose text was all of releases that are not live any more; how many."""
    empty = _imported(Career.Status.PUBLISHED).exclude(is_worth_showing(_live_profiles()))
    return _update(empty, status=Career.Status.WITHDRAWN, updated_at=timezone.now())


def restore_withdrawn() -> int:
    """Publish withdrawn careers again whose pages have something to read; how many."""
    restored = _imported(Career.Status.WITHDRAWN).filter(is_worth_showing(_live_profiles()))
    return _update(restored, status=Career.Status.PUBLISHED, updated_at=timezone.now())


def withdrawn_without(release: Release, instead: Release | None) -> int:
    """How many published careers go off the site when `instead` (None: nothing) is live in place of `release`."""
    if not release.is_live or not release.record.makes_careers:
        return 0
    profiles = OnetProfile.objects.filter(release=instead)
    return _imported(Career.Status.PUBLISHED).exclude(is_worth_showing(profiles)).count()


def _live_profiles() -> QuerySet[OnetProfile]:
    return OnetProfile.objects.filter(release__state=Release.State.LIVE)


def _imported(status: str) -> QuerySet[Career]:
    return Career.objects.filter(status=status, brought=True)

"""Careers that an O*NET release adds: one draft for each of its occupations that no career has the code of yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from .. import bulk, denormalized
from ..models import Career, CareerCredential, Field, Occupation, OnetProfile, Release, Skill, Task, Title
from ..models.major_groups import MAJOR_GROUPS
from ..models.rules import name_key
from ..profile.publishing.check import refused
from .plain_titles import plain_title

# What one transaction gives new titles, while others wait to write.
TITLED_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Sections:
    """Which sections of a page an O*NET profile has, of those that its career is published for."""

    description: bool
    tasks: bool


NO_SECTIONS = Sections(description=False, tasks=False)


def sections_of(profile: OnetProfile) -> Sections:
    return Sections(bool(profile.data.get("description")), bool(profile.data.get("tasks")))


def create_drafts(release: Release, planned: Mapping[str, Career] | None = None) -> int:
    """Draft careers for the codes of `release` that no career has; returns how many.

    Those that come out as `planned`, by code, get the ids that were reserved for these.
    """
    profiles = _without_career(release)
    if not profiles:
        return 0
    occupations = _occupations(profiles, release)
    fields = _fields({row.code[:2] for row in profiles})
    drafts = _drafts(profiles, release)
    for draft in drafts:
        draft.field, draft.occupation = fields[draft.onet_code[:2]], occupations[draft.onet_code[:7]]
        plan = (planned or {}).get(draft.onet_code)
        if plan and plan.title == draft.title:
            draft.pk = plan.pk
    others = [draft for draft in drafts if draft.pk is None]
    for draft, pk in zip(others, _reserved_ids(len(others)), strict=True):
        draft.pk = pk
    bulk.insert(drafts)
    denormalized.careers_changed(draft.pk for draft in drafts)
    return len(drafts)


def plan_drafts(release: Release) -> dict[str, Career]:
    """By code, the drafts that `create_drafts` would make now, not stored, with ids that nobody else gets."""
    drafts = _drafts(_without_career(release), release)
    for draft, pk in zip(drafts, _reserved_ids(len(drafts)), strict=True):
        code = draft.onet_code[:7]
        draft.pk, draft.occupation = pk, Occupation(code=code)
    return {draft.onet_code: draft for draft in drafts}


def _reserved_ids(count: int) -> list[int]:
    table = Career._meta.db_table
    if not count:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table])
        if not (last := cursor.fetchone()):
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s) RETURNING seq", [table, count])
            last = cursor.fetchone()
        return list(range(last[0] - count + 1, last[0] + 1))


def _without_career(release: Release) -> list[OnetProfile]:
    known = set(Career.objects.exclude(onet_code=None).values_list("onet_code", flat=True))
    return [row for row in release.onetprofile_rows.defer("data") if row.code not in known]


def _drafts(profiles: list[OnetProfile], release: Release) -> list[Career]:
    """Not stored, without a field or an occupation."""
    titles = {name_key(title) for title in Career.objects.values_list("title", flat=True)}
    slugs = set(Career.objects.values_list("slug", flat=True))
    drafts = []
    for row in profiles:
        plain = plain_title(row.title)
        title, slug = plain.title[:120], slugify(row.title)[:120]
        if name_key(title) in titles or slug in slugs:
            title, slug = _with_code(plain.title, row.code), slugify(f"{row.title[:106]} {row.code}")
        titles.add(name_key(title))
        slugs.add(slug)
        draft = Career(title=title, slug=slug, onet_code=row.code, added_by=release, from_onet=True)
        draft.workers, draft.imported_title = plain.workers[:120], row.title
        drafts.append(draft)
    return drafts


def _with_code(title: str, code: str) -> str:
    return f"{title[:106]} ({code})"


def title_plainly() -> int:
    """Give careers of releases that still have the release's own title a plain one, in short transactions; how many.

    Each is looked at once: one that staff call so again stays.
    """
    profiles = OnetProfile.objects.order_by("release__as_of").values_list("code", "title")
    is_known = Exists(OnetProfile.objects.filter(code=OuterRef("onet_code")))
    waiting = Career.objects.filter(is_known, from_onet=True, imported_title="").order_by("pk")
    titled = 0
    while batch := list(waiting[:TITLED_AT_ONCE]):
        titles = defaultdict(list)
        for code, title in profiles.filter(code__in=[career.onet_code for career in batch]):
            titles[code].append(title)
        with denormalized.together():
            titled += sum(_title_plainly(career, titles[career.onet_code]) for career in batch)
            denormalized.careers_changed(career.pk for career in batch)
    return titled


def _title_plainly(career: Career, official: list[str]) -> bool:
    """`official` are the titles that releases have had for it, the newest last."""
    plain, changed = plain_title(official[-1]), {"imported_title": official[-1]}
    released = {*(title[:120] for title in official), *(_with_code(title, career.onet_code) for title in official)}
    is_untouched = career.title in released
    if is_untouched:
        is_taken = Career.objects.filter(title__iexact=plain.title[:120]).exclude(pk=career.pk).exists()
        changed["title"] = _with_code(plain.title, career.onet_code) if is_taken else plain.title[:120]
        changed["workers"] = career.workers or plain.workers[:120]
    # Not over what somebody saves meanwhile.
    same = Career.objects.filter(pk=career.pk, title=career.title, workers=career.workers)
    return bool(same.update(**changed)) and is_untouched


def _occupations(profiles: list[OnetProfile], release: Release) -> dict[str, Occupation]:
    titles = {}
    for row in profiles:
        if row.code[:7] not in titles or row.code.endswith(".00"):
            titles[row.code[:7]] = row.title
    known = set(Occupation.objects.values_list("code", flat=True))
    bulk.insert(
        Occupation(code=code, title=title, introduced_by=release) for code, title in titles.items() if code not in known
    )
    return {occupation.code: occupation for occupation in Occupation.objects.filter(code__in=titles)}


def _fields(groups: set[str]) -> dict[str, Field]:
    """The field of each two-digit major group; made where none claims the group."""
    fields = {group: field for field in Field.objects.all() for group in field.soc_groups.split()}
    order = Field.objects.aggregate(last=Max("order"))["last"] or 0
    for group in sorted(groups - set(fields)):
        known = MAJOR_GROUPS.get(group)
        title = known.title if known else f"SOC major group {group}"
        existing = Field.objects.filter(title__iexact=title).first()
        if existing is None:
            order += 1
            slug = slugify(title)
            if Field.objects.filter(slug=slug).exists():
                slug = f"{slug}-{group}"
            existing = Field.objects.create(title=title, slug=slug, order=order, soc_groups=group)
        fields[group] = existing
    return fields


def ready_to_publish(sections: Mapping[str, Sections] | None = None) -> list[Career]:
    """Drafts that a release added, that were never published, and whose page has a description and tasks and no error.

    More than what is worth showing: that may be a single sentence, which somebody chose to publish. `sections`: what is
    known already of the live release, by code.
    """
    sections = sections_of_drafts() if sections is None else sections
    drafts = _never_published().annotate(own_tasks=Exists(Task.objects.filter(career=OuterRef("pk"))))
    ready = []
    for career in drafts.select_related("occupation"):
        of_release = sections.get(career.onet_code, NO_SECTIONS)
        described = career.description or of_release.description
        if described and (career.own_tasks or of_release.tasks):
            ready.append(career)
    errors = refused(ready) if ready else {}
    return [career for career in ready if career.pk not in errors]


def sections_of_drafts() -> dict[str, Sections]:
    """What the live release has of the drafts that may be published by it, by code."""
    profiles = _live_profiles().filter(code__in=_never_published().values("onet_code"))
    return {row.code: sections_of(row) for row in profiles.only("code", "data")}


def _never_published() -> QuerySet[Career]:
    return Career.objects.filter(status=Career.Status.DRAFT, published_at=None, from_onet=True)


def publish_ready(sections: Mapping[str, Sections] | None = None) -> int:
    """Publish the careers that pass the publishing check; returns how many."""
    now = timezone.now()
    ready = Career.objects.filter(pk__in=[career.pk for career in ready_to_publish(sections)])
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
    empty = _from_onet(Career.Status.PUBLISHED).exclude(is_worth_showing(_live_profiles()))
    return _update(empty, status=Career.Status.WITHDRAWN, updated_at=timezone.now())


def restore_withdrawn() -> int:
    """Publish withdrawn careers again whose pages have something to read; how many."""
    restored = _from_onet(Career.Status.WITHDRAWN).filter(is_worth_showing(_live_profiles()))
    return _update(restored, status=Career.Status.PUBLISHED, updated_at=timezone.now())


def withdrawn_without(release: Release, instead: Release | None) -> int:
    """How many published careers go off the site when `instead` (None: nothing) is live in place of `release`."""
    if not release.is_live or not release.record.makes_careers:
        return 0
    profiles = OnetProfile.objects.filter(release=instead)
    return _from_onet(Career.Status.PUBLISHED).exclude(is_worth_showing(profiles)).count()


def published_then(profiles: QuerySet[OnetProfile], *, is_text_moved: bool) -> set[int]:
    """Ids of the stored careers that visitors see once `profiles` are the live ones."""
    published = set(Career.objects.published().values_list("pk", flat=True))
    if not is_text_moved:
        return published
    worth_showing = is_worth_showing(profiles)
    published -= set(_from_onet(Career.Status.PUBLISHED).exclude(worth_showing).values_list("pk", flat=True))
    return published.union(_from_onet(Career.Status.WITHDRAWN).filter(worth_showing).values_list("pk", flat=True))


def _live_profiles() -> QuerySet[OnetProfile]:
    return OnetProfile.objects.filter(release__state=Release.State.LIVE)


def _from_onet(status: str) -> QuerySet[Career]:
    return Career.objects.filter(status=status, from_onet=True)

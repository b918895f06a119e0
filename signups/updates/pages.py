"""What careers' pages say of what their followers want to know, in the words of the pages themselves."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from careers.figures import in_demand
from careers.figures.wording import (
    count_text,
    employment_sentence,
    growth_of_all,
    growth_phrase,
    growth_text,
    growth_words,
    median_label,
    openings_sentence,
    publication,
    subject,
    whose,
)
from careers.models import Career, OldAddress, Outlook, Pay, Release
from careers.profile.content import PageText, texts_of
from careers.profile.next_steps import license_needed
from careers.profile.short_answers import LICENSE

EDITORS = "Written by this site's editors"
# Read besides what lists show.
COLUMNS = (
    *("status", "description", "education", "licensure", "outlook", "workers", "with_released_tasks"),
    *(f"listing__outlook__{column}" for column in ("base_year", "projected_year", "stated_new_jobs")),
)


@dataclass(frozen=True)
class Source:
    """Where a figure is from, of which day, and for whom it is, where not for the career alone."""

    publication: str
    period: str
    as_of: str
    code: str = ""
    whose: str = ""


@dataclass(frozen=True)
class PaySaid:
    label: str
    amount: str
    unit: str
    value: str
    top_coded: bool
    who: str
    source: Source


@dataclass(frozen=True)
class OutlookSaid:
    growth: str
    percent: str | None
    words: str
    phrase: str
    sentence: str
    openings: str
    openings_count: int | None
    openings_sentence: str
    education: str
    source: Source


@dataclass(frozen=True)
class DemandSaid:
    areas: str
    source: Source


@dataclass(frozen=True)
class TextSaid:
    digest: str
    source: str


@dataclass(frozen=True)
class Elsewhere:
    """The page to which the address of another leads now."""

    career: int
    title: str
    address: str


@dataclass(frozen=True)
class PageSaid:
    """Of a page that is not public only where it was, and where its address leads."""

    title: str
    address: str
    slug: str
    is_public: bool = True
    is_deleted: bool = False
    elsewhere: Elsewhere | None = None
    pay: PaySaid | None = None
    outlook: OutlookSaid | None = None
    demand: DemandSaid | None = None
    license: str = ""
    credentials: list[str] = field(default_factory=list)
    texts: dict[str, TextSaid] = field(default_factory=dict)
    tasks: list[str] = field(default_factory=list)
    tasks_source: str = ""


@dataclass(frozen=True)
class Page:
    field_id: int
    said: PageSaid


def as_stored(said: PageSaid) -> tuple[dict[str, Any], str]:
    """As JSON, and a digest of it."""
    stored = {name: value for name, value in asdict(said).items() if value or value is False}
    return stored, _digest(json.dumps(stored, sort_keys=True))


def as_said(stored: dict[str, Any]) -> PageSaid:
    """What was stored by this version of the code or an earlier one."""
    parts = {"pay": PaySaid, "outlook": OutlookSaid, "demand": DemandSaid, "elsewhere": Elsewhere}
    values = {name: _made(parts[name], value) if name in parts else value for name, value in stored.items()}
    values["texts"] = {name: TextSaid(**text) for name, text in stored.get("texts", {}).items()}
    return _made(PageSaid, values)


def _made(kind: type, values: dict[str, Any]) -> Any:
    known = {one.name for one in fields(kind)}
    given = {name: value for name, value in values.items() if name in known}
    if isinstance(given.get("source"), dict):
        given["source"] = Source(**given["source"])
    return kind(**given)


def pages_of(ids: Iterable[int]) -> dict[int, Page]:
    """By career, for those of `ids` that are there. 9 queries at most, however many they are."""
    careers = Career.objects.filter(pk__in=list(ids)).with_listing(*COLUMNS)
    careers = list(careers.prefetch_related("tasks", "careercredentials__credential"))
    public = [career for career in careers if career.is_published]
    texts = texts_of(public)
    averages = growth_of_all(career.listing.outlook for career in public if hasattr(career, "listing"))
    demand = in_demand.live_release() if any(_areas(career) for career in public) else None
    elsewhere = leads_to([career.slug for career in careers if not career.is_published])
    pages = {}
    for career in careers:
        if career.is_published:
            said = _said(career, texts[career.pk], averages, demand)
        else:
            said = PageSaid(career.title, career.get_absolute_url(), career.slug, is_public=False)
            said = replace(said, elsewhere=elsewhere.get(career.slug))
        pages[career.pk] = Page(career.field_id, said)
    return pages


def leads_to(slugs: Iterable[str]) -> dict[str, Elsewhere]:
    """Where visitors come who ask for a career by these slugs, whose page is no more. 2 queries."""
    slugs = list(slugs)
    if not slugs:
        return {}
    old = OldAddress.objects.filter(slug__in=slugs, career__in=Career.objects.published()).select_related("career")
    owners = {one.slug: one.career for one in old}
    owners |= {career.slug: career for career in Career.objects.published().filter(slug__in=slugs)}
    return {slug: Elsewhere(one.pk, one.title, one.get_absolute_url()) for slug, one in owners.items()}


def _said(career: Career, text: PageText, averages: dict[int, Decimal], demand: Release | None) -> PageSaid:
    listing = getattr(career, "listing", None)
    outlook = listing.outlook if listing else None
    return PageSaid(
        title=career.title,
        address=career.get_absolute_url(),
        slug=career.slug,
        pay=_pay(career, listing.pay) if listing and listing.pay and listing.pay.median else None,
        outlook=_outlook(career, outlook, averages.get(outlook.release_id)) if outlook else None,
        demand=DemandSaid(listing.in_demand, _source(demand)) if demand and _areas(career) else None,
        license=LICENSE.get(license_needed(career), ""),
        credentials=sorted({link.credential.name for link in career.careercredentials.all()}),
        texts=_texts(career, text),
        tasks=sorted({_digest(task)[:12] for task in [*text.tasks.items, *text.tasks.folded]}),
        tasks_source=EDITORS if text.tasks.is_own else _released(text),
    )


def _areas(career: Career) -> str:
    return career.listing.in_demand if career.occupation and hasattr(career, "listing") else ""


def _pay(career: Career, pay: Pay) -> PaySaid:
    median = pay.median
    return PaySaid(
        label=median_label(pay),
        amount=str(median),
        unit=median.unit,
        value=str(median.value),
        top_coded=median.top_coded,
        who=subject(career, pay),
        source=_source_of(career, pay),
    )


def _outlook(career: Career, outlook: Outlook, average: Decimal | None) -> OutlookSaid:
    return OutlookSaid(
        growth=growth_text(outlook.growth),
        percent=None if outlook.growth is None else str(outlook.growth),
        words=growth_words(outlook, average),
        phrase=growth_phrase(outlook, average),
        sentence=employment_sentence(outlook),
        openings=count_text(outlook.openings),
        openings_count=outlook.openings,
        openings_sentence=openings_sentence(outlook),
        education=outlook.get_entry_education_display(),
        source=_source_of(career, outlook),
    )


def _source_of(career: Career, row: Pay | Outlook) -> Source:
    return _source(row.release, code=row.occupation.code, whose=whose(career, row))


def _source(release: Release, **of_row: str) -> Source:
    return Source(publication(release), release.period, release.as_of.isoformat(), **of_row)


def _texts(career: Career, text: PageText) -> dict[str, TextSaid]:
    """The parts in sentences that have any, by the words that the page has for them."""
    described = "\n\n".join(filter(None, [text.lead, career.description or text.description]))
    own = bool(career.summary or career.description)
    parts = {
        "description": (described, EDITORS if own else _released(text)),
        "education": (career.education, EDITORS),
        "licenses": (career.licensure, EDITORS),
        "what drives the outlook": (career.outlook, EDITORS),
    }
    return {name: TextSaid(_digest(words)[:12], source) for name, (words, source) in parts.items() if words}


def _released(text: PageText) -> str:
    return f"{publication(text.release)}, {text.release.period}" if text.release else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

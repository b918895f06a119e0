"""Careers that somebody who looks at one may want to look at next, and why."""

from dataclasses import dataclass

from .models import Career
from .page_text import PageText

SHOWN = 6
SKILLS_NAMED = 3


@dataclass(frozen=True)
class Related:
    career: Career
    why: str


def related_to(career: Career, text: PageText) -> list[Related]:
    """The editors' choice, else the release's order, else those of the field with the most skills in common.

    At most 3 queries.
    """
    published = Career.objects.published().with_facts().exclude(pk=career.pk)
    chosen = list(published.filter(related_from=career)[:SHOWN])
    else_why = "Chosen by the editors" if chosen else ""
    if not chosen and text.related_codes:
        else_why = f"Listed as related by the {text.release.title}"
        places = {code: place for place, code in enumerate(text.related_codes)}
        chosen = sorted(published.filter(onet_code__in=places), key=lambda other: places[other.onet_code])
    if not chosen:
        others = published.filter(field=career.field)
        chosen = sorted(others, key=lambda other: -len(_shared(career, other)))
    return [Related(other, _why(career, other) or else_why) for other in chosen[:SHOWN]]


def _shared(career: Career, other: Career) -> list[str]:
    """Skills that both need, in the order of their weight in `career`."""
    theirs = set(_skills(other))
    return [name for name in _skills(career) if name in theirs]


def _skills(career: Career) -> list[str]:
    # A career that was restored from a dump has no facts before the next `migrate`.
    facts = getattr(career, "facts", None)
    return facts.skills if facts else []


def _why(career: Career, other: Career) -> str:
    if shared := _shared(career, other)[:SKILLS_NAMED]:
        return f"Both need: {', '.join(shared)}"
    return "In the same field of work" if other.field_id == career.field_id else ""

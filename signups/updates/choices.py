"""What can be heard about: a career, a field, new expert answers, the newsletter; as ticks of a form, and as kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers.models import Career, Field

from ..models import Topic

OF_SITE = {kind.value: kind.label for kind in (Topic.Kind.NEWSLETTER, Topic.Kind.ANSWERS)}


@dataclass(frozen=True)
class Choice:
    """`topic` is how a signup request keeps it."""

    value: str
    label: str
    topic: dict


def of_site() -> list[Choice]:
    return [Choice(kind, label, {"kind": kind}) for kind, label in OF_SITE.items()]


def of_career(career: Career) -> list[Choice]:
    """The career, and its field."""
    return [_career(career), *([_field(career.field)] if career.field else [])]


def of_fields() -> list[Choice]:
    return [_field(field) for field in Field.objects.all()]


def found(values: Iterable[str]) -> list[Choice]:
    """Those careers and fields of what a form sent that visitors can see."""
    slugs: dict[str, list[str]] = {"career": [], "field": []}
    for value in values:
        kind, _, slug = value.partition(":")
        # No database stores it, and PostgreSQL does not even look for it.
        if kind in slugs and "\0" not in slug:
            slugs[kind].append(slug)
    careers = Career.objects.published().filter(slug__in=slugs["career"]) if slugs["career"] else []
    fields = Field.objects.filter(slug__in=slugs["field"]) if slugs["field"] else []
    return [*map(_career, careers), *map(_field, fields)]


def _career(career: Career) -> Choice:
    return Choice(f"career:{career.slug}", career.title, {"kind": "career", "id": career.pk})


def _field(field: Field) -> Choice:
    return Choice(f"field:{field.slug}", f"All of {field.title}", {"kind": "field", "id": field.pk})

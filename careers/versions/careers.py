from dataclasses import replace

from django.db.models import QuerySet

from .. import denormalized
from ..models import Draft
from .records import Record, Rows, nobody_asks, register


def _beside_releases(document: dict) -> dict:
    """Before there was a choice, editors' lists stood instead of a release's, and figures were what their code says."""
    names = ("with_released_tasks", "with_released_titles", "with_released_skills", "figures_are_wider")
    return {**document, "fields": dict.fromkeys(names, False) | document["fields"]}


CAREER = Record(
    model="careers.Career",
    fields=(
        # In the order of the form.
        *("title", "slug", "field", "summary", "workers", "status", "published_at"),
        *("reviewed_on", "reviewer", "review_due_on"),
        *("description", "education", "licensure", "occupation", "onet_code", "outlook"),
        *("with_released_tasks", "with_released_titles", "with_released_skills", "figures_are_wider"),
        *("added_by", "from_onet", "imported_title"),
    ),
    links=("related",),
    lists=(
        Rows(name="tasks", fields=("text", "order"), order="order"),
        Rows(name="titles", fields=("name", "hidden", "order"), order="order"),
        Rows(name="careercredentials", fields=("credential", "needed", "note", "order"), order="order"),
        Rows(name="skills", fields=("name", "text", "order"), order="order"),
        Rows(name="sources", fields=("name", "url", "order"), order="order"),
    ),
    left_out=("updated_at",),
    beside=("changes", "old_addresses", "draft", "accepted_warnings"),
    unseen=("reviewer", "reviewed_on", "review_due_on"),
    together=denormalized.together,
    written=denormalized.careers_changed,
    changed=Draft.objects.texts_changed,
    form=2,
    steps={1: _beside_releases},
)


def _drafted() -> QuerySet:
    return Draft.objects.exclude(document="").values_list("career")


# What a draft beside a career says: documents like those of what is stored, and a history of its own.
DRAFT = replace(CAREER, kept_as="careers.draft", written=nobody_asks, changed=nobody_asks, numbers=_drafted)


def register_all() -> None:
    register(CAREER, DRAFT)

from .. import denormalized
from ..models import Draft
from .records import Record, Rows, register

CAREER = Record(
    model="careers.Career",
    fields=(
        # In the order of the form.
        *("title", "slug", "field", "summary", "workers", "status", "published_at"),
        *("reviewed_on", "reviewer", "review_due_on"),
        *("description", "education", "licensure", "occupation", "onet_code", "outlook"),
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
    beside=("changes", "old_addresses", "draft"),
    together=denormalized.together,
    written=denormalized.careers_changed,
    changed=Draft.objects.texts_changed,
)


def register_all() -> None:
    register(CAREER)

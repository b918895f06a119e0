from collections.abc import Iterable

from ..models import NavigationLink, WordsEdition
from .records import Record, register


def _changed(pks: Iterable[int]) -> None:
    WordsEdition.change()


def _links_changed(pks: Iterable[int]) -> None:
    NavigationLink.put_last(NavigationLink.objects.filter(pk__in=list(pks), order=0))
    WordsEdition.change()


def _with_accessibility(document: dict) -> dict:
    return {**document, "fields": {**document["fields"], "accessibility": "", "accessibility_replaces": False}}


SITE_WORDS = Record(
    model="careers.SiteWords",
    fields=(
        *("name", "tagline", "footer", "accent", "logo_alt", "name_beside_logo"),
        *("about", "contact_address", "contact_email", "contact_phone", "privacy", "privacy_replaces"),
        *("accessibility", "accessibility_replaces"),
    ),
    # A picture is no text: the one that stands now stays.
    left_out=("logo", "logo_kind", "logo_width", "logo_height", "logo_digest", "is_only_one"),
    form=2,
    steps={1: _with_accessibility},
    written=_changed,
)
ANNOUNCEMENT = Record(
    model="careers.Announcement",
    fields=("text", "level", "link", "link_text", "starts_at", "ends_at"),
    written=_changed,
)
NAVIGATION_LINK = Record(
    model="careers.NavigationLink",
    fields=("place", "page", "address", "label", "is_shown"),
    left_out=("order",),
    order="order",
    written=_links_changed,
)


def register_all() -> None:
    register(SITE_WORDS, ANNOUNCEMENT, NAVIGATION_LINK)

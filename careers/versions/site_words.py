from .records import Record, register

SITE_WORDS = Record(
    model="careers.SiteWords",
    fields=(
        *("name", "tagline", "footer", "accent", "logo_alt", "name_beside_logo"),
        *("about", "contact_address", "contact_email", "contact_phone", "privacy", "privacy_replaces"),
    ),
    # A picture is no text: the one that stands now stays.
    left_out=("logo", "logo_kind", "logo_width", "logo_height", "logo_digest", "is_only_one"),
)


def register_all() -> None:
    register(SITE_WORDS)

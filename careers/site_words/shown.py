"""The site's own words as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

NOTHING = SafeString()


@dataclass(frozen=True)
class Link:
    says: str
    address: str


@dataclass(frozen=True)
class Notice:
    """An announcement, and when it is shown."""

    text: SafeString
    link: Link | None
    is_important: bool
    starts_at: datetime | None
    ends_at: datetime | None

    def is_running(self, now: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= now) and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True)
class Style:
    """The stylesheet of an accent color; another color has another digest."""

    text: str
    digest: str


@dataclass(frozen=True)
class Logo:
    """`width` and `height` are what it takes up on a page."""

    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Contact:
    """How to reach whoever runs the site, as they wrote it."""

    address_lines: tuple[str, ...]
    email: str
    phone: str
    phone_link: str


@dataclass(frozen=True)
class Shown:
    """All of it; where something is empty, templates have words of their own."""

    name: str
    email: str
    header: tuple[Link, ...]
    footer: tuple[Link, ...]
    tagline: str = ""
    style: Style | None = None
    logo: Logo | None = None
    name_beside_logo: bool = True
    about: SafeString = NOTHING
    contact: Contact | None = None
    privacy: SafeString = NOTHING
    privacy_replaces: bool = False
    accessibility: SafeString = NOTHING
    accessibility_replaces: bool = False
    last_line: SafeString = NOTHING
    announcements: tuple[Notice, ...] = ()

    @property
    def has_about_page(self) -> bool:
        return bool(self.about or self.contact)

    def running(self) -> list[Notice]:
        """Announcements that are shown at this moment."""
        now = timezone.now()
        return [notice for notice in self.announcements if notice.is_running(now)]

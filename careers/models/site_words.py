"""What this site says of itself. Where nothing is written, its pages say what they say by themselves."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models

from . import accent
from .on_every_page import OnEveryPageQuerySet
from .rules import Problem, Ruled

PHONE = re.compile(r"\+?[0-9 ().-]+(?: ?(?:x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
THERE_ALREADY = "This site has its wording already. Change that one instead."
FEWEST_DIGITS, MOST_DIGITS = 3, 21


@dataclass(frozen=True)
class Picture:
    """A logo as visitors get it."""

    content: bytes
    kind: str
    width: int
    height: int


class SiteWords(Ruled):
    """A site has one row at most."""

    name = models.CharField(
        "name of the site", max_length=100, blank=True, help_text="At the top of every page, and in the browser's tab."
    )
    tagline = models.CharField(
        max_length=160,
        blank=True,
        help_text="One sentence under the heading of the home page; search engines and shared links say it too. "
        "Empty: “What each career is, what it pays, what it takes and where it is going.”",
    )
    accent = models.CharField(
        "accent color",
        max_length=7,
        blank=True,
        help_text="Of links, buttons and drawings, such as #0b5c58. It must be "
        "dark enough to read. For pages in the dark the site makes a brighter one of it. Empty: the site's own green.",
    )
    name_beside_logo = models.BooleanField(
        "show the name beside the logo", default=True, help_text="Off only if the logo itself has the name in it."
    )
    logo_alt = models.CharField(
        "logo in words",
        max_length=100,
        blank=True,
        help_text="What somebody who can't see the logo should hear instead: “Seal of the State of Ohio”.",
    )
    about = models.TextField(
        blank=True, help_text="Who runs this site, and why. In Markdown; a page of its own, /about/, shows it."
    )
    contact_address = models.TextField("postal address", max_length=400, blank=True, help_text="As on an envelope.")
    contact_email = models.EmailField(
        "email address", blank=True, help_text="Shown to everybody. Empty: the one that the server was set up with."
    )
    contact_phone = models.CharField("phone", max_length=40, blank=True, help_text="Such as +1 614 555 0100.")
    privacy = models.TextField(
        "text on privacy", blank=True, help_text="In Markdown. It stands below what the site says by itself."
    )
    privacy_replaces = models.BooleanField(
        "show only this text on privacy",
        default=False,
        help_text="What the site says by itself always fits what it keeps. If you replace it, keep yours right.",
    )
    accessibility = models.TextField(
        "text on accessibility",
        blank=True,
        default="",
        db_default="",
        help_text="In Markdown. It stands below what the site says by itself: how you test your own texts, who answers "
        "for them, where to complain.",
    )
    accessibility_replaces = models.BooleanField(
        "show only this text on accessibility",
        default=False,
        db_default=False,
        help_text="What the site says by itself names the standard, how it was tested and what is known to be lacking. "
        "If you replace it, say so yourself.",
    )
    footer = models.CharField(
        "line at the bottom",
        max_length=200,
        blank=True,
        help_text="One line on every page, such as who pays for the site. **Bold** and links are possible.",
    )
    logo_kind = models.CharField(max_length=10, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_digest = models.CharField(max_length=16, blank=True, editable=False)
    # Last, so that what is before it is read without it.
    logo = models.BinaryField(default=b"", editable=False)
    # Of a column that can have one value alone there can be one row.
    is_only_one = models.BooleanField(default=True, db_default=True, editable=False, unique=True)

    objects = OnEveryPageQuerySet.as_manager()

    class Meta:
        verbose_name = "wording of this site"
        verbose_name_plural = "wording of this site"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_only_one=True),
                name="site_words_are_only_one",
                violation_error_message="This site can have only one wording.",
            )
        ]

    def __str__(self) -> str:
        return self.name or "Wording of this site"

    def problems(self) -> Iterator[Problem]:
        if self.pk is None and SiteWords.objects.exists():
            yield Problem("name", THERE_ALREADY)
        for field in ("name", "tagline", "footer", "logo_alt"):
            if len(getattr(self, field).splitlines()) > 1:
                yield Problem(field, "Write one line.")
        for field in ("footer", "about", "privacy", "accessibility"):
            if "![" in getattr(self, field):
                yield Problem(field, "No pictures can stand here. Take out the part that begins with ![.")
        for field in ("privacy", "accessibility"):
            if getattr(self, f"{field}_replaces") and not getattr(self, field).strip():
                yield Problem(field, "Write the text that is to be shown alone.", beside=(f"{field}_replaces",))
        yield from self._wrong_color()
        yield from self._wrong_phone()

    def _wrong_color(self) -> Iterator[Problem]:
        if not self.accent:
            return
        if not accent.WRITTEN.fullmatch(self.accent):
            yield Problem("accent", "Write # and six digits or letters from a to f, such as #0b5c58.")
        elif (found := accent.in_light(self.accent)) < accent.OF_TEXT:
            # Never rounded up to what would do.
            yield Problem(
                "accent",
                f"This color is too light to read: on the site's light backgrounds it has a contrast of "
                f"{int(found * 100) / 100:.2f} to 1, and text needs {accent.OF_TEXT} to 1. The nearest that you can "
                f"use is {accent.nearest(self.accent)}.",
            )

    def _wrong_phone(self) -> Iterator[Problem]:
        if not self.contact_phone:
            return
        digits = sum(map(str.isdigit, self.contact_phone))
        if not PHONE.fullmatch(self.contact_phone) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
            yield Problem("contact_phone", "Write a phone number in digits, such as +1 614 555 0100.")

    def unique_error_message(self, model_class: type[models.Model], unique_check: tuple[str, ...]) -> ValidationError:
        return ValidationError(THERE_ALREADY, code="unique")

    def take_logo(self, picture: Picture | None) -> None:
        """Show `picture` from now on; None: none."""
        self.logo = picture.content if picture else b""
        self.logo_kind = picture.kind if picture else ""
        self.logo_width, self.logo_height = (picture.width, picture.height) if picture else (0, 0)
        self.logo_digest = hashlib.sha256(picture.content).hexdigest()[:16] if picture else ""

"""What pages show of the site's own words, remembered by each process for as long as nothing of it changes.

A page asks for one small row, the mark of what stands now. Only where it is another than before is all read again, and
Markdown made into HTML.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.urls import reverse

from ..models import Announcement, NavigationLink, SiteWords, WordsEdition
from ..models.accent import stylesheet
from ..profile.markdown import render, render_line
from .logo import on_a_page
from .shown import Contact, Link, Logo, Notice, Shown, Style

Page, Place = NavigationLink.Page, NavigationLink.Place
# Where staff have no links of their own; at the top a shorter name has to do for the quiz.
USUAL = (
    NavigationLink(place=Place.HEADER, page=Page.CAREERS),
    NavigationLink(place=Place.HEADER, page=Page.QUIZ, label="Quiz"),
    NavigationLink(place=Place.HEADER, page=Page.SCHOOLS),
    NavigationLink(place=Place.HEADER, page=Page.ANSWERS),
    NavigationLink(place=Place.FOOTER, page=Page.QUIZ),
    NavigationLink(place=Place.FOOTER, page=Page.PLAN),
    NavigationLink(place=Place.FOOTER, page=Page.ASK),
    NavigationLink(place=Place.FOOTER, page=Page.UPDATES),
    NavigationLink(place=Place.FOOTER, page=Page.ABOUT),
    NavigationLink(place=Place.FOOTER, page=Page.PRIVACY),
    NavigationLink(place=Place.FOOTER, page=Page.ACCESSIBILITY),
    NavigationLink(place=Place.FOOTER, page=Page.CONTACT),
)


@dataclass(frozen=True)
class _Memory:
    """`made_of` is the mark that it was read under, and the settings that stand where staff wrote nothing."""

    made_of: tuple
    shown: Shown


_memory: list[_Memory] = []


def of(request: HttpRequest) -> Shown:
    """The same for all of a request: 1 query."""
    if not hasattr(request, "site_words"):
        request.site_words = current()
    return request.site_words


def current() -> Shown:
    """1 query, and 3 more after something changed. Where the database does not answer, what was shown last."""
    try:
        mark = WordsEdition.mark_now()
        made_of = _made_of(mark)
        memory = _memory[0] if _memory else None
        if memory is None or memory.made_of != made_of:
            memory = _Memory(made_of, _read() if mark else _shown(SiteWords(), USUAL, ()))
            # Another thread, which read before a change, may put its own there right after.
            _memory[:] = [memory]
    except Error:
        return last()
    return memory.shown


def last() -> Shown:
    """What this process showed last: for pages that must not ask the database."""
    return _memory[0].shown if _memory else _shown(SiteWords(), USUAL, ())


def _made_of(mark: str) -> tuple:
    return (mark, settings.SITE_NAME, settings.CONTACT_EMAIL)


def _read() -> Shown:
    words = SiteWords.objects.defer("logo").first() or SiteWords()
    return _shown(words, NavigationLink.objects.all() or USUAL, Announcement.objects.not_over())


def _shown(words: SiteWords, links: Iterable[NavigationLink], announcements: Iterable[Announcement]) -> Shown:
    contact = _contact(words)
    has_about_page = bool(words.about.strip() or contact)
    email = words.contact_email or settings.CONTACT_EMAIL
    shown = [link for link in links if link.is_shown]
    own = {
        Page.ABOUT: reverse("about") if has_about_page else "",
        Page.CONTACT: _contact_address(email, contact),
        # Rows name the page by the address that it had before.
        Page.UPDATES: reverse("signups:updates"),
    }
    return Shown(
        name=words.name or settings.SITE_NAME,
        email=email,
        header=tuple(_links(shown, Place.HEADER, own)),
        footer=tuple(_links(shown, Place.FOOTER, own)),
        tagline=words.tagline,
        style=_style(words.accent) if words.accent else None,
        logo=_logo(words) if words.logo_digest else None,
        name_beside_logo=words.name_beside_logo,
        about=render(words.about, top_heading=2),
        contact=contact,
        privacy=render(words.privacy, top_heading=2),
        privacy_replaces=words.privacy_replaces,
        accessibility=render(words.accessibility, top_heading=2),
        accessibility_replaces=words.accessibility_replaces,
        last_line=render_line(words.footer),
        announcements=tuple(map(_notice, _in_turn(announcements))),
    )


def _links(links: Iterable[NavigationLink], place: str, own: dict[str, str]) -> Iterator[Link]:
    for link in links:
        address = link.address or (own[link.page] if link.page in own else reverse(link.page))
        if link.place == place and address:
            yield Link(link.says, address)


def _contact(words: SiteWords) -> Contact | None:
    lines = tuple(line for line in map(str.strip, words.contact_address.splitlines()) if line)
    if not (lines or words.contact_email or words.contact_phone):
        return None
    # Up to an extension, which telephones do not dial.
    number = re.split("[a-z]", words.contact_phone, maxsplit=1, flags=re.IGNORECASE)[0]
    dialed = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    email = words.contact_email or settings.CONTACT_EMAIL
    return Contact(lines, email, words.contact_phone, f"tel:{dialed}")


def _contact_address(email: str, contact: Contact | None) -> str:
    if contact:
        return f"{reverse('about')}#contact"
    return f"mailto:{email}" if email else ""


def _style(accent: str) -> Style:
    text = stylesheet(accent)
    return Style(text, hashlib.sha256(text.encode()).hexdigest()[:16])


def _logo(words: SiteWords) -> Logo:
    width, height = on_a_page(words)
    # An earlier version that was restored may have no words for it.
    return Logo(words.logo_digest, words.logo_alt or words.name or settings.SITE_NAME, width, height)


def _in_turn(announcements: Iterable[Announcement]) -> list[Announcement]:
    """The important ones first, of the others the newest."""
    newest = sorted(announcements, key=lambda one: one.pk, reverse=True)
    return sorted(newest, key=lambda one: one.level != Announcement.Level.IMPORTANT)


def _notice(one: Announcement) -> Notice:
    return Notice(
        text=render_line(one.text),
        link=Link(one.link_text, one.link) if one.link else None,
        is_important=one.level == Announcement.Level.IMPORTANT,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
    )

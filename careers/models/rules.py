"""Rules that staff's forms and `full_clean` hold a row to, beyond what the database keeps.

A rule may be younger than a row: what stands there already and is not touched may stay, so that the rest of the row
can still be edited.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver
from django.utils import timezone

from .visible_text import VisibleText

OLDEST_DAY = date(1900, 1, 1)
# Staff plan nothing further from today.
FURTHEST_YEARS = 10
APOSTROPHES = "'’ʼ`´"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Problem:
    """What is wrong with `field`; it is let pass while neither the field nor one of `beside` was touched."""

    field: str
    message: str
    beside: tuple[str, ...] = ()


class Ruled(VisibleText):
    """A model with rules; `problems` names those that the row breaks."""

    class Meta:
        abstract = True

    def problems(self) -> Iterable[Problem]:
        return ()

    def clean_fields(self, exclude: Iterable[str] | None = None) -> None:
        errors: dict[str, list] = {}
        try:
            super().clean_fields({*(exclude or ()), *self._rows_at_hand()})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        excluded = {*(exclude or ()), *errors}
        found = [problem for problem in self.problems() if problem.field not in excluded]
        excluded |= {problem.field for problem in found}
        found += [problem for problem in marks_alone(self) if problem.field not in excluded]
        for problem in self._touched(found):
            errors.setdefault(problem.field, []).append(ValidationError(problem.message))
        if errors:
            raise ValidationError(errors)

    def _rows_at_hand(self) -> Iterator[str]:
        """Foreign keys whose row was just read, by a form for instance: it need not be looked for again."""
        for field in self._meta.concrete_fields:
            if field.is_relation and not field.get_limit_choices_to() and field.get_cached_value(self, default=None):
                yield field.name

    def _touched(self, problems: list[Problem]) -> list[Problem]:
        if not problems or self.pk is None:
            return problems
        columns = {name: self._meta.get_field(name).attname for problem in problems for name in _names(problem)}
        stored = type(self)._base_manager.filter(pk=self.pk).values(*columns.values()).first()
        if stored is None:
            return problems
        changed = {
            name for name, column in columns.items() if _spaced(stored[column]) != _spaced(getattr(self, column))
        }
        return [problem for problem in problems if changed.intersection(_names(problem))]


def _spaced(value: object) -> object:
    """Forms take white space off text that nobody touched."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _names(problem: Problem) -> tuple[str, ...]:
    return (problem.field, *problem.beside)


def sameness(text: str) -> str:
    """`text` as a reader takes it: capitals, spaces, invisible and look-alike forms of a letter make no difference."""
    visible = "".join(
        character for character in unicodedata.normalize("NFKC", text) if unicodedata.category(character) != "Cf"
    )
    return " ".join(visible.split()).casefold()


def says_nothing(text: str) -> bool:
    """Whether `text` has no letter and no digit: it is empty, white space or marks alone."""
    return not any(map(str.isalnum, text))


def marks_alone(row: models.Model) -> Iterator[Problem]:
    """Texts that somebody typed and that say nothing: "---" was meant as an empty field, or to pass a required one."""
    for field in row._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField) or not field.editable:
            continue
        text = getattr(row, field.attname)
        if isinstance(text, str) and text and says_nothing(text):
            yield Problem(
                field.name, f"Write this in letters or figures{', or leave it empty' if field.blank else ''}."
            )


# Each name is asked for again and again, and there are a few thousand.
@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """`name` as people remember it: without accents and punctuation, "&" as "and"; C, C# and C++ stay apart."""
    plain = unicodedata.normalize("NFKD", sameness(name).replace("&", " and "))
    kept = (character for character in plain if not "\u0300" <= character <= "\u036f")
    words = "".join(
        "" if character in APOSTROPHES else " " if _parts_words(character) else character for character in kept
    )
    return unicodedata.normalize("NFC", " ".join(words.split()))


def _parts_words(character: str) -> bool:
    return unicodedata.category(character).startswith("P") and character != "#"


def same_name(row: models.Model, field: str, *, among: models.QuerySet | None = None, what: str) -> Iterator[Problem]:
    """That another row has the same name; `what` begins the message: "Another career"."""
    name = getattr(row, field) or ""
    if says_nothing(name):
        if name:
            yield Problem(field, "Write a name with letters or digits.")
        return
    key = name_key(name)
    others = type(row)._base_manager.all() if among is None else among
    for other in others.exclude(pk=row.pk).values_list(field, flat=True):
        if name_key(other) == key:
            yield Problem(field, f"{what} has this name already: {other}.")
            return


def day_that_was(row: models.Model, field: str) -> Iterator[Problem]:
    """That a day on which something happened is still to come, or is mistyped."""
    day = getattr(row, field)
    if not isinstance(day, date):
        return
    if day > timezone.localdate():
        yield Problem(field, "This day is still to come. Write today's date or an earlier one.")
    elif day < OLDEST_DAY:
        yield Problem(field, "This day is too long ago. Check the year.")


def day_not_far(row: models.Model, field: str) -> Iterator[Problem]:
    """That a day for which something is planned has a mistyped year."""
    day = getattr(row, field)
    if isinstance(day, date) and abs(day.year - timezone.localdate().year) > FURTHEST_YEARS:
        yield Problem(field, f"This day is more than {FURTHEST_YEARS} years away. Check the year.")


def web_address(row: models.Model, field: str = "url") -> Iterator[Problem]:
    address = getattr(row, field)
    if not address:
        return
    if not address.lower().startswith(("https://", "http://")):
        yield Problem(field, "Write an address that begins with https:// or http://.")
    elif any(unicodedata.category(character) == "Cf" for character in address):
        yield Problem(field, "The address contains an invisible character. Please type it instead of pasting it.")
    elif message := _wrong_with_host(address):
        yield Problem(field, message)


def _wrong_with_host(address: str) -> str:
    """Why no reader should follow a link to `address`, if so."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "No site has this address. Check what stands behind the colon."
    if "@" in parts.netloc:
        return "Leave out the name and password: every reader would see them."
    try:
        is_reachable = ip_address(host).is_global
    except ValueError:
        is_reachable = "." in host
    return (
        "" if is_reachable else "Only your own computer or network has this address. Write one that everybody can open."
    )


def page_address(row: models.Model, *, what: str, taken: Iterable[str] = ()) -> Iterator[Problem]:
    """What is wrong with a `slug`: its letters, or that another page has it."""
    slug = row.slug or ""
    if not slug:
        return
    if _lookalike(slug) in map(_lookalike, taken):
        yield Problem("slug", "This address is another page.")
    elif not SLUG.fullmatch(slug):
        yield Problem("slug", "Use small letters, digits and single hyphens, such as medical-coding.")
    else:
        others = type(row)._base_manager.exclude(pk=row.pk).exclude(slug=slug)
        same = next((other for other in others.values_list("slug", flat=True) if _lookalike(other) == slug), None)
        if same:
            yield Problem("slug", f"{what} has an address that looks the same: {same}.")


def _lookalike(slug: str) -> str:
    return re.sub(r"[-_]+", "-", slug.lower()).strip("-")


@cache
def words_of_addresses() -> frozenset[str]:
    """Every fixed word between the slashes of this site's addresses, as the URL configuration has them."""
    return frozenset(_fixed_words(get_resolver().url_patterns))


def _fixed_words(patterns: Iterable) -> Iterator[str]:
    for pattern in patterns:
        yield from (word for word in str(pattern.pattern).split("/") if word and "<" not in word)
        # The pages under /admin/ are staff's alone.
        if getattr(pattern, "namespace", None) != "admin":
            yield from _fixed_words(getattr(pattern, "url_patterns", ()))

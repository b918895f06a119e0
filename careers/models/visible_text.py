"""Whether a reader would see anything of a text: many characters leave no mark on a page."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models

# Letters and signs by their category, that are drawn as nothing: fillers of Hangul and Khmer, an empty braille cell, an
# empty note head, and the place of an object that is not there.
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U0001d159")
# Control characters, and those that turn the text after them around: no page may hold them. Line ends and tabs may
# stay, and so may what joins or parts letters, which Persian and emoji need.
SIGNS_TO_MACHINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NOTHING_TO_READ = "This contains only invisible characters. Please write it in letters or figures."


def visible(text: str) -> str:
    """`text` as a reader sees it: without what leaves no mark, and with single spaces.

    Marks that combine stay only behind something that they combine with.
    """
    kept = [" "]
    for character in text:
        kind = unicodedata.category(character)[0]
        if character.isspace():
            kept.append(" ")
        elif character in BLANK or (kind == "M" and (kept[-1] == " " or _is_selector(character))):
            continue
        elif kind in "LMNPS":
            kept.append(character)
    return " ".join("".join(kept).split())


def without_signs_to_machines(text: str) -> str:
    """`text` without them; those that part words leave a space."""
    return SIGNS_TO_MACHINES.sub(lambda sign: " " if sign[0].isspace() else "", text)


def _is_selector(mark: str) -> bool:
    """Whether it only chooses between forms of the character before it, or joins two."""
    name = unicodedata.name(mark, "")
    return "VARIATION SELECTOR" in name or name == "COMBINING GRAPHEME JOINER"


def refuse_nothing(text: str) -> None:
    if text and not visible(text):
        raise ValidationError(NOTHING_TO_READ, code="invisible")


class VisibleText(models.Model):
    """A model none of whose texts may hold invisible characters alone."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None) -> None:
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or field.name in {*(exclude or ()), *errors}:
                continue
            try:
                refuse_nothing(getattr(self, field.attname) or "")
            except ValidationError as error:
                errors[field.name] = [error]
        if errors:
            raise ValidationError(errors)

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from django.core.validators import RegexValidator
from django.db import models

from .classification import codes_2018, major_groups
from .rules import Problem, Ruled

ALL_OCCUPATIONS = "00-0000"

# Where BLS publishes one row for several occupations that do not fill a broad group, under a code of its own
# (source: "OEWS occupations that differ from the 2018 SOC", bls.gov/oes/soc_2018.htm).
COMBINED_CODES = {
    "21-1018": ("21-1011", "21-1014"),
    "25-2052": ("25-2055", "25-2056"),
    "25-9045": ("25-9042", "25-9043", "25-9049"),
    "51-2028": ("51-2022", "51-2023"),
    "53-1047": ("53-1042", "53-1043", "53-1044", "53-1049"),
}
_COMBINED = {code: combined for combined, codes in COMBINED_CODES.items() for code in codes}


class HasFigures(Protocol):
    """A career, or what is read of it to tell whose its figures are."""

    onet_code: str | None
    figures_are_wider: bool


class Relation(StrEnum):
    """What an occupation whose figures a career shows is to the career's own; the values stand in the API."""

    DETAILED = "own"
    # A group that counts others too.
    BROAD = "wider"
    # Of an older edition of the SOC.
    PREDECESSOR = "older"

    @property
    def is_broad(self) -> bool:
        return self is Relation.BROAD

    @property
    def is_predecessor(self) -> bool:
        return self is Relation.PREDECESSOR


def broader_codes(code: str) -> list[str]:
    """Codes of wider groups whose figures are shown where occupation `code` has none, the narrowest first."""
    combined = [_COMBINED[code]] if code in _COMBINED else []
    broad = f"{code[:6]}0"
    return combined + ([broad] if broad != code else [])


def shares_soc_code(onet_code: str | None) -> bool:
    """Whether an O*NET-SOC code is of one of several occupations that have one SOC code."""
    return bool(onet_code) and not onet_code.endswith(".00")


def counts_others(career: "HasFigures") -> bool:
    """Whether figures of the career's own SOC code are of others too: editors say so, or its O*NET-SOC code does."""
    return career.figures_are_wider or shares_soc_code(career.onet_code)


class Occupation(Ruled):
    """An occupation of the Standard Occupational Classification (SOC), which pay and outlook are published for."""

    code = models.CharField(
        "SOC code",
        max_length=7,
        unique=True,
        validators=[RegexValidator(r"^\d\d-\d{4}$", "Write the SOC code as 29-2072.")],
    )
    title = models.CharField(max_length=160)
    classification = models.CharField(
        max_length=20, default="2018 SOC", help_text="The edition of the SOC that the code belongs to."
    )
    predecessors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="successors",
        help_text="Occupations of older SOC editions that this one came out of. Their figures are shown as earlier "
        "releases, and the page names the older occupation.",
    )

    introduced_by = models.ForeignKey(
        "Release",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="introduced_occupations",
        help_text="The release that first named it, so that giving the release up leaves nothing behind.",
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def problems(self) -> Iterator[Problem]:
        if not re.fullmatch("(1980|2000|2010|2018) SOC", self.classification):
            yield Problem(
                "classification", "Write the edition as 2018 SOC; older ones are 2010 SOC, 2000 SOC, 1980 SOC."
            )
        elif self.code == ALL_OCCUPATIONS or self.code in COMBINED_CODES:
            return
        elif self.classification == "2018 SOC" and self.code not in codes_2018():
            message = f"{self.code} is not in the 2018 classification. Check the digits, or write which edition has it."
            yield Problem("code", message, beside=("classification",))
        elif self.code[:2] not in major_groups():
            yield Problem("code", f"No edition has a major group {self.code[:2]}. Check the digits.")

    @property
    def is_of_many(self) -> bool:
        """Whether it is all occupations, a major or a minor group: no career's figures."""
        return self.code.endswith("00")

    @property
    def broader_codes(self) -> list[str]:
        return broader_codes(self.code)

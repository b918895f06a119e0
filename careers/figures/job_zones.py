"""Job zones, how much preparation work takes, as the live O*NET release names them: releases draw them differently."""

import re
from dataclasses import dataclass

from django.db.models import Min, QuerySet
from django.db.models.fields.json import KT

from ..models import CareerListing, OnetProfile
from ..models.written_once import WrittenOnce

# “Job Zone Two: Some Preparation Needed”, “Job Zone 1-2: Very Little to Some Preparation Needed”, “Job Zone 3”.
NAME = re.compile(r"job zones? (?P<which>[^:]+?)(?:\s*:\s*(?P<words>.*))?", re.I)
PREPARATION = re.compile(r"(?P<amount>.+?) preparation( is)? needed\.?", re.I)
IN_DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


@dataclass(frozen=True)
class JobZone:
    """A zone by its number in the release's tables, and its name there, which may say that it is several in one."""

    number: int
    name: str

    @property
    def which(self) -> str:
        """The zone as its name has it, such as “3” or “1–2”."""
        named = NAME.fullmatch(self.name)
        if named is None:
            return str(self.number)
        words = re.sub(r"[a-z]+", lambda word: IN_DIGITS.get(word[0], word[0]), named["which"].lower())
        return re.sub(r"(?<=\d)\s*(-|to|and|–)\s*(?=\d)", "–", words)

    @property
    def label(self) -> str:
        """“2: some”, which is short enough for a list of choices."""
        named = NAME.fullmatch(self.name)
        words = (named["words"] or "") if named else self.name
        amount = PREPARATION.fullmatch(words)
        if amount:
            words = re.sub(r"\bno$", "none", amount["amount"].lower())
        return f"{self.which}: {words}" if words else f"Job zone {self.which}"


def job_zones() -> list[JobZone]:
    """The zones that careers have in the live release, from least preparation to most. 1 query."""
    return [JobZone(number, name or f"Job Zone {number}") for number, name in _NAMES.rows()]


def _names() -> QuerySet:
    # Any career's profile has the name of its zone.
    one_of_each = (
        CareerListing.objects.exclude(job_zone=None).order_by().values("job_zone").annotate(one=Min("profile"))
    )
    profiles = OnetProfile.objects.filter(pk__in=one_of_each.values("one")).order_by("job_zone")
    return profiles.annotate(name=KT("data__job_zone__name")).values_list("job_zone", "name")


_NAMES = WrittenOnce(OnetProfile, _names)

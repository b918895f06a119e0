"""Careers side by side: pay on one scale, outlook, tasks, and which skills they share."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from django.http import QueryDict

from .drawings import growth_bars, strips_on_one_scale
from .models import Career, CareerFacts, Release
from .page_text import PageText, texts_of

MOST = 4
ASKED_AT_MOST = 20
TASKS_SHOWN = 5
SKILLS_COMPARED = 10
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-\d+(\.\d+)?")
CSV_HEADS = [
    "Career",
    "Median annual pay",
    "Median hourly pay",
    "Pay period",
    "Pay source",
    "Pay published for",
    "Entry-level education",
    "Growth in percent",
    "Openings a year",
    "Jobs",
    "Outlook period",
    "Outlook source",
    "Outlook published for",
    "Skills",
    "Page",
]


@dataclass
class Compared:
    """One column: a career, its text, and its drawings on the scale of all columns."""

    career: Career
    text: PageText
    skills: list[str] = field(default_factory=list)
    strip: tuple[str, str, str] | None = None
    growth_bar: tuple[str, str] = ("0%", "0%")
    other_skills: list[str] = field(default_factory=list)

    @property
    def own_skills(self) -> list[str]:
        return [skill.name for skill in self.career.skills.all()]

    @property
    def released_skills(self) -> list[str]:
        return [name for name, *_ in self.text.data.get("skills", [])[:SKILLS_COMPARED]]

    @property
    def no_skills(self) -> str:
        return "None besides" if self.skills else "None listed"

    @property
    def tasks(self) -> list[str]:
        return self.text.tasks.items[:TASKS_SHOWN]

    @property
    def pay(self):
        return self._facts.pay if self._facts else None

    @property
    def outlook(self):
        return self._facts.outlook if self._facts else None

    @property
    def _facts(self) -> CareerFacts | None:
        # A career that was restored from a dump has none before the next `migrate`.
        return getattr(self.career, "facts", None)


@dataclass
class Comparison:
    columns: list[Compared]

    def __post_init__(self) -> None:
        """Compare by the release's names where it has some for every column: the editors' words are never the same."""
        for column in self.columns:
            released = column.released_skills
            column.skills = released if self.has_released_skills else column.own_skills or released
        shared = set(self.shared_skills)
        for column in self.columns:
            column.other_skills = [name for name in column.skills if name not in shared]

    @property
    def has_released_skills(self) -> bool:
        return len(self.columns) > 1 and all(column.released_skills for column in self.columns)

    @property
    def has_undrawn_pay(self) -> bool:
        return any(column.pay and column.pay.annual_median is None for column in self.columns)

    @property
    def releases(self) -> list[Release]:
        """Of all figures and text in the columns, each once."""
        found = {}
        for column in self.columns:
            rows = [column.pay, column.outlook, column.text.profile]
            found |= {row.release_id: row.release for row in rows if row}
        return list(found.values())

    @property
    def shared_skills(self) -> list[str]:
        """Skills of every column, in the order of the first."""
        if len(self.columns) < 2:
            return []
        others = [set(column.skills) for column in self.columns[1:]]
        return [name for name in self.columns[0].skills if all(name in skills for skills in others)]


def slugs_in(data: QueryDict) -> list[str]:
    """The careers that an address asks for, each once."""
    # PostgreSQL takes no NUL, and HTML no control characters.
    readable = ("".join(filter(str.isprintable, slug)).strip() for slug in data.getlist("c"))
    return list(dict.fromkeys(slug for slug in readable if slug))[:ASKED_AT_MOST]


def chosen_in(data: QueryDict) -> list[Career]:
    """The published careers that an address asks for, at most MOST. 1 query, none where it asks for none."""
    wanted = slugs_in(data)
    if not wanted:
        return []
    careers = Career.objects.published().filter(slug__in=wanted)
    return sorted(careers, key=lambda career: wanted.index(career.slug))[:MOST]


def compare(slugs: Sequence[str]) -> Comparison:
    """The published careers of `slugs`, in that order, at most MOST. 4 queries."""
    wanted = list(dict.fromkeys(slugs))
    careers = Career.objects.published().with_facts().select_related("field").filter(slug__in=wanted)
    careers = careers.prefetch_related("tasks", "titles", "skills")
    chosen = sorted(careers, key=lambda career: wanted.index(career.slug))[:MOST]
    texts = texts_of(chosen)
    columns = [Compared(career, texts[career.pk]) for career in chosen]
    drawn = [column for column in columns if column.pay and column.pay.annual_median is not None]
    for column, strip in zip(drawn, strips_on_one_scale([column.pay for column in drawn]), strict=True):
        column.strip = strip
    growths = growth_bars([column.outlook.growth if column.outlook else None for column in columns])
    for column, bar in zip(columns, growths, strict=True):
        column.growth_bar = bar
    return Comparison(columns)


def write_csv(comparison: Comparison, file: TextIO, address_of) -> None:
    """One line a career, with the period and publisher of each figure."""
    writer = csv.writer(file)
    writer.writerow(CSV_HEADS)
    for column in comparison.columns:
        pay, outlook = column.pay, column.outlook
        writer.writerow(
            _plain(cell)
            for cell in [
                column.career.title,
                pay.amount("annual_median") if pay else "",
                pay.amount("hourly_median") if pay else "",
                pay.release.period if pay else "",
                pay.release.publisher if pay else "",
                pay.occupation if pay else "",
                outlook.get_entry_education_display() if outlook else "",
                outlook.growth if outlook else "",
                outlook.openings if outlook else "",
                outlook.base_employment if outlook else "",
                outlook.release.period if outlook else "",
                outlook.release.publisher if outlook else "",
                outlook.occupation if outlook else "",
                "; ".join(column.skills),
                address_of(column.career),
            ]
        )


def _plain(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; a negative number stays one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(text) else text

"""My career plan: the chosen careers with their figures, and what was typed, which is shown again and never stored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from ..compare.comparison import Compared, Comparison, compare, slugs_in
from ..models import PlanSection, Release
from ..models.visible_text import without_signs_to_machines
from .quiz_result import QuizResult, no_result, result_in

MOST = 6
STEPS = range(1, 7)
# Also stands as maxlength in the template.
LONGEST_TEXT = 2000
SLUG = re.compile(r"[a-zA-Z0-9_-]{1,120}")
NAME = re.compile(r"[a-zA-Z0-9_.-]{1,130}")


@dataclass(frozen=True)
class PlannedCareer:
    """A chosen career with its figures, and the names of its fields."""

    column: Compared

    @property
    def slug(self) -> str:
        return self.column.career.slug

    @property
    def title(self) -> str:
        return self.column.career.title

    @property
    def note(self) -> str:
        return f"note.{self.slug}"

    @property
    def courses(self) -> str:
        return f"courses.{self.slug}"


@dataclass
class Plan:
    """`typed` is what the form sent, by the field's name; empty where somebody only opened an address."""

    sections: list[PlanSection]
    comparison: Comparison
    careers: list[PlannedCareer]
    typed: dict[str, str] = field(default_factory=dict)
    result: QuizResult | None = None

    @cached_property
    def slugs(self) -> list[str]:
        return [one.slug for one in self.careers]

    @property
    def missing(self) -> list[str]:
        """Asked for, and not on the site, or not any more."""
        return self.comparison.missing[:MOST]

    @property
    def gone(self) -> list[str]:
        """Those of them that may have been careers; what was noted about them is not to be lost."""
        return [slug for slug in self.missing if SLUG.fullmatch(slug)]

    @property
    def figure_releases(self) -> list[Release]:
        """Of the pay and outlook, each once; no text of theirs is shown."""
        rows = [row for one in self.careers for row in (one.column.pay, one.column.outlook) if row]
        return list({row.release_id: row.release for row in rows}.values())

    @property
    def has_room(self) -> bool:
        return len(self.careers) < MOST

    @property
    def address(self) -> str:
        return plan_address([*self.slugs, *self.gone])

    @property
    def interests(self) -> QuizResult:
        return self.result or no_result()


def plan_address(slugs: Iterable[str]) -> str:
    query = urlencode([("c", slug) for slug in slugs])
    return reverse("careers:plan") + (f"?{query}" if query else "")


def plan_of(address: QueryDict, sent: QueryDict) -> Plan:
    """The plan of an address and of what a form sent along with it. 7 queries at most."""
    removed = set(sent.getlist("remove"))
    wanted = dict.fromkeys([*slugs_in(address), *slugs_in(sent)])
    comparison = compare([slug for slug in wanted if slug not in removed], most=MOST)
    return Plan(
        sections=list(PlanSection.objects.filter(is_shown=True)),
        comparison=comparison,
        careers=[PlannedCareer(column) for column in comparison.columns],
        typed=_typed(sent),
        result=result_in(sent),
    )


def _typed(sent: QueryDict) -> dict[str, str]:
    return {
        name: without_signs_to_machines(text.replace("\r\n", "\n"))[:LONGEST_TEXT]
        for name, text in sent.items()
        if NAME.fullmatch(name)
    }

"""The list of answered questions: what a visitor asked of it, all of which stands in the address."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from careers.models import Career, Field
from careers.models.visible_text import visible
from careers.search import analysis
from careers.search.analysis import clean_query

from ...models import Answer, Question
from . import finding
from .ranking import Found, root

QUESTIONS_PER_PAGE = 20
# Nobody turns more pages of what they searched for.
MOST_FOUND = 200
BEST, NEWEST, HELPFUL = "best", "newest", "helpful"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ChoicesOfField:
    label: str
    careers: list[Choice]


class Listing:
    """What is not on the site, and what nobody could have chosen, is as if it had not been asked for."""

    def __init__(self, asked: QueryDict) -> None:
        self.query = clean_query(asked.get("q", ""))
        if not visible(self.query):
            self.query = ""
        self.is_cut = bool(self.query) and self.query != " ".join(asked["q"].replace("\0", " ").split())
        careers = Career.objects.published().filter(Exists(Question.objects.answered().filter(career=OuterRef("pk"))))
        careers = careers.select_related("field").order_by("field__order", "field__title", "title")
        self._careers = list(careers.only("title", "slug", "field__title", "field__slug", "field__order"))
        fields = {career.field.slug: career.field for career in self._careers}
        self.field: Field | None = fields.get(asked.get("field"))
        self._fields = list(fields.values())
        self.career = next((one for one in self._careers if one.slug == asked.get("career")), None)
        self.sort = self._sort(asked.get("sort"))
        self.found = Found()
        self.page = self._page(asked.get("page"))

    def _sort(self, asked: str | None) -> str:
        return asked if asked in (NEWEST, HELPFUL) else self._usual

    @property
    def _usual(self) -> str:
        return BEST if self.query else NEWEST

    @cached_property
    def only_samples(self) -> bool:
        """Whether no real person has answered anything on the site."""
        real = Answer.objects.published().filter(expert__is_sample=False, question__in=Question.objects.published())
        return not self.is_empty and not real.exists()

    @property
    def repaired(self) -> dict[str, str]:
        """Each word that was taken for a slip, and the one that the questions shown have in its place."""
        if not self.found.repaired:
            return {}
        said = {}
        for one in self.page:
            answers = (f"{answer.short} {answer.text}" for answer in one.answers.all())
            for word in analysis.content(" ".join([one.text, one.background, *answers])):
                # Of its forms the shortest: "nurse" rather than "nurses".
                said[root(word.indexed)] = min(said.get(root(word.indexed), word.written), word.written, key=len)
        likely = {typed: [said[one] for one in roots if one in said] for typed, roots in self.found.repaired.items()}
        return {typed: words[0] for typed, words in likely.items() if words}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered yet at all."""
        return not self.is_narrowed and not self.page.paginator.count

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.field or self.career)

    @property
    def is_for_search_engines(self) -> bool:
        return not self.is_narrowed and self.sort == NEWEST and self.page.number == 1

    @property
    def fields(self) -> list[Choice]:
        return [Choice(one.slug, one.title, one == self.field) for one in self._fields]

    @property
    def careers_by_field(self) -> list[ChoicesOfField]:
        return [
            ChoicesOfField(field.title, [Choice(one.slug, one.title, one == self.career) for one in careers])
            for field, careers in groupby(self._careers, lambda career: career.field)
        ]

    @property
    def sorts(self) -> list[Choice]:
        labels = {NEWEST: "Newest", HELPFUL: "Most helpful"}
        if self.query:
            labels = {BEST: "Best match", **labels}
        return [Choice(value, label, value == self.sort) for value, label in labels.items()]

    @property
    def address_of_others(self) -> str:
        """Of the list's other pages, to which their number is added."""
        asked = {
            "q": self.query,
            "field": self.field.slug if self.field else "",
            "career": self.career.slug if self.career else "",
            "sort": "" if self.sort == self._usual else self.sort,
        }
        return "?" + "".join(f"{urlencode({name: value})}&" for name, value in asked.items() if value) + "page="

    def _page(self, number: str | None) -> Page:
        questions = Question.objects.published()
        if self.field:
            questions = questions.filter(career__field=self.field)
        if self.career:
            questions = questions.filter(career=self.career)
        if self.query:
            self.found = finding.find(self.query, questions if self.field or self.career else None)
            shown = set(questions.filter(pk__in=self.found.pks).values_list("pk", flat=True))
            best = [pk for pk in self.found.pks if pk in shown][:MOST_FOUND]
            if self.sort == BEST:
                return self._best(best, number)
            questions = questions.filter(pk__in=best)
        ordered = questions.most_helpful() if self.sort == HELPFUL else questions.newest()
        return Paginator(ordered.with_answers(), QUESTIONS_PER_PAGE).get_page(number)

    def _best(self, pks: list[int], number: str | None) -> Page:
        page = Paginator(pks, QUESTIONS_PER_PAGE).get_page(number)
        questions = Question.objects.published().with_answers().in_bulk(list(page))
        page.object_list = [questions[pk] for pk in page.object_list if pk in questions]
        return page

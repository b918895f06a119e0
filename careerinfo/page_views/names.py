"""What staff call the page at an address."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

from careers.browse.rankings import RANKINGS
from careers.models import Career, Field
from signups.models import Newsletter, Question

# Pages that are the only ones of their kind.
ALONE = {
    "home": "Home page",
    "about": "About us",
    "accessibility": "Accessibility",
    "privacy": "Privacy",
    "careers:list": "List and search of careers",
    "careers:a-to-z": "Careers A to Z",
    "careers:compare": "Comparison",
    "careers:plan": "Career plan",
    "careers:quiz": "Interest quiz",
    "careers:rankings": "Rankings",
    "careers:sources": "Sources",
    "schools:list": "Schools",
    "signups:ask": "Ask a question",
    "signups:asked": "Ask a question: sent",
    "signups:question-link": "Link to a question: ask for a new one",
    "signups:question-link-sent": "Link to a question: sent",
    "signups:questions": "Questions",
    "signups:updates": "Email updates",
    "signups:updates-thanks": "Email updates: signed up",
    "signups:updates-link": "Link to email updates: ask for a new one",
    "signups:link-sent": "Link to email updates: sent",
    "signups:archive": "Newsletters",
}


class Rows(NamedTuple):
    """Those that have a page, the field that its address has, and the one that it is called by."""

    public: Callable[[], QuerySet]
    key: str
    name: str


CAREERS = Rows(lambda: Career.objects.published(), "slug", "title")
OF_A_ROW = {
    "careers:field": Rows(lambda: Field.objects.all(), "slug", "title"),
    "signups:question": Rows(lambda: Question.objects.published(), "pk", "text"),
    "signups:newsletter": Rows(lambda: Newsletter.objects.published(), "slug", "subject"),
}
OF_A_CAREER = {
    "careers:profile": "",
    "careers:changes": "what changed",
    "careers:history": "earlier figures",
    "careers:full-lists": "titles and technology",
    "signups:questions-about": "questions",
    "signups:ask-about": "ask a question",
}
LONGEST = 90


def names_of(pages: Iterable[str]) -> dict[str, str]:
    """By address; what is not there any more is called by its address. At most 4 queries."""
    matches = {page: match for page in pages if (match := _match(page))}
    wanted = defaultdict(set)
    for match in matches.values():
        if of := _row_of(match):
            wanted[of].add(match.kwargs[of.key])
    rows = {of: _names(of, keys) for of, keys in wanted.items()}
    return {page: _name(page, matches.get(page), rows) for page in pages}


def _match(page: str) -> ResolverMatch | None:
    try:
        return resolve(page)
    except Resolver404:
        return None


def _row_of(match: ResolverMatch) -> Rows | None:
    return CAREERS if match.view_name in OF_A_CAREER else OF_A_ROW.get(match.view_name)


def _names(of: Rows, keys: set) -> dict:
    return dict(of.public().filter(**{f"{of.key}__in": keys}).order_by().values_list(of.key, of.name))


def _name(page: str, match: ResolverMatch | None, rows: dict) -> str:
    if match is None:
        return page
    if match.view_name == "careers:ranking":
        return next((one.title for one in RANKINGS if one.slug == match.kwargs["slug"]), page)
    if not (of := _row_of(match)):
        return ALONE.get(match.view_name, page)
    name = rows[of].get(match.kwargs[of.key])
    if name is None:
        return page
    name = name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"
    part = OF_A_CAREER.get(match.view_name)
    return f"{name}: {part}" if part else name

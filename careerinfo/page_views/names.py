"""What staff call the page at an address."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model
from django.urls import Resolver404, ResolverMatch, resolve

from careers.browse.rankings import RANKINGS
from careers.models import Career, Field
from signups.models import Newsletter, Question

# Pages that are the only ones of their kind.
ALONE = {
    "home": "Home page",
    "about": "About us",
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
    "signups:questions": "Questions",
    "signups:updates": "Email updates",
    "signups:archive": "Newsletters",
}
# Pages of a row: its model, the field that its address has, and the one that it is called by.
OF_A_ROW: dict[str, tuple[type[Model], str, str]] = {
    "careers:field": (Field, "slug", "title"),
    "signups:question": (Question, "pk", "text"),
    "signups:newsletter": (Newsletter, "slug", "subject"),
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
            wanted[of].add(match.kwargs[of[1]])
    rows = {of: _names(of, keys) for of, keys in wanted.items()}
    return {page: _name(page, matches.get(page), rows) for page in pages}


def _match(page: str) -> ResolverMatch | None:
    try:
        return resolve(page)
    except Resolver404:
        return None


def _row_of(match: ResolverMatch) -> tuple[type[Model], str, str] | None:
    return (Career, "slug", "title") if match.view_name in OF_A_CAREER else OF_A_ROW.get(match.view_name)


def _names(of: tuple[type[Model], str, str], keys: set) -> dict:
    model, key, name = of
    return dict(model._default_manager.filter(**{f"{key}__in": keys}).order_by().values_list(key, name))


def _name(page: str, match: ResolverMatch | None, rows: dict) -> str:
    if match is None:
        return page
    if match.view_name == "careers:ranking":
        return next((one.title for one in RANKINGS if one.slug == match.kwargs["slug"]), page)
    if not (of := _row_of(match)):
        return ALONE.get(match.view_name, page)
    name = rows[of].get(match.kwargs[of[1]])
    if name is None:
        return page
    name = name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"
    part = OF_A_CAREER.get(match.view_name)
    return f"{name}: {part}" if part else name

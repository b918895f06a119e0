"""Where pages link to other sites: each app registers the columns in which its own do."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from ..models import CheckedLink
from ..profile.markdown import addresses_in

# In bytes, as what may be kept and indexed is counted.
LONGEST = CheckedLink._meta.get_field("url").max_length


@dataclass(frozen=True, kw_only=True)
class LinksIn:
    """`addresses` are columns that hold one, `texts` columns of Markdown; `finds` reads others from a row.

    `of` leads to what staff edit them with. `named` stands for every row of a model whose own names must not be kept
    here; `only` are the rows to look at.
    """

    model: str
    addresses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    finds: Callable[[models.Model], Iterable[str]] = lambda row: ()
    of: str = ""
    named: str = ""
    only: models.Q = field(default_factory=models.Q)


@dataclass(frozen=True)
class Place:
    """A row that links somewhere, by the label of its model."""

    model: str
    pk: int
    name: str


_registered: dict[str, LinksIn] = {}


def register(*kinds: LinksIn) -> None:
    _registered.update({kind.model: kind for kind in kinds})


def register_all() -> None:
    """Careers' own."""
    register(
        LinksIn(model="careers.Career", texts=("description", "education", "licensure", "outlook")),
        LinksIn(model="careers.Source", addresses=("url",), of="career"),
        LinksIn(model="careers.Organization", addresses=("url",)),
        LinksIn(model="careers.Credential", addresses=("url",)),
        LinksIn(model="careers.NextStep", addresses=("url",)),
        LinksIn(model="careers.NavigationLink", addresses=("address",)),
        LinksIn(model="careers.Announcement", addresses=("link",), texts=("text",)),
        LinksIn(model="careers.SiteWords", texts=("about", "privacy", "accessibility", "footer")),
    )


def linked() -> dict[str, list[Place]]:
    """Every address of another site that pages link to, with the rows that do. 1 query for each model.

    Those that are too long to be listed are left out.
    """
    found = defaultdict(list)
    for kind in _registered.values():
        for row in _rows(kind):
            place = _place(kind, getattr(row, kind.of) if kind.of else row)
            for address in _addresses(kind, row):
                if len(address.encode()) <= LONGEST and place not in found[address]:
                    found[address].append(place)
    return dict(found)


def _rows(kind: LinksIn) -> Iterator[models.Model]:
    rows = apps.get_model(kind.model)._default_manager.filter(kind.only).order_by("pk")
    return (rows.select_related(kind.of) if kind.of else rows).iterator(chunk_size=500)


def _addresses(kind: LinksIn, row: models.Model) -> Iterator[str]:
    given = [getattr(row, column) for column in kind.addresses]
    given += kind.finds(row)
    # Of this site's own pages, some columns have the path alone.
    yield from (address for address in given if address.lower().startswith(("https://", "http://")))
    for column in kind.texts:
        yield from addresses_in(getattr(row, column))


def _place(kind: LinksIn, row: models.Model) -> Place:
    return Place(row._meta.label_lower, row.pk, kind.named or str(row)[:100])

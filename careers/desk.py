"""What waits for somebody of staff, on the first page of the staff pages: each app registers its own kinds of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, IntegerField, Value
from django.urls import reverse

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Rows that wait until somebody who has all rights of one of `settled_by` does something on `page`.

    `one` and `many` follow the number: "draft", "drafts". `says` tells what there is to do; where that depends, it is
    asked once there is something.
    """

    name: str
    one: str
    many: str
    says: str | Callable[[], str]
    rows: "Callable[[AbstractBaseUser], models.QuerySet]"
    page: str
    query: str = ""
    settled_by: tuple[tuple[str, ...], ...]
    total: models.Aggregate = field(default_factory=lambda: Count("pk"))


@dataclass(frozen=True)
class Line:
    """One line of the desk."""

    label: str
    says: str
    address: str


@dataclass(frozen=True)
class Remark:
    """What else the desk says; a warning is of something that somebody should do."""

    says: str
    is_warning: bool = False


# To those whom it concerns.
MayRemark = Callable[["AbstractBaseUser"], Remark | None]

_registered: dict[str, Waiting] = {}
_remarks: list[MayRemark] = []


def register(*kinds: Waiting) -> None:
    _registered.update({kind.name: kind for kind in kinds})


def register_remark(remark: MayRemark) -> None:
    _remarks.append(remark)


def remarks_for(user: "AbstractBaseUser") -> list[Remark]:
    return [said for remark in _remarks if (said := remark(user))]


def waiting_for(user: "AbstractBaseUser") -> list[Line]:
    """What waits for `user`, in the order of registration. 1 query, however many kinds there are."""
    kinds = [kind for kind in _registered.values() if any(map(user.has_perms, kind.settled_by))]
    counts = [
        kind.rows(user)
        .order_by()
        # No model may have a column of these names.
        .values(line_of_desk=Value(place, IntegerField()))
        .annotate(total_of_line=kind.total)
        .values_list("line_of_desk", "total_of_line")
        for place, kind in enumerate(kinds)
    ]
    totals = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return [_line(kind, total) for place, kind in enumerate(kinds) if (total := totals.get(place))]


def _line(kind: Waiting, total: int) -> Line:
    address = reverse(kind.page)
    label = f"{total:,} {kind.one if total == 1 else kind.many}"
    says = kind.says() if callable(kind.says) else kind.says
    return Line(label, says, f"{address}?{kind.query}" if kind.query else address)

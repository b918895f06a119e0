"""What a check before publishing finds, and the list of rules by which it does; each app may register its own."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .page import Page


class Level(StrEnum):
    # Nobody publishes it so.
    ERROR = "error"
    # Whoever may publish may do it anyway, and says why.
    WARNING = "warning"


@dataclass(frozen=True)
class Found:
    """What a rule finds wrong with `field` of the form, or with a row of that list; `about` is the text concerned."""

    field: str
    says: str
    about: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Finding:
    rule: str
    level: Level
    found: Found

    @property
    def says(self) -> str:
        return self.found.says

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR

    @property
    def key(self) -> str:
        """The same for the same finding on the same text, wherever in its list a row stands."""
        found = self.found
        return hashlib.sha256(f"{self.rule}\n{found.field}\n{found.about}".encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Rule:
    name: str
    level: Level
    find: "Callable[[Page], Iterator[Found]]"

    def findings(self, page: "Page") -> list[Finding]:
        return [Finding(self.name, self.level, found) for found in self.find(page)]


_registered: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    _registered.update({rule.name: rule for rule in rules})


def registered() -> list[Rule]:
    """Errors first."""
    return sorted(_registered.values(), key=lambda rule: rule.level is not Level.ERROR)

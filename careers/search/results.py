"""What a search gives back."""

from dataclasses import dataclass, field

from .documents import Kind


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a career was found: words of its own, and what they are of it. As text, "also called: Billing Coder"."""

    kind: Kind
    text: str

    def __str__(self) -> str:
        return f"{self.kind.label}: {self.text}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A career that was found, and the words of its own that were: never a hidden title."""

    career_id: int
    kind: Kind | None = None
    matched: str = ""
    # Whether a title of the career is what was searched for, word for word.
    is_whole: bool = False

    @property
    def why(self) -> Reason | None:
        """None where the career's title itself tells."""
        if not self.matched or self.kind in (None, Kind.TITLE, Kind.SUMMARY):
            return None
        return Reason(self.kind, self.matched)


@dataclass(frozen=True, slots=True)
class Results:
    """`did_you_mean` is another query; where `is_corrected`, the hits are of that one already.

    `is_weak` where no hit holds all the words, or there is none.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    did_you_mean: str = ""
    is_corrected: bool = False
    is_weak: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A career whose title, or whose other title `matched`, begins as somebody types."""

    career_id: int
    title: str
    matched: str = ""

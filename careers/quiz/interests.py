"""The six interests that work and people are described by, in the words that the quiz says of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Interest:
    """`name` is O*NET's, `doing` goes on after “You like”, `short` stands beside a drawing."""

    letter: str
    name: str
    doing: str
    short: str
    examples: str
    icon: str


INTERESTS = {
    one.letter: one
    for one in (
        Interest("R", "Realistic", "working with your hands", "Hands-on", "Building, fixing, growing", "wrench"),
        Interest("I", "Investigative", "finding things out", "Finding out", "Science, health, data", "microscope"),
        Interest("A", "Artistic", "making and designing", "Creating", "Pictures, words, music", "brush"),
        Interest("S", "Social", "helping people", "Helping", "Caring, teaching, advising", "heart"),
        Interest("E", "Enterprising", "leading and selling", "Leading", "Starting things, persuading", "flag"),
        Interest(
            "C", "Conventional", "keeping things in order", "Organizing", "Numbers, records, plans", "clipboard-list"
        ),
    )
}
LETTERS = tuple(INTERESTS)


def doings(letters: Iterable[str]) -> str:
    """ "helping people, finding things out and keeping things in order"."""
    words = [INTERESTS[letter].doing for letter in letters]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

"""The result in words: what somebody likes most, what that is worth, and why a career fits."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from .answers import Sheet
from .interests import LETTERS, doings
from .matching import Scored, nearest
from .statements import NAMES, OF_EACH

MIDDLE = 50
# What one answer, taken from one end to the other, moves a score by.
CLOSE = 100 / OF_EACH
MOST_NAMED = 3
REASONS = 2


def groups_of(scores: Mapping[str, float]) -> list[list[str]]:
    """The letters with the same score together, the highest first."""
    ordered = sorted(scores, key=lambda letter: (-scores[letter], LETTERS.index(letter)))
    return [list(group) for _, group in groupby(ordered, key=scores.__getitem__)]


def is_flat(scores: Mapping[str, float]) -> bool:
    return len(groups_of(scores)) == 1


def profile_sentence(scores: Mapping[str, float]) -> str:
    """ "You like helping people most, then finding things out." """
    if not scores:
        return "You have not answered anything yet."
    groups = groups_of(scores)
    if len(groups) == 1:
        return _flat_sentence(scores[groups[0][0]])
    top, second = groups[0], groups[1]
    if scores[top[0]] <= MIDDLE:
        return f"You like little of this. You mind {doings(top)} least."
    same = ", both equally" if len(top) == 2 else ", all equally" if len(top) > 2 else ""
    most = f"You like {doings(top)} most{same}"
    if len(top) > 1 or len(second) > MOST_NAMED or scores[second[0]] <= MIDDLE:
        return f"{most}."
    return f"{most}, then {doings(second)}."


def _flat_sentence(score: float) -> str:
    if score == 0:
        return "You disliked everything on the list."
    return "You like everything on the list the same." if score == 100 else "All six come out the same for you."


def cautions(sheet: Sheet) -> list[str]:
    """What the result is not worth, if anything, in sentences."""
    scores, found = sheet.scores, []
    if not sheet.count:
        return []
    if not sheet.is_complete:
        found.append(f"You answered {sheet.count} of {len(NAMES)}, so this is only a rough picture.")
    if sheet.lacking:
        found.append(
            f"You answered nothing about {doings(sheet.lacking)}. To find careers that fit, answer at least one "
            "activity of each kind."
        )
    elif is_flat(scores):
        found.append(
            "When all six are the same, nothing tells which careers fit you better than others, so we name none. "
            "That is no failure: your answers just do not point one way."
        )
    elif max(scores.values()) - min(scores.values()) <= CLOSE:
        found.append("Your six are close together, so one other answer can turn the order around.")
    elif len(groups_of(scores)[0]) >= MOST_NAMED:
        found.append("Several are tied at the top, so many kinds of work may fit. Choose among the careers below.")
    return found


def reason(scores: Mapping[str, float], career: Scored, liked: Iterable[Scored] = ()) -> str:
    """Why a career fits: the interests that both have high, else what it has in common with one that was liked."""
    shape = dict(zip(LETTERS, career.shape, strict=True))
    middle = sum(scores.values()) / len(scores)
    both = [letter for letter in LETTERS if scores[letter] > middle and shape[letter] > 0]
    both.sort(key=lambda letter: -(scores[letter] - middle) * shape[letter])
    if pleasing := [letter for letter in both if scores[letter] > MIDDLE]:
        return f"You like {doings(pleasing[:REASONS])}."
    if both:
        return f"You mind {doings(both[:REASONS])} less than the rest."
    if similar := nearest(career, liked):
        return f"It is like {similar.title}, which you want more of."
    low = [letter for letter in LETTERS if scores[letter] < middle and shape[letter] < 0]
    low.sort(key=lambda letter: shape[letter] * (middle - scores[letter]))
    return f"It has little to do with {doings(low[:REASONS])}, which you like less." if low else ""

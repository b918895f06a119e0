"""What of a text is an asker's own: a run of their words, their address, or what looks personal in what they wrote."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...addresses import without
from ...models import Question
from ..personal.marks import marks

# So many words in the same order are taken for the asker's; fewer stand in anybody's question.
RUN = 4
# What is shorter than a run is theirs as a whole, if it says anything.
LETTERS_AT_LEAST = 8
# Chinese and Japanese part no words: there a sign counts as one.
SIGN = r"[\u3040-\u30ff\u3400-\u9fff]"
WORD = re.compile(rf"{SIGN}|(?:(?!{SIGN})\w)+")
NAME_REMOVED, PART_REMOVED = "(name removed)", "(removed)"
# Of the kinds of signups.questions.personal.marks.
NAME, LINK = "name", "link"
NAME_LETTERS = 2


@dataclass(frozen=True)
class AskersWords:
    texts: tuple[str, ...]
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, questions: Iterable[Question], *addresses: str) -> "AskersWords":
        texts, addresses = [], [*addresses]
        for question in questions:
            texts += [question.asked_text, question.asked_background]
            for wording in question.wordings.filter(is_askers=True):
                texts += [wording.text, wording.background]
            addresses += [question.email]
        return cls(tuple(filter(None, texts)), tuple(filter(None, addresses)))

    def are_in(self, text: str) -> bool:
        return self._share_a_run(text) or self.taken_out(text) != text

    def taken_out(self, text: str) -> str:
        """`text` without what looks personal in the asker's words; what it shares with them besides stays."""
        for address in self.addresses:
            text = without(text, address)
        for part, is_name in self._personal.items():
            text = _pattern(part).sub(_unless_a_small_letter if is_name else PART_REMOVED, text)
        return text

    @cached_property
    def _runs(self) -> set[tuple[str, ...]]:
        return {run for text in self.texts for run in _runs_of(_words(text))}

    def _share_a_run(self, text: str) -> bool:
        words, lengths = _words(text), {len(run) for run in self._runs}
        return any(tuple(words[at : at + length]) in self._runs for length in lengths for at in range(len(words)))

    @cached_property
    def _personal(self) -> dict[str, bool]:
        """Each part and whether it is a name; the longest first, of a name the whole before its words."""
        parts = {}
        for text in self.texts:
            for mark in marks(text):
                # What a link leads to is said elsewhere too.
                if mark.kind == LINK:
                    continue
                part, is_name = text[mark.start : mark.end].strip(), mark.kind == NAME
                parts |= dict.fromkeys([part, *(part.split() if is_name else ())], is_name)
        return {part: parts[part] for part in sorted(parts, key=len, reverse=True) if len(part) >= NAME_LETTERS}


def _runs_of(words: list[str]) -> Iterator[tuple[str, ...]]:
    if len(words) < RUN:
        if sum(map(len, words)) >= LETTERS_AT_LEAST:
            yield tuple(words)
        return
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _pattern(part: str) -> re.Pattern:
    return re.compile(rf"(?<!\w){re.escape(part)}(?!\w)", re.IGNORECASE)


def _unless_a_small_letter(found: re.Match) -> str:
    """Somebody called May or Will is no reason to take out other words."""
    return found[0] if found[0][0].islower() else NAME_REMOVED

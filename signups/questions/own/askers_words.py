"""What of a text is an asker's own: a run of their words, their address, or what looks personal in what they wrote."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from careers.search.analysis import STOP_WORDS

from ...addresses import without
from ...models import Question
from ..personal.marks import marks
from ..personal.names import is_ordinary, is_title, leads_to_somebody
from ..public.ranking import USUAL_WORDS

# So many words in the same order are taken for the asker's; fewer stand in anybody's question.
RUN = 4
# What is shorter than a run is theirs as a whole, if it says anything.
LETTERS_AT_LEAST = 8
# Chinese and Japanese part no words: there a sign counts as one.
SIGN = r"[\u3040-\u30ff\u3400-\u9fff]"
WORD = re.compile(rf"{SIGN}|(?:(?!{SIGN})\w)+")
NAME_REMOVED, PART_REMOVED, WORDS_REMOVED = "(name removed)", "(removed)", "(the asker's words were removed)"
ADDRESS_OF_PAGE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Two such signs say as much as a word.
WEIGHT_OF_SIGN = 0.5
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
        """`text` without what looks personal in the asker's words, and without runs of them; the rest stays."""
        for address in self.addresses:
            text = without(text, address)
        # Before names are taken out of the middle of a run.
        for start, end in reversed(list(self._runs_in(text))):
            text = f"{text[:start]}{WORDS_REMOVED}{text[end:]}"
        for part, is_name in self._personal.items():
            text = _pattern(part).sub(partial(_unless_ordinary, part) if is_name else PART_REMOVED, text)
        return text

    def _runs_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where each run of the asker's words begins and ends, as long as it goes on."""
        pages = [match.span() for match in ADDRESS_OF_PAGE.finditer(text)]
        found = [one for one in WORD.finditer(text) if not any(start <= one.start() < end for start, end in pages)]
        words = [_plain(one[0]) for one in found]
        for start, end in _together(at for at in range(len(words)) if tuple(words[at : at + RUN]) in self._long_runs):
            if _says_something(words[start:end]):
                yield found[start].start(), found[end - 1].end()

    @cached_property
    def _runs(self) -> set[tuple[str, ...]]:
        return {run for text in self.texts for run in _runs_of(_words(text))}

    @cached_property
    def _long_runs(self) -> set[tuple[str, ...]]:
        return {run for run in self._runs if len(run) == RUN}

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
                parts |= dict.fromkeys([part, *(_words_of_name(part) if is_name else ())], is_name)
        return {part: parts[part] for part in sorted(parts, key=len, reverse=True) if len(part) >= NAME_LETTERS}


def _together(begins: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs that begin in each other as one: where it begins and ends, in words."""
    start = end = -1
    for at in begins:
        if at > end:
            if end > 0:
                yield start, end
            start = at
        end = at + RUN
    if end > 0:
        yield start, end


def _runs_of(words: list[str]) -> Iterator[tuple[str, ...]]:
    if len(words) < RUN:
        if sum(map(len, words)) >= LETTERS_AT_LEAST:
            yield tuple(words)
        return
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])


def _words(text: str) -> list[str]:
    return WORD.findall(_plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _says_something(words: list[str]) -> bool:
    """Not "if you want to", which anybody writes, nor two words in a writing of signs."""
    weight = sum(WEIGHT_OF_SIGN if re.fullmatch(SIGN, word) else 1 for word in words)
    return weight >= RUN and not USUAL_WORDS.union(STOP_WORDS).issuperset(words)


def _pattern(part: str) -> re.Pattern:
    return re.compile(rf"(?<!\w){re.escape(part)}(?!\w)", re.IGNORECASE)


def _words_of_name(name: str) -> list[str]:
    return [word for word in name.split() if not is_title(word)]


def _unless_ordinary(part: str, found: re.Match) -> str:
    """Somebody called May or Will is no reason to take out other words."""
    is_word = found[0][0].islower() and (is_ordinary(part, found[0]) or not leads_to_somebody(part))
    return found[0] if is_word else NAME_REMOVED

"""How hard a text is to read, as a school grade of the United States: the automated readability index.

It counts letters, words and sentences. `textstat` has it too, but brings NLTK, regex and six more packages with it, for
other formulas that need a dictionary.
"""

import re

from ..markdown import plain_sentences

# A shorter text has too few sentences to say anything of it.
LEAST_WORDS = 60
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
END = re.compile(r"[.!?]+(?=\s|$)")


def grade(text: str) -> float | None:
    """The school grade that reads this Markdown with ease; None where it is too short to tell."""
    letters = words = sentences = 0
    for part in plain_sentences(text):
        found = WORD.findall(part)
        words += len(found)
        letters += sum(map(len, found))
        # An item of a list may end without a mark.
        sentences += sum(bool(WORD.search(sentence)) for sentence in END.split(part))
    if words < LEAST_WORDS:
        return None
    return 4.71 * letters / words + 0.5 * words / sentences - 21.43

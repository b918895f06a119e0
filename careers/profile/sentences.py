"""Where a sentence ends."""

import re

# Not at "U.S.", nor within "e.g. floods".
SENTENCE = re.compile(r".+?(?<!\.[A-Z])[.!?](?=\s+[A-Z“\"(]|\s*$)", re.S)


def first_sentence(text: str) -> str:
    found = SENTENCE.match(text)
    return found[0] if found else text

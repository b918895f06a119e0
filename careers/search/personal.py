"""Searches that hold more of a person than of a work: these are never kept."""

import re
import unicodedata

# The shortest telephone numbers that people write have seven digits; no title of a work has as many.
MOST_DIGITS = 6
DIGITS = "zero|oh|one|two|three|four|five|six|seven|eight|nine|null|cero|uno|dos|tres|cuatro|cinco|siete|ocho|nueve"
SPOKEN_NUMBER = re.compile(rf"\b(?:(?:double |triple )?(?:{DIGITS})\b[\s,.-]*){{{MOST_DIGITS + 1},}}")
MAIL = re.compile(r"@|\b(?:mailto|e-?mail)\s*:|[(\[{]\s*at\s*[)\]}]|\w+ at [\w -]+ dot [a-z]{2,}\b")
# Those that people's addresses mostly end with; any word after a point may be one, as in "node.js".
TOP_LEVEL_DOMAINS = (
    "com|org|net|edu|gov|mil|info|biz|io|app|dev|me|co|us|uk|ca|au|de|fr|es|mx|eu|ru|cn|in|jp|br|it|nl|xyz|online|site"
)
WEB = re.compile(
    rf"://|\bhttps?\b|\bwww\b|(?<![\w.])(?!(?:asp|vb|ado|ml|f)\.net\b)(?:[\w-]+\.)+(?:{TOP_LEVEL_DOMAINS})(?![\w.]|-\w)"
)


def looks_personal(text: str) -> bool:
    """Whether `text` seems to hold a telephone number or another long number, a mail address or a web address."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # What leaves no mark would part an address in two.
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    if sum(letter.isdigit() for letter in plain) > MOST_DIGITS or SPOKEN_NUMBER.search(plain):
        return True
    return bool(MAIL.search(plain) or WEB.search(plain))

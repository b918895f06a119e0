"""A long text cut to the part that a search matched."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .analysis import WORD, content

# About two lines of a phone.
LONGEST = 120
# How much of the text stands before the first matched word.
BEFORE = 30


def excerpt(text: str, query: str) -> SafeString:
    """`text` with the words of `query` marked; where it is long, about LONGEST characters around them."""
    wanted = {word for _, word in content(query)}
    matches = [match for match in WORD.finditer(text) if wanted & {word for _, word in content(match[0])}]
    first = matches[0].start() if matches else 0
    skipped = max(min(first - BEFORE, len(text) - LONGEST), 0)
    start = min(text.find(" ", skipped) + 1, first) if skipped else 0
    end = start + LONGEST
    end = len(text) if end >= len(text) else max(text.rfind(" ", first, end), 0) or end
    pieces, place = [], start
    for match in matches:
        if match.end() <= end:
            pieces.append((text[place : match.start()], match[0]))
            place = match.end()
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}{}{}", "… " if start else "", marked, text[place:end], " …" if end < len(text) else "")

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from signups.questions.personal.marks import marks

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """`text` as HTML, what looks personal in it marked, and said what it looks like."""
    pieces, at = [], 0
    for mark in marks(text):
        pieces += [
            conditional_escape(text[at : mark.start]),
            # What is marked may run from right to left; what is said of it never does.
            format_html(
                '<mark><bdi>{}</bdi> <span class="says" dir="ltr">({})</span></mark>',
                text[mark.start : mark.end],
                mark.says,
            ),
        ]
        at = mark.end
    # Each piece is escaped.
    return mark_safe("".join([*pieces, conditional_escape(text[at:])]))  # noqa: S308

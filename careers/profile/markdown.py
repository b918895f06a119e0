"""Editors' Markdown to HTML: no raw HTML, no images (they would call other hosts), headings below the page's own."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


def render(text: str, *, top_heading: int = 3) -> SafeString:
    """HTML of `text`, its highest heading level written as `top_heading`, deeper ones below it, none past h6."""
    tokens = _parser.parse(text)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top_heading - min(levels, default=1)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        # The alignment of table cells comes as inline style, which the security policy refuses.
        token.attrs.pop("style", None)
        for child in token.children or []:
            if child.type == "link_open" and str(child.attrGet("href")).startswith("http"):
                child.attrSet("rel", "noopener")
    # markdown-it escapes all text and attributes itself; raw HTML is off.
    return mark_safe(_parser.renderer.render(tokens, _parser.options, {}))  # noqa: S308

"""Editors' Markdown to HTML: no raw HTML, no images (they would call other hosts), headings below the page's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")

# How many letters are worth being folded away.
WORTH_FOLDING = 160
SENTENCE = re.compile(r"[.!?] ")


@dataclass(frozen=True)
class Folded:
    """HTML of the beginning of a text, in whole sentences, and of the rest, which may be empty."""

    beginning: SafeString
    rest: SafeString


def render(text: str, *, top_heading: int = 3, base: str = "") -> SafeString:
    """HTML of `text`, its highest heading level written as `top_heading`, deeper ones below it, none past h6.

    Outside of this site, `base` is put before addresses of its own pages.
    """
    return _html(tokens_of(text, top_heading, base))


def render_line(text: str) -> SafeString:
    """HTML of one line, to stand within a paragraph: emphasis and links alone."""
    tokens = _parser.parseInline(text)
    _mark_links(tokens)
    return _html(tokens)


def render_folded(text: str, *, seen: int, top_heading: int = 3) -> Folded:
    """`seen` is how many letters are seen at once, at least."""
    tokens = tokens_of(_with_short_beginning(text.strip(), seen), top_heading)
    end = _end_of_beginning(tokens, seen)
    return Folded(_html(tokens[:end]), _html(tokens[end:]))


def addresses_in(text: str) -> list[str]:
    """The addresses of other sites to which `text` links."""
    if "http" not in text:
        return []
    return [target for target in targets_in(text) if target.startswith(("http://", "https://"))]


def targets_in(text: str) -> list[str]:
    """Where links of `text` lead, as they are written."""
    children = [child for token in _parser.parse(text) for child in token.children or []]
    return [str(child.attrGet("href")) for child in children if child.type == "link_open"]


def heading_levels(text: str) -> list[int]:
    """Of the headings in `text`, as they were written, in their order."""
    if "#" not in text and "\n-" not in text and "\n=" not in text:
        return []
    return [int(token.tag[1]) for token in _parser.parse(text) if token.type == "heading_open"]


def plain_sentences(text: str) -> list[str]:
    """What is read of `text` as sentences: paragraphs and items of lists, without headings, tables and addresses."""
    kept, is_other = [], False
    for token in _parser.parse(text):
        if token.type in ("heading_open", "heading_close", "table_open", "table_close"):
            is_other = token.nesting == 1
        elif token.type == "inline" and not is_other:
            words = [" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children]
            kept.append("".join(words))
    return kept


def tokens_of(text: str, top_heading: int = 3, base: str = "") -> list[Token]:
    tokens = _parser.parse(text)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top_heading - min(levels, default=1)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        # The alignment of table cells comes as inline style, which the security policy refuses.
        token.attrs.pop("style", None)
    _mark_links(tokens, base)
    return tokens


def _mark_links(tokens: Sequence[Token], base: str = "") -> None:
    """Other sites learn nothing of the page that links to them."""
    for child in (child for token in tokens for child in token.children or []):
        if child.type != "link_open":
            continue
        address = str(child.attrGet("href"))
        if address.startswith("http"):
            child.attrSet("rel", "noopener")
        elif base and address.startswith("/") and not address.startswith("//"):
            child.attrSet("href", f"{base}{address}")


def _with_short_beginning(text: str, seen: int) -> str:
    """The first paragraph as two, where it is long and a sentence in it ends outside of all marks."""
    first, gap, rest = text.partition("\n\n")
    if len(first) - seen < WORTH_FOLDING or first[0] in "-+*#>|0123456789":
        return text
    for end in SENTENCE.finditer(first, seen):
        before, after = first[: end.start() + 1], first[end.end() :]
        if before.count("[") == before.count("]") and not any(before.count(mark) % 2 for mark in "*_`"):
            return f"{before}\n\n{after}{gap}{rest}"
    return text


def _end_of_beginning(tokens: Sequence[Token], least: int) -> int:
    """Where to fold: after a block that stands by itself, with enough before it and behind it."""
    seen, depth = 0, 0
    whole = sum(len(token.content) for token in tokens)
    for place, token in enumerate(tokens, 1):
        seen += len(token.content)
        depth += token.nesting
        if depth == 0 and token.type != "heading_close" and seen >= least:
            return place if whole - seen >= WORTH_FOLDING else len(tokens)
    return len(tokens)


def _html(tokens: Sequence[Token]) -> SafeString:
    # markdown-it escapes all text and attributes itself; raw HTML is off.
    return mark_safe(_parser.renderer.render(tokens, _parser.options, {}))  # noqa: S308

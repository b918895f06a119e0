"""Editors' Markdown as plain text, for mails: what is read, with the address behind each link."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from .markdown import tokens_of

LETTERS_OF_LINE = 76
BREAKS = {"softbreak": " ", "hardbreak": "\n"}


@dataclass(frozen=True)
class Block:
    """`kind` is the same for what stands close together: the items of a list, the rows of a table."""

    text: str
    kind: str = ""


def plain_text(text: str, *, base: str = "") -> str:
    """`base` is put before addresses of this site's own pages."""
    written, before = "", ""
    for block in _blocks(tokens_of(text, base=base)):
        gap = "\n" if block.kind and block.kind == before else "\n\n"
        written += f"{gap if written else ''}{block.text}"
        before = block.kind
    return written


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    # Of each list that is open the number of its next item, or None where it has no numbers.
    lists: list[int | None] = []
    mark, cells, before, place = "", [], "", 0
    for number, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            place = place if lists else number
            lists.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            mark = "- " if lists[-1] is None else f"{lists[-1]}. "
            lists[-1] = None if lists[-1] is None else lists[-1] + 1
        elif token.type == "inline" and before in ("th_open", "td_open"):
            cells.append(_words(token))
        elif token.type == "inline":
            yield Block(_wrapped(_words(token), mark, len(lists)), f"list {place}" if lists else "")
            mark = ""
        elif token.type == "tr_close":
            yield Block(" | ".join(cells), "row")
            cells = []
        elif token.type in ("fence", "code_block"):
            yield Block(token.content.rstrip())
        before = token.type


def _wrapped(words: str, mark: str, depth: int) -> str:
    indent = "  " * max(depth - 1, 0)
    further = indent + " " * (len(mark) or 2 * bool(depth))
    lines = (
        textwrap.fill(
            line,
            LETTERS_OF_LINE,
            initial_indent=further if number or not mark else indent + mark,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(words.split("\n"))
    )
    return "\n".join(lines)


def _words(inline: Token) -> str:
    kept, links = [], []
    for child in inline.children or []:
        if child.type == "link_open":
            links.append((len(kept), str(child.attrGet("href"))))
        elif child.type == "link_close":
            begun, address = links.pop()
            plain = address.removeprefix("mailto:")
            kept.append("" if "".join(kept[begun:]) in (address, plain) else f" ({plain})")
        else:
            kept.append(BREAKS.get(child.type, child.content))
    return "".join(kept)

"""Every mail that the site sends, as mail programs show it: narrow and wide, light and dark, and without styles."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from signups.mail import kinds

from .sample_mails import sample_mails
from .test_accessibility import violations

WIDTHS, SCHEMES = (360, 700), ("light", "dark")
# Contrast depends on the colors and all else on the width: so each is looked at once.
LOOKED_AT = {(360, "light"), (700, "dark")}
# Gmail cuts a mail off here, and leaves the styles out where they are longer than this.
MOST_BYTES, MOST_STYLE = 102_000, 16_000

# The mail programs are Gmail, Outlook and Apple Mail, as caniemail.com told in November 2026; Gmail on a phone's web
# page shows no style at all.
PROPERTIES = {
    # In all of them.
    **dict.fromkeys(("color", "background-color", "font", "font-size", "font-weight", "text-align"), "everywhere"),
    **dict.fromkeys(("line-height", "vertical-align", "border-collapse", "width"), "everywhere"),
    "text-decoration": "everywhere, with one value",
    "border": "everywhere, on tables and blocks",
    "border-top": "everywhere, on tables and blocks",
    "border-bottom": "everywhere, on tables and blocks",
    "border-color": "everywhere, on tables and blocks",
    "margin": "everywhere but on the body; without auto in Outlook for Windows, where the mail begins at the left",
    "margin-top": "everywhere",
    "overflow": "not in Outlook for Windows, whose window is wide, nor for Android, which draws a wide mail smaller",
    "word-break": "everywhere but in the mail program of Windows 10, whose reader scrolls to the end of a long address",
    # Not in Outlook for Windows, whose readers see the same words.
    "padding": "in Outlook for Windows on cells of tables alone: there a button is a colored link",
    "max-width": "not in Outlook for Windows, where lines are as long as the window is wide",
    "border-radius": "not in Outlook for Windows, where corners are square",
    "display": "not in Outlook for Windows, where a button stands within its line",
    "color-scheme": "in Apple Mail; others choose the colors of the dark by themselves",
}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "h4", "p", "a", "br", "hr"),
    *("ul", "ol", "li", "strong", "em", "span", "table", "thead", "tbody", "tr", "th", "td"),
}

READ = """() => {
  const said = nodes => [...nodes].map(node => node.innerText.trim())
  const all = [...document.querySelectorAll("*")]
  const result = {
    tags: [...new Set(all.map(one => one.tagName.toLowerCase()))],
    handlers: all.flatMap(one => one.getAttributeNames()).filter(name => name.startsWith("on")),
    links: [...document.querySelectorAll("a")].map(one => [one.getAttribute("href"), one.innerText.trim()]),
    headings: said(document.querySelectorAll("h1, h2, h3, h4, li, td, th, strong")),
    styles: [...document.querySelectorAll("style")].map(one => one.textContent),
    inline: [...document.querySelectorAll("[style]")].map(one => one.getAttribute("style")),
    text: document.body.innerText,
  }
  document.querySelectorAll("style").forEach(one => one.remove())
  // What stands on a tag is kept by those that take the styles of the head away.
  const over = document.documentElement.scrollWidth - innerWidth
  document.querySelectorAll("[style]").forEach(one => one.removeAttribute("style"))
  return {...result, plain: document.body.innerText, over}
}"""

# On a phone's web page Gmail leaves them out.
STYLES_OF_HEAD = re.compile(r"<style>.*?</style>", re.DOTALL)

# A word, or a figure, that stands on two lines of a cell.
BROKEN = """() => [...document.querySelectorAll("th, td")].flatMap(cell => {
  const nodes = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  const broken = []
  while (nodes.nextNode()) for (const word of nodes.currentNode.data.matchAll(/\\S+/g)) {
    const range = document.createRange()
    range.setStart(nodes.currentNode, word.index)
    range.setEnd(nodes.currentNode, word.index + word[0].length)
    if (new Set([...range.getClientRects()].map(one => one.top)).size > 1) broken.push(word[0])
  }
  return broken
})"""


@pytest.fixture
def mails(db, settings):
    settings.SITE_URL = "https://bees.example.org"
    return sample_mails()


def test_each_mail_can_be_read_wherever_it_is_opened(mails, chromium):
    assert set(mails) == {kind.name for kind in kinds.all_kinds()}, "A kind of mail has no sample here."
    page = chromium.new_page()
    page.on("request", lambda request: request.url.startswith("about:") or faults.append(f"asks for {request.url}"))
    found = {}
    for name, mail in mails.items():
        faults = []
        html = mail.alternatives[0].content
        page.set_content(html)
        keep(name, "txt", f"Subject: {mail.subject}\n\n{mail.body}".encode())
        faults += [fault for width in WIDTHS for scheme in SCHEMES for fault in seen(page, name, width, scheme)]
        page.set_viewport_size({"width": min(WIDTHS), "height": 800})
        read = page.evaluate(READ)
        page.set_content(STYLES_OF_HEAD.sub("", html))
        faults += [f"breaks {word} without the head's styles" for word in page.evaluate(BROKEN)]
        faults += [*wrong_with(read), *missing_from(mail.body, read), *said_by_no_program(read, html)]
        if faults:
            found[name] = faults
    page.close()
    assert found == {}


def seen(page, name: str, width: int, scheme: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    if os.environ.get("MAIL_PICTURES"):
        keep(f"{name}-{width}-{scheme}", "png", page.screenshot(full_page=True))
    faults = violations(page) if (width, scheme) in LOOKED_AT else []
    if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
        faults.append(f"{over} pixels too wide at {width}")
    return faults + [f"breaks {word} at {width}" for word in page.evaluate(BROKEN)]


def keep(name: str, ending: str, content: bytes) -> None:
    """For whoever wants to look at the mails too."""
    if folder := os.environ.get("MAIL_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.{ending}").write_bytes(content)


def wrong_with(read: dict) -> list[str]:
    """Pictures and scripts there are none; links lead to the site, or write to it."""
    ours = (f"{settings.SITE_URL}/", "mailto:office@example.org")
    faults = [f"has the tag {tag}" for tag in read["tags"] if tag not in TAGS]
    faults += [f"has {handler}" for handler in read["handlers"]]
    faults += [f"links to {link}" for link, _ in read["links"] if not (link or "").startswith(ours)]
    faults += [f"links with no words to {link}" for link, words in read["links"] if not words]
    if folded(read["text"]) != folded(read["plain"]):
        faults.append("says something else without styles")
    if read["over"]:
        faults.append(f"{read['over']} pixels too wide without styles")
    return faults


def missing_from(text: str, read: dict) -> list[str]:
    """What is only in the HTML: each heading, item and link must be in the text too."""
    said = folded(text)
    missing = [line for line in read["headings"] if not all(part in said for part in parts_of(line))]
    links = [link.removeprefix("mailto:") for link, _ in read["links"]]
    return [f"not in the text: {one}" for one in [*missing, *(link for link in links if link not in text)]]


def parts_of(words: str) -> list[str]:
    """Lines of a cell stand apart in the text."""
    return [folded(line) for line in words.splitlines()]


def folded(text: str) -> str:
    return " ".join(text.replace("\u2060", "").replace("“", '"').replace("”", '"').casefold().split())


def said_by_no_program(read: dict, html: str) -> list[str]:
    """Styles that Gmail, Outlook or Apple Mail leave out, beyond those of which it is known what is read then."""
    styles = "".join(read["styles"])
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"@media \(prefers-color-scheme: dark\) \{", "", styles))
    declared = [line for block in [*(block for _, block in rules), *read["inline"]] for line in block.split(";")]
    properties = {line.partition(":")[0].strip() for line in declared} - {""}
    faults = [f"uses {name}" for name in sorted(properties - PROPERTIES.keys())]
    selectors = {one.strip() for names, _ in rules for one in names.split(",")}
    faults += [f"chooses by {one}" for one in selectors if not re.fullmatch(r"\.?[a-z][a-z0-9]*|:root", one)]
    faults += [f"uses {rule}" for rule in re.findall(r"@\w+|url\(|!important", styles) if rule != "@media"]
    if styles.count("@media") > 1 or len(styles) > MOST_STYLE:
        faults.append("has too many styles")
    if len(html.encode()) > MOST_BYTES:
        faults.append("is too long for Gmail")
    return faults

"""What stands against sending a newsletter: looked for in its words, by the rules that careers' pages go by too."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from markdown_it import MarkdownIt

from careers.links import own_pages
from careers.models import CheckedLink
from careers.models.rules import says_nothing
from careers.profile.markdown import addresses_in
from careers.profile.publishing.findings import Finding, Found, Level
from careers.profile.publishing.rules import leaves_out_a_level, too_hard

from ..models import Newsletter

NOT_FOR_READERS = ("/admin/", "/preview/")


class _AllTyped(MarkdownIt):
    """Finds what mails leave out too: pictures, and links that run something."""

    def validateLink(self, url: str) -> bool:
        return True


_parser = _AllTyped("commonmark", {"html": False}).enable("table")


def findings_of(newsletter: Newsletter) -> list[Finding]:
    """Errors first."""
    errors = [Finding("words", Level.ERROR, found) for found in _errors(newsletter)]
    return errors + [Finding("words", Level.WARNING, found) for found in _warnings(newsletter)]


def _errors(newsletter: Newsletter) -> Iterator[Found]:
    yield from _nothing(newsletter)
    parts = [part for token in _parser.parse(newsletter.text) for part in token.children or []]
    for name in dict.fromkeys(part.content for part in parts if part.type == "image"):
        says = f"Mails have no pictures: take out the one named “{name}”, or link to it, without the exclamation mark."
        yield Found("text", says, name)
    yield from _links(dict.fromkeys(str(part.attrGet("href")) for part in parts if part.type == "link_open"))


def _nothing(newsletter: Newsletter) -> Iterator[Found]:
    if says_nothing(newsletter.subject):
        yield Found("subject", "Write a subject.")
    if says_nothing(newsletter.text):
        yield Found("text", "Write the text: there is none yet.")


def _links(targets: Iterable[str]) -> Iterator[Found]:
    """Links that lead nowhere: nobody can mend them once they are in people's mailboxes."""
    for target in targets:
        path = target.removeprefix(settings.SITE_URL) if target.startswith(f"{settings.SITE_URL}/") else target
        if path.startswith(("http://", "https://", "mailto:", "tel:")):
            continue
        if not path.startswith("/") or path.startswith("//"):
            says = (
                f"This link leads nowhere from a mail: {target}. Begin it with https://, or with / for our own pages."
            )
            yield Found("text", says, target)
        elif path.startswith(NOT_FOR_READERS) or not own_pages.is_open(path, or_file=True):
            yield Found("text", f"We have no page at {target} that readers can open.", target)


def _warnings(newsletter: Newsletter) -> Iterator[Found]:
    targets = addresses_in(newsletter.text)
    broken = dict(CheckedLink.objects.broken().filter(url__in=targets).values_list("url", "says")) if targets else {}
    for address, found in broken.items():
        yield Found("text", f"This link leads nowhere: {address}. {found}", address)
    if says := too_hard(newsletter.text, "The text"):
        yield Found("text", says, newsletter.text)
    if says := leaves_out_a_level(newsletter.text, "The text"):
        yield Found("text", says, newsletter.text)

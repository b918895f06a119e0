"""What stands against sending a newsletter: looked for in its words, by the rules that careers' pages go by too."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from careers.models import Career, CheckedLink, Field
from careers.models.rules import says_nothing
from careers.profile.markdown import addresses_in, targets_in
from careers.profile.publishing.findings import Finding, Found, Level
from careers.profile.publishing.rules import leaves_out_a_level, too_hard

from ..models import Newsletter

NOT_FOR_READERS = ("/admin/", "/preview/")
PUBLIC = {"careers": Career.objects.published, "fields": Field.objects.all}


def findings_of(newsletter: Newsletter) -> list[Finding]:
    """Errors first."""
    errors = [Finding("words", Level.ERROR, found) for found in [*_nothing(newsletter), *_own_links(newsletter)]]
    return errors + [Finding("words", Level.WARNING, found) for found in _warnings(newsletter)]


def _nothing(newsletter: Newsletter) -> Iterator[Found]:
    if says_nothing(newsletter.subject):
        yield Found("subject", "Write a subject.")
    if says_nothing(newsletter.text):
        yield Found("text", "Write the text: there is none yet.")


def _own_links(newsletter: Newsletter) -> Iterator[Found]:
    """Links that lead nowhere: nobody can mend them once they are in people's mailboxes."""
    for target in dict.fromkeys(targets_in(newsletter.text)):
        path = target.removeprefix(settings.SITE_URL) if target.startswith(f"{settings.SITE_URL}/") else target
        if path.startswith(("http://", "https://", "mailto:", "tel:")):
            continue
        if not path.startswith("/") or path.startswith("//"):
            says = (
                f"This link leads nowhere from a mail: {target}. Begin it with https://, or with / for our own pages."
            )
            yield Found("text", says, target)
        elif path.startswith(NOT_FOR_READERS) or not _is_page(path):
            yield Found("text", f"We have no page at {target} that readers can open.", target)


def _is_page(path: str) -> bool:
    try:
        match = resolve(urlsplit(path).path)
    except (Resolver404, ValueError):
        return False
    public = PUBLIC.get(match.route.partition("/")[0])
    slug = match.kwargs.get("slug")
    return slug is None or public is None or public().filter(slug=slug).exists()


def _warnings(newsletter: Newsletter) -> Iterator[Found]:
    targets = addresses_in(newsletter.text)
    broken = dict(CheckedLink.objects.broken().filter(url__in=targets).values_list("url", "says")) if targets else {}
    for address, found in broken.items():
        yield Found("text", f"This link leads nowhere: {address}. {found}", address)
    if says := too_hard(newsletter.text, "The text"):
        yield Found("text", says, newsletter.text)
    if says := leaves_out_a_level(newsletter.text, "The text"):
        yield Found("text", says, newsletter.text)

"""The newsletters that staff put into the archive, for everybody: a list, a page each, a feed."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from careers.profile.markdown import plain_sentences
from careers.profile.markdown import render as html_of
from careers.site_words import remembered

from ..models import Newsletter

A_PAGE = 20
IN_FEED = 20
LETTERS_OF_BEGINNING = 200
ENOUGH_LETTERS = 60


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    published = Newsletter.objects.published().order_by("-published_at", "-pk")
    page = Paginator(published, A_PAGE).get_page(request.GET.get("page"))
    for newsletter in page:
        newsletter.beginning = beginning(newsletter.text)
    return render(request, "signups/archive.html", {"page": page})


@require_safe
def newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Newsletter.objects.published().select_related("mailing"), slug=slug)
    return render(request, "signups/newsletter.html", {"newsletter": found, "beginning": beginning(found.text)})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Atom. Addresses are the site's own, whatever host it was asked for on."""
    name, page = remembered.of(request).name, urljoin(settings.SITE_URL, reverse("signups:archive"))
    made = Atom1Feed(
        title=f"Newsletter of {name}",
        link=page,
        description="",
        feed_url=urljoin(settings.SITE_URL, reverse("signups:newsletter-feed")),
        author_name=name,
        language="en",
    )
    for one in Newsletter.objects.published().order_by("-published_at", "-pk")[:IN_FEED]:
        address = urljoin(settings.SITE_URL, one.get_absolute_url())
        made.add_item(
            title=one.subject,
            link=address,
            unique_id=address,
            description=html_of(one.text, top_heading=2, base=settings.SITE_URL),
            pubdate=one.published_at,
            updateddate=one.published_at,
        )
    response = HttpResponse(content_type=Atom1Feed.content_type)
    made.write(response, "utf-8")
    return response


def beginning(text: str) -> str:
    """The first words of a newsletter, as a list and search engines show them: its first whole paragraph, or more."""
    kept = ""
    for paragraph in plain_sentences(text):
        if len(kept) >= ENOUGH_LETTERS:
            break
        kept = f"{kept} {paragraph}".strip()
    return Truncator(kept).chars(LETTERS_OF_BEGINNING)

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from careers.browse.rankings import RANKINGS, Ranking, careers_of
from careers.models import Career, Field
from careers.models.publication import is_public
from careers.site_words import remembered
from signups.models import Answer, Newsletter, Question


class SiteSitemap(Sitemap):
    """Addresses under SITE_URL, whatever host the sitemap was asked for on."""

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class PageSitemap(SiteSitemap):
    def items(self) -> list[str]:
        pages = [
            "home",
            "careers:list",
            "careers:a-to-z",
            "careers:quiz",
            "careers:rankings",
            "careers:plan",
            "schools:list",
            "signups:questions",
            "signups:ask",
            "signups:updates",
            "signups:archive",
            "careers:sources",
            "privacy",
            "accessibility",
        ]
        return [*pages, "about"] if remembered.current().has_about_page else pages

    def location(self, item: str) -> str:
        return reverse(item)


class RankingSitemap(SiteSitemap):
    def items(self) -> list[Ranking]:
        """Those with figures; the others are not to be indexed."""
        return [ranking for ranking in RANKINGS if careers_of(ranking).exists()]

    def location(self, item: Ranking) -> str:
        return reverse("careers:ranking", args=[item.slug])


class FieldSitemap(SiteSitemap):
    def items(self):
        published_change = Max("careers__updated_at", filter=is_public("careers__"))
        return Field.objects.with_published_counts().annotate(updated_at=published_change)

    def lastmod(self, item: Field):
        return item.updated_at


class CareerSitemap(SiteSitemap):
    def items(self):
        return Career.objects.published()

    def lastmod(self, item: Career):
        return item.updated_at


class QuestionSitemap(SiteSitemap):
    def items(self):
        looked_at = Greatest("answers__answered_on", Coalesce("answers__checked_on", "answers__answered_on"))
        published = Q(answers__status=Answer.Status.PUBLISHED)
        questions = Question.objects.published().newest().annotate(looked_at=Max(looked_at, filter=published))
        return list(questions.only("text", "published_at"))

    def lastmod(self, item: Question):
        return item.looked_at


class NewsletterSitemap(SiteSitemap):
    def items(self):
        return list(Newsletter.objects.published().only("slug", "published_at"))

    def lastmod(self, item: Newsletter):
        return item.published_at


SITEMAPS = {
    "pages": PageSitemap,
    "rankings": RankingSitemap,
    "fields": FieldSitemap,
    "careers": CareerSitemap,
    "questions": QuestionSitemap,
    "newsletters": NewsletterSitemap,
}

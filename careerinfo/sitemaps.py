from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q
from django.urls import reverse

from careers.models import Career, Field


class SiteSitemap(Sitemap):
    """Addresses under SITE_URL, whatever host the sitemap was asked for on."""

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class PageSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return [
            "home",
            "careers:list",
            "schools:list",
            "signups:questions",
            "signups:ask",
            "signups:subscribe",
            "careers:sources",
            "privacy",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class FieldSitemap(SiteSitemap):
    def items(self):
        published_change = Max("careers__updated_at", filter=Q(careers__status=Career.Status.PUBLISHED))
        return Field.objects.with_published_counts().annotate(updated_at=published_change)

    def lastmod(self, item: Field):
        return item.updated_at


class CareerSitemap(SiteSitemap):
    def items(self):
        return Career.objects.published()

    def lastmod(self, item: Career):
        return item.updated_at


SITEMAPS = {"pages": PageSitemap, "fields": FieldSitemap, "careers": CareerSitemap}

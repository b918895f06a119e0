"""Every address of the site, swept. A new URL pattern belongs in PAGES, MACHINES or STAFF."""

import re
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from careers.models import Announcement, Career

from ..factories import make_newsletter, make_onet_profile, make_question, make_site_words
from ..loaded_once import load_demo

SITE_URL = "https://careers.example.org"
NOINDEX = '<meta name="robots" content="noindex">'
MAX_QUERIES = 20

PAGES = {
    "home": "/",
    "careers:list": "/careers/",
    "careers:profile": "/careers/medical-coding/",
    "careers:full-lists": "/careers/medical-coding/titles-and-technology/",
    "careers:history": "/careers/medical-coding/history/",
    "careers:changes": "/careers/medical-coding/changes/",
    "signups:questions-about": "/careers/medical-coding/questions/",
    "careers:a-to-z": "/careers/a-to-z/",
    "careers:compare": "/careers/compare/?c=medical-coding&c=registered-nurse",
    "careers:quiz": "/quiz/",
    "careers:rankings": "/rankings/",
    "careers:ranking": "/rankings/highest-paying/",
    "careers:plan": "/plan/",
    "careers:field": "/fields/health-care/",
    "careers:sources": "/sources/",
    "schools:list": "/schools/",
    "signups:updates": "/updates/",
    "signups:updates-thanks": "/updates/thanks/",
    "signups:updates-link": "/updates/mine/",
    "signups:link-sent": "/updates/mine/sent/",
    "signups:questions": "/questions/",
    "signups:question": "/questions/7001/is-it-dull/",
    "signups:ask": "/ask/",
    "signups:asked": "/ask/thanks/",
    "signups:ask-about": "/careers/medical-coding/ask/",
    "signups:question-link": "/ask/mine/",
    "signups:question-link-sent": "/ask/mine/sent/",
    "signups:archive": "/updates/archive/",
    "signups:newsletter": "/updates/archive/spring/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "about": "/about/",
}
MACHINES = {
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "health": "/healthz",
    "security": "/.well-known/security.txt",
    "change-password": "/.well-known/change-password",
    "ready": "/readyz",
    "careers:suggestions": "/careers/suggestions/?q=nurse",
    "careers:api-search": "/api/careers/?q=nurse",
    "careers:compare-csv": "/careers/compare/careers.csv?c=medical-coding",
    "signups:newsletter-feed": "/updates/archive/feed/",
    "signups:questions-feed": "/questions/feed/",
    "signups:questions-about-feed": "/careers/medical-coding/questions/feed/",
    "signups:near": "/ask/near.json?q=nurse",
    "favicon.ico": "/favicon.ico",
    "style": "/site.css",
    "logo": "/logo/0123456789abcdef",
}
STAFF = {
    "careers:preview": "/preview/careers/1/",
    "careers:preview-widths": "/preview/careers/1/widths/",
    "careers:unsaved": "/preview/unsaved/1/",
    "careers:unsaved-page": "/preview/unsaved/1/page/",
}
# For whoever was sent a link: tests/site/test_shared_links.py and tests/signups/test_links_in_mails.py,
# and those of askers: tests/signups/questions/test_my_question.py.
BY_LINK = {
    "careers:shared": "/shared/",
    "signups:confirm": "/updates/confirm/x/",
    "signups:topics": "/updates/topics/x/",
    "signups:unsubscribe": "/updates/unsubscribe/x/",
    "signups:my-updates": "/updates/mine/x/",
    "signups:my-data": "/updates/mine/x/my-data.json",
    "signups:new-address": "/updates/new-address/x/",
    "signups:confirm-question": "/ask/confirm/x/",
    "signups:my-question": "/ask/mine/x/",
}
# For experts who have signed in: tests/signups/questions/test_expert_place.py.
OF_EXPERTS = {
    "signups:expert": "/expert/",
    "signups:expert-rules": "/expert/rules/",
    "signups:expert-question": "/expert/questions/1/",
    "signups:expert-give-back": "/expert/questions/1/give-back/",
    "signups:expert-me": "/expert/me/",
    "signups:expert-data": "/expert/me/my-data.json",
    "expert-password": "/expert/password/",
}
SIGNING_OUT = {"signups:expert-sign-out": "/expert/sign-out/"}
# For those whom a setting names: tests/site/test_metrics.py.
OF_WATCHERS = {"metrics": "/metrics"}
# Where an answer's page sends a vote: tests/signups/questions/test_helpful.py.
AFTER_A_PRESS = {"signups:helpful": "/questions/1/helpful/"}
# Where pages were before.
OF_PROVIDERS = {"signups:mail-events": "/mail/events/"}
MOVED = {"signups:subscribe": "/signup/", "signups:subscribed": "/signup/thanks/"}
OTHERS = {**STAFF, **BY_LINK, **AFTER_A_PRESS, **OF_EXPERTS, **SIGNING_OUT, **OF_PROVIDERS, **OF_WATCHERS, **MOVED}


@dataclass
class Visit:
    response: HttpResponse
    queries: list[str]

    @property
    def html(self) -> str:
        return self.response.content.decode()

    def find(self, pattern: str) -> list[str]:
        return re.findall(pattern, self.html)


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker):
    """Every public address with the demo loaded, asked for once by a browser without a cookie."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(SITE_URL=SITE_URL):
        load_demo()
        make_site_words(
            accent="#7e22ce", logo_alt="A hive", about="Bees run this site.", contact_email="hive@example.org"
        )
        Announcement.objects.create(text="The bees are back.")
        make_newsletter(slug="spring", in_archive=True)
        coder = Career.objects.get(slug="medical-coding")
        make_onet_profile(code=coder.onet_code)
        make_question(pk=7001, text="Is it dull?", career=coder, status="published", answers=("Never.", "Seldom."))
        visits = {}
        for name, path in {**PAGES, **MACHINES}.items():
            with CaptureQueriesContext(connection) as queries:
                response = Client(raise_request_exception=False).get(path)
            visits[name] = Visit(response, [query["sql"] for query in queries])
        transaction.set_rollback(True)
    return visits


@pytest.fixture(params=PAGES)
def page(request, visits) -> Visit:
    return visits[request.param]


@pytest.fixture(params=[*PAGES, *MACHINES])
def anything(request, visits) -> Visit:
    return visits[request.param]


def patterns(resolver, prefix: str = "", namespace: str = ""):
    """The name of each pattern below `resolver`, its route where it has none; the admin apart."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, route, inner)
        else:
            yield namespace + pattern.name if pattern.name else route


def test_every_address_of_the_site_is_swept_here():
    assert set(patterns(get_resolver())) == {*PAGES, *MACHINES, *OTHERS}


@pytest.mark.parametrize(("name", "path"), {**PAGES, **MACHINES, **OTHERS}.items())
def test_each_path_leads_to_the_pattern_that_it_stands_for(name, path):
    match = get_resolver().resolve(path.partition("?")[0])
    assert name in (match.view_name, match.route)


def test_it_answers(anything):
    assert anything.response.status_code in (200, 302)


def test_it_opens(page):
    assert page.response.status_code == 200
    assert page.response["Content-Type"] == "text/html; charset=utf-8"


def test_it_sets_no_cookie_and_is_the_same_with_any_cookie(anything):
    assert not anything.response.cookies
    assert "cookie" not in anything.response.headers.get("Vary", "").lower()


def test_the_browser_is_told_to_load_nothing_from_elsewhere(anything):
    policy = anything.response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    # 'script' is what trusted types are required for.
    assert {source for part in policy for source in part.split()[1:]} <= {"'none'", "'self'", "'script'"}


def test_nothing_in_it_would_be_blocked_by_that_policy(page):
    assert not page.find(r'<script(?![^>]*(?:\bsrc="/|type="application/ld\+json"))[^>]*>')
    assert not page.find(r'<style|<[^>]+\sstyle="|<[^>]+\son\w+="')
    assert not page.find(r'<(?:script|img|iframe)[^>]+src="(?!/static/|/logo/)[^"]*"')


def test_it_is_in_the_sitemap_or_kept_out_of_search_engines(page, visits):
    listed = re.findall(r"<loc>([^<]+)</loc>", visits["sitemap"].html)
    assert (SITE_URL + page.response.request["PATH_INFO"] in listed) != (NOINDEX in page.html)


def test_its_canonical_address_is_its_own_under_the_sites_address(page):
    own = SITE_URL + page.response.request["PATH_INFO"]
    canonical = page.find(r'<link rel="canonical" href="([^"]*)">')
    assert canonical == ([] if NOINDEX in page.html else [own])
    assert page.find(r'<meta property="og:url" content="([^"]*)">') == [own]


def test_it_has_one_main_heading(page):
    assert len(page.find(r"(?s)<h1[^>]*>\s*\S.*?</h1>")) == len(page.find("<h1")) == 1


def test_it_has_a_title_and_a_description(page):
    assert len(page.find(r"<title>\s*[^<\s][^<]*</title>")) == len(page.find("<title")) == 1
    assert len(page.find(r'<meta name="description" content="[^"]{20,}">')) == 1


def test_no_two_pages_share_a_title(visits):
    titles = [visits[name].find(r"<title>([^<]+)</title>")[0] for name in PAGES]
    assert sorted(titles) == sorted(set(titles))


def test_no_id_stands_twice_on_it(page):
    ids = page.find(r'\sid="([^"]*)"')
    assert sorted(ids) == sorted(set(ids))


def test_it_costs_few_queries(anything):
    assert len(anything.queries) <= MAX_QUERIES, "\n".join(anything.queries)


@pytest.mark.parametrize("path", [*STAFF.values(), *OF_EXPERTS.values()])
def test_what_is_for_staff_or_experts_leads_a_visitor_to_the_login(path, visitor, db):
    response = visitor.get(path)
    assert response.status_code == 302
    assert response.url == f"/admin/login/?next={path}"


def test_an_address_without_its_last_slash_leads_to_the_page(visitor, db):
    response = visitor.get("/careers")
    assert (response.status_code, response.url) == (301, "/careers/")


@pytest.mark.parametrize("path", PAGES.values())
def test_a_page_only_takes_the_methods_that_it_serves(path, visitor, db):
    assert visitor.delete(path).status_code == 405

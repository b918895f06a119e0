"""Breaks of how views are counted, of pages that are rendered ahead, and of what browsers fetch ahead."""

from .one import Break

PAGE_VIEWS = [
    Break(
        "views of an earlier minute are forgotten with the next",
        "careers/models/page_views.py",
        'SET "count" = kept."count" + excluded."count"',
        'SET "count" = excluded."count"',
        "site/test_page_views.py",
    ),
    Break(
        "views are lost while the database is away",
        "careerinfo/page_views/counting.py",
        "            _counts.update(taken)\n",
        "            pass\n",
        "site/test_page_views.py",
    ),
    Break(
        "robots count as readers",
        "careerinfo/page_views/counting.py",
        "    return not name or any(word in name for word in ROBOTS)\n",
        "    return not name\n",
        "site/test_page_views.py",
    ),
    Break(
        "pages that a browser fetches ahead count as viewed",
        "careerinfo/page_views/counting.py",
        "    return not is_ahead and",
        "    return",
        "site/test_page_views.py",
    ),
    Break(
        "staff read that a live page is gone",
        "careerinfo/page_views/names.py",
        '    "signups:link-sent": "Link to email updates: sent",\n',
        "",
        "site/test_page_views.py",
    ),
    Break(
        "views are kept for ever",
        "careers/models/page_views.py",
        "self.filter(day__lte=timezone.localdate() - timedelta(days=settings.PAGE_VIEW_DAYS)).delete()[0]",
        "0",
        "site/test_page_views.py",
    ),
    Break(
        "all static files are compressed at every start",
        "careerinfo/static_files.py",
        'and not Path(f"{self.path(path)}.br").exists()',
        "",
        "site/test_static_files.py",
    ),
    Break(
        "pages are rendered ahead while a release is still being approved",
        "careerinfo/page_cache/warming.py",
        "now - self._seen_at >= QUIET and",
        "",
        "site/test_warming.py",
    ),
    Break(
        "pages are rendered ahead while visitors wait",
        "careerinfo/page_cache/warming.py",
        "            self._give_way()\n",
        "",
        "site/test_warming.py",
    ),
    Break(
        "browsers fetch searches and forms ahead",
        "static/speculation/public-pages.speculationrules",
        '{"href_matches": ["/", ',
        '{"href_matches": ["/*", ',
        "browser/test_fetched_ahead.py",
    ),
]

"""Breaks of the pages that are kept: of what would make them old, somebody else's, or endless."""

from .one import Break

CACHING = [
    Break(
        "whoever does not read answers holds up everybody",
        "careerinfo/page_cache/at_once.py",
        "return waiting[0] == 0",
        "return True",
        "site/test_at_once.py",
    ),
    Break(
        "a page that was rendered before a change stands for what is there after it",
        "careerinfo/page_cache/layer.py",
        "        page = Page.of(answer, token, now)\n",
        "        page = Page.of(answer, token and tokens.current(), now)\n",
        "site/test_page_cache.py",
    ),
    Break(
        "kept pages are shown whatever was changed since",
        "careerinfo/page_cache/store.py",
        " or not (page.token is token or page.token == token):",
        ":",
        "site/test_page_cache.py",
    ),
    Break(
        "pages do not change at midnight",
        "careerinfo/page_cache/token.py",
        "    until = min([midnight.timestamp(), *moments[passed : passed + 1]])\n",
        "    until = min([now + 1e9, *moments[passed : passed + 1]])\n",
        "site/test_page_cache.py",
    ),
    Break(
        "an announcement is shown once something else is changed",
        "careerinfo/page_cache/token.py",
        "    until = min([midnight.timestamp(), *moments[passed : passed + 1]])\n",
        "    until = midnight.timestamp()\n",
        "site/test_page_cache.py",
    ),
    Break(
        "what is shown to staff is kept for visitors",
        "careerinfo/page_cache/asked.py",
        '        if self._staffs_cookie in environ.get("HTTP_COOKIE", ""):\n            return None\n',
        "",
        "site/test_page_cache.py",
    ),
    Break(
        "a form that was sent is kept with what was typed",
        "careerinfo/page_cache/asked.py",
        'not in ("GET", "HEAD")',
        'not in ("GET", "HEAD", "POST")',
        "site/test_page_cache.py",
    ),
    Break(
        "every made-up parameter is a page of its own",
        "careerinfo/page_cache/asked.py",
        "        if name in parameters:\n            found.append((parameters.index(name), part))\n",
        "        found.append((parameters.index(name) if name in parameters else 0, part))\n",
        "site/test_page_cache.py",
    ),
    Break(
        "rubbish pushes out what others read",
        "careerinfo/page_cache/store.py",
        "        return self.own if asked.is_plain else self.others\n",
        "        return self.own\n",
        "site/test_page_cache.py",
    ),
    Break(
        "pages that grow are not counted",
        "careerinfo/page_cache/store.py",
        "                self.used += page.size - page.counted\n                page.counted = page.size\n",
        "                page.counted = page.size\n",
        "site/test_page_cache.py",
    ),
    Break(
        "a failed search is counted once an hour",
        "careers/views/finding.py",
        '        response["Cache-Control"] = "no-store"\n',
        '        response["X-Counted"] = "yes"\n',
        "site/test_page_cache.py",
    ),
    Break(
        "corrected figures of a live release are not shown",
        "careerinfo/page_cache/triggers.py",
        "    for table in _tables_of_rows(tables):\n        for event in EVENTS:\n",
        '    for table in _tables_of_rows(tables):\n        for event in ("INSERT", "DELETE"):\n',
        "site/test_generation.py",
    ),
    Break(
        "each row of an import makes all pages old",
        "careerinfo/page_cache/triggers.py",
        'of_shown = f"EXISTS (SELECT 1 FROM {BESIDE} WHERE release_id = {{row}}.release_id)"',
        'of_shown = "1"',
        "site/test_generation.py",
    ),
]

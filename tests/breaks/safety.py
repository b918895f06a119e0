"""Breaks of what browsers are told, and of cookies."""

from .one import Break

SAFETY = [
    Break(
        "scripts of other sites run",
        "careerinfo/safety/policies.py",
        '    "script-src": [SELF],\n',
        '    "script-src": ["*"],\n',
        "site/test_pages.py",
    ),
    Break(
        "scripts within a page run",
        "careerinfo/safety/policies.py",
        '    "script-src": [SELF],\n',
        '    "script-src": [SELF, "\'unsafe-inline\'"],\n',
        "site/test_safe_headers.py",
    ),
    Break(
        "other sites have pages in their frames",
        "careerinfo/safety/policies.py",
        '    "frame-ancestors": [NONE],\n',
        '    "frame-ancestors": ["*"],\n',
        "site/test_safe_headers.py",
    ),
    Break(
        "files come without a policy",
        "careerinfo/safety/headers.py",
        "            return FILE\n",
        '            return ""\n',
        "site/test_safe_headers.py",
    ),
    Break(
        "only what a view answers is safe",
        "careerinfo/settings.py",
        'MIDDLEWARE = [\n    "careerinfo.safety.headers.SafeHeaders",\n',
        "MIDDLEWARE = [\n",
        "site/test_safe_headers.py",
    ),
    Break(
        "errors and redirects are kept",
        "careerinfo/safety/headers.py",
        "return ASKED_AGAIN if is_page else NOT_KEPT",
        "return ASKED_AGAIN",
        "site/test_safe_headers.py",
    ),
    Break(
        "what gunicorn cannot read is answered without safe headers",
        "careerinfo/safety/policies.py",
        "    return {**ALWAYS, **hsts,",
        "    return {**hsts,",
        "site/test_safe_headers.py",
    ),
    Break(
        "pages of other sites cannot read the API",
        "careerinfo/safety/policies.py",
        '"Access-Control-Allow-Origin": "*", ',
        "",
        "site/test_safe_headers.py",
    ),
    Break(
        "other hosts can set staff's cookies",
        "careerinfo/settings.py",
        'COOKIE_PREFIX = "__Host-" if HTTPS else ""',
        'COOKIE_PREFIX = ""',
        "site/test_safe_cookies.py",
    ),
    Break(
        "messages to staff lie in a cookie",
        "careerinfo/settings.py",
        'MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"\n',
        "",
        "site/test_safe_cookies.py",
    ),
    Break(
        "security.txt is good for longer than its standard allows",
        "careerinfo/safety/well_known.py",
        "timedelta(days=180)",
        "timedelta(days=366)",
        "site/test_well_known.py",
    ),
    Break(
        "a password is made of the site's name",
        "careerinfo/settings.py",
        '    {"NAME": "careerinfo.signing_in.passwords.NotOfThisSite"},\n',
        "",
        "site/test_passwords.py",
    ),
    Break(
        "the mail beside a newsletter's form has styles that browsers refuse",
        "signups/newsletters/preview.py",
        '    html = OWN_STYLE.sub("", html)\n',
        "",
        "signups/test_newsletters.py",
    ),
]

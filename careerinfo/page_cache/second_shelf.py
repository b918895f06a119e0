"""Pages that another process of the site has rendered, where they share a Redis; else there are none."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings

from careerinfo.databases import shared

from .asked import Asked
from .pages import Page
from .token import Token

SECONDS = 3_600
CODE = ("careerinfo", "careers", "schools", "signups", "templates")
# Settings that pages show.
SHOWN = ("SITE_URL", "SITE_NAME", "CONTACT_EMAIL", "TIME_ZONE", "SECRET_KEY", "PAGE_SHARED_SECONDS")


def get(asked: Asked, token: Token, now: float) -> Page | None:
    found = shared.get(_key(asked, token)) if settings.REDIS_URL else None
    if not found:
        return None
    head, _, gzipped = found.partition(b"\n")
    said = json.loads(head)
    headers = [(name, value) for name, value in said.pop("headers")]
    # It is as it was rendered: the token is the same.
    return Page.packed(**said, headers=headers, gzipped=gzipped, token=token, made_at=now)


def put(asked: Asked, page: Page) -> None:
    if settings.REDIS_URL:
        head = {"status": page.status, "headers": page.headers, "etag": page.etag, "is_html": page.is_html}
        shared.put(_key(asked, page.token), json.dumps(head).encode() + b"\n" + page.gzipped, SECONDS)


def _key(asked: Asked, token: Token) -> str:
    told_apart = json.dumps([_edition(), *asked.key, str(token)])
    return f"page:{hashlib.sha256(told_apart.encode()).hexdigest()}"


@cache
def _edition() -> str:
    """Other code, and other settings, make other pages of the same rows."""
    digest = hashlib.sha256(json.dumps([str(getattr(settings, name)) for name in SHOWN]).encode())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = (file for folder in CODE for file in (settings.BASE_DIR / folder).rglob("*.*"))
    for file in [*sorted(files), manifest]:
        if file.suffix in (".py", ".html", ".txt", ".json") and file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()

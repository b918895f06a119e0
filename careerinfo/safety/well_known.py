"""Addresses under /.well-known/ that are the same on every site."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote, urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from careers.site_words import remembered

# Whoever kept the file asks again by then; a year is the most that the standard allows.
GOOD_FOR = timedelta(days=180)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness of the site (RFC 9116)."""
    email = remembered.of(request).email
    if not email:
        raise Http404
    today = datetime.combine(timezone.now().astimezone(UTC), time(), UTC)
    lines = [
        f"Contact: mailto:{quote(email, safe='@')}",
        f"Expires: {today + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}",
        # The standard knows no address without https.
        *([f"Canonical: {urljoin(settings.SITE_URL, request.path)}"] if settings.HTTPS else []),
        "Preferred-Languages: en",
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers lead staff to change theirs."""
    return redirect("admin:password_change")

"""Files that are made of the site's own words: the stylesheet of the accent color, and the logo.

The address of each has a digest of what is in it, so that browsers may keep it for good.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from careers.models import SiteWords
from careers.site_words import remembered

FOR_GOOD = "public, max-age=31536000, immutable"
# A page that was kept somewhere may ask for what stood there before.
BRIEFLY = "public, max-age=60"


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    found = remembered.of(request).style
    if found is None:
        raise Http404
    kept = FOR_GOOD if request.GET.get("v") == found.digest else BRIEFLY
    return HttpResponse(found.text, content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    found = SiteWords.objects.exclude(logo_digest="").values("logo", "logo_kind", "logo_digest").first()
    if found is None:
        raise Http404
    if found["logo_digest"] != digest:
        now = reverse("logo", args=[found["logo_digest"]])
        return HttpResponseRedirect(now, headers={"Cache-Control": BRIEFLY})
    headers = {"Cache-Control": FOR_GOOD}
    return HttpResponse(bytes(found["logo"]), content_type=found["logo_kind"], headers=headers)

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import metrics as figures
from .readiness import checks, is_ready


def for_machines(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing of it is kept, and no search engine lists it."""

    @require_safe
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@for_machines
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web server answers; it asks nothing of the database, whose failure no restart would mend."""
    return HttpResponse("ok\n", content_type="text/plain")


@for_machines
def ready(request: HttpRequest) -> HttpResponse:
    found = checks()
    status = 200 if is_ready(found) else 503
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        rows = [{"name": check.name, "state": check.state, "words": check.words} for check in found]
        return JsonResponse({"ready": status == 200, "checks": rows}, status=status)
    return HttpResponse("".join(f"{check}\n" for check in found), status=status, content_type="text/plain")


@for_machines
def metrics(request: HttpRequest) -> HttpResponse:
    if not figures.may_read(request):
        raise Http404
    return HttpResponse(figures.exposition(), content_type=figures.CONTENT_TYPE)

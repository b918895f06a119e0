from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static


def utf_8_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Read every request as UTF-8, which all browsers send, whatever charset its header claims.

    Django decodes with any codec that Python knows, and some of them yield text that no database stores.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.encoding = "utf-8"
        return get_response(request)

    return middleware


def no_body_for_head(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer HEAD with the headers of GET alone: gunicorn would drop the body too, but log a warning each time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.close()
                response.streaming_content = []
            else:
                response.content = b""
        return response

    return middleware


def links_fetched_ahead(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Tell browsers which pages they may fetch once somebody is about to press a link: public ones without a form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if is_page and not request.path.startswith("/admin/"):
            response["Speculation-Rules"] = f'"{static("speculation/public-pages.speculationrules")}"'
        return response

    return middleware

"""What was scheduled goes out with the first page that staff open after its time, or by a command before that."""

from collections.abc import Callable
from contextlib import suppress

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careers.locks import AlreadyAtWork, waiting_for_nobody
from careers.versions import drafts
from signups.questions.answers import publishing

# One request waits for no more than that; the next one goes on.
AT_ONCE = 5


class PublishingDue:
    """2 queries for each page of the staff but searches; nothing for anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # What is saved, or asked while somebody types a search, need not do this too.
        is_page = request.path.startswith(reverse("admin:index")) and request.method == "GET" and "q" not in request.GET
        if is_page and request.user.is_active and request.user.is_staff:
            # While somebody is at something long, such as approving a release, the next request tries it again.
            with suppress(OperationalError, AlreadyAtWork), waiting_for_nobody():
                drafts.publish_due(most=AT_ONCE)
                publishing.publish_due(most=AT_ONCE)
        return self.get_response(request)

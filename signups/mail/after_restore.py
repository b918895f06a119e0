"""The page on which staff allow mail again after a restore."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from careers.admin.draft_pages import in_words
from careers.admin.rights import who_can
from careers.models import Restore

from ..models import Mailing, SignupRequest
from . import restored
from .decision_pages import RIGHT

PAGE = "signups_mailing_after_restore"
LIST = "admin:signups_mailing_changelist"
BUTTON = "Let mail go out"


def waiting() -> QuerySet[Restore]:
    return Restore.objects.filter(allowed_at=None)


def allow(pages, request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied(f"People who can: {who_can(RIGHT)}.")
    restore = waiting().first()
    if restore is None:
        messages.info(request, "No mail is held back because of a restore.")
        return redirect(LIST)
    if request.method == "POST":
        if restored.allow_mail(request.user):
            messages.success(request, "Mail goes out again. What was held stays held until you send or cancel it here.")
        return redirect(LIST)
    context = {"title": "Let mail go out again?", "subtitle": None, "name": "Mailings", "says": says(restore)}
    return pages.staff_page(
        request, "admin/signups/sure.html", {**context, "button": BUTTON, "back": redirect(LIST).url}
    )


def says(restore: Restore) -> list[str]:
    return [
        f"{restore.because}. That was noticed on {in_words(restore.found_at)}. Since then nothing is sent.",
        _of_mailings(),
        _of_the_rest(),
        "People who had themselves erased or unsubscribed after the backup was made are out again, as far as this "
        "server has noted them. If you know of others, erase or unsubscribe them first.",
    ]


def _of_mailings() -> str:
    held = Mailing.objects.filter(state=Mailing.State.HELD).count()
    if not held:
        return "No mailing was waiting to be sent."
    if held == 1:
        return "1 mailing is held, which may have been sent before. It stays held until you send or cancel it."
    return f"{held:,} mailings are held, which may have been sent before. Each stays held until you send or cancel it."


def _of_the_rest() -> str:
    queued = Mailing.objects.filter(
        state__in=[Mailing.State.QUEUED, Mailing.State.SENDING], due_at__lte=timezone.now()
    ).count()
    forms = SignupRequest.objects.count()
    parts = [
        f"{queued:,} {'mailing' if queued == 1 else 'mailings'} queued since",
        f"{forms:,} {'form' if forms == 1 else 'forms'} that visitors sent",
    ]
    return (
        f"With the button go out: {' and '.join(parts)}, and from then on reminders and updates as they fall due. "
        "Followers may be told again what they were told after the backup was made."
    )

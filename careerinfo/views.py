from datetime import date

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request, permission_denied

from careers.admin.rights import who_can
from careers.browse import doors
from careers.browse.doors import open_doors
from careers.figures.glance import pay_at_a_glance, releases_at_a_glance
from careers.forms import SearchForm
from careers.models import Career, Field
from careers.profile import structured_data
from careers.search import failed_searches
from careers.site_words import remembered
from signups.models import Question
from signups.updates.links import DAYS_TO_CONFIRM

from .safety.bodies import TOO_LARGE

LATEST_ANSWERS = 3
# The day of docs/accessibility-report.md.
ACCESSIBILITY_TESTED_ON = date(2026, 11, 28)
# All other links of such a page lead to the same wrong address.
ELSEWHERE = {
    "heading": "This site has another address",
    "text": "The one that you used does not lead to our pages. This one does:",
}


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Staff are told who can give them the right; visitors that the page is not theirs."""
    user = getattr(request, "user", None)
    if user is None or not (user.is_active and user.is_staff):
        return permission_denied(request, exception)
    context = {
        **admin.site.each_context(request),
        "title": "You can't open this page",
        "reason": str(exception),
        "who_can": who_can("auth.change_user"),
    }
    return render(request, "admin/forbidden.html", context, status=403)


@requires_csrf_token
def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Whatever was made up to be refused asks the database nothing."""
    request.site_words = remembered.last()
    if isinstance(exception, RequestDataTooBig):
        return render(request, "400.html", TOO_LARGE, status=413)
    if isinstance(exception, DisallowedHost):
        context = {**ELSEWHERE, "link": settings.SITE_URL, "link_text": settings.SITE_URL}
        return render(request, "400.html", context, status=400)
    return bad_request(request, exception)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    glance = pay_at_a_glance()
    interests, wishes = open_doors(doors.INTERESTS, doors.WISHES)
    context = {
        "form": SearchForm(),
        "interests": interests,
        "wishes": wishes,
        "fields": Field.objects.with_published_counts(),
        "career_count": Career.objects.published().count(),
        "glance": glance,
        "glance_releases": releases_at_a_glance(glance),
        "questions": Question.objects.published().newest().with_answers()[:LATEST_ANSWERS],
        "structured_data": structured_data.script(structured_data.website(remembered.of(request).name)),
    }
    return render(request, "home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    if not remembered.of(request).has_about_page:
        raise Http404
    return render(request, "about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "signup_days": settings.SIGNUP_RETENTION_DAYS,
        "confirm_days": DAYS_TO_CONFIRM,
        "question_days": settings.QUESTION_RETENTION_DAYS,
        "asker_days": settings.ASKER_RETENTION_DAYS,
        "view_days": settings.PAGE_VIEW_DAYS,
        "search_days": failed_searches.KEPT.days,
    }
    return render(request, "privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html", {"tested_on": ACCESSIBILITY_TESTED_ON})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon, such as the admin's."""
    return redirect(static("img/icon.svg"))

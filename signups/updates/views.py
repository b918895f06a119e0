from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from careers.models import Career

from ..guard import GuardedForm
from ..models import Newsletter, Subscription
from . import changing_address, confirming, links, network, preferences, requests
from .forms import LinkForm, SignupForm, TopicsForm
from .link_pages import by_link, kept_nowhere
from .pressing import Page, press_of

Status = Subscription.Status

# The forms are guarded by GuardedForm: a CSRF token would need a cookie, and visitors get none.
form_view = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@form_view
def moved(request: HttpRequest, to: str) -> HttpResponse:
    """Where the form was before; one that is still open somewhere is sent on as it is."""
    return HttpResponsePermanentRedirect(reverse(to), preserve_request=request.method == "POST")


@csrf_exempt
@form_view
@kept_nowhere
def updates(request: HttpRequest) -> HttpResponse:
    form = SignupForm(request, career=_career(request), with_fields=True)
    wait = 0
    if form.is_bound and form.is_valid():
        wait = network.wait_for(request, form.cleaned_data["email"])
        if not wait:
            requests.receive(form.cleaned_data["email"], form.cleaned_data["topics"])
            return redirect("signups:updates-thanks")
    has_archive = Newsletter.objects.published().exists()
    return _form_page(request, "signups/updates.html", form, wait, has_archive=has_archive)


@csrf_exempt
@form_view
@kept_nowhere
def updates_link(request: HttpRequest) -> HttpResponse:
    form = LinkForm(request)
    wait = 0
    if form.is_bound and form.is_valid():
        wait = network.wait_for(request, form.cleaned_data["email"])
        if not wait:
            requests.receive_for_link(form.cleaned_data["email"])
            return redirect("signups:link-sent")
    return _form_page(request, "signups/updates_link.html", form, wait)


def _form_page(request: HttpRequest, template: str, form: GuardedForm, wait: int, **context) -> HttpResponse:
    context = {"form": form, **context}
    if not wait:
        return render(request, template, context, status=form.status)
    form.add_error(None, network.too_many(wait))
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(wait)
    return response


def _career(request: HttpRequest) -> Career | None:
    slug = request.GET.get("career", "")
    # No database stores it, and PostgreSQL does not even look for it.
    found = Career.objects.published().select_related("field").filter(slug=slug) if "\0" not in slug else None
    return found.first() if found else None


@require_safe
def updates_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "signups/updates_thanks.html", {"days": links.DAYS_TO_CONFIRM})


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "signups/link_sent.html", {"minutes": links.MINUTES_OF_MINE})


@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    subscription = links.subscription_of(token, links.CONFIRM)
    asked = list(confirming.asked_about(subscription)) if subscription.status != Status.UNSUBSCRIBED else []
    page = Page(f"confirm {subscription.pk}", [topic.pk for topic in asked])
    press, status, checked, has_none = None, 200, set(page.topics), False
    if request.method == "POST":
        press, status, checked = press_of(request, page), 422, _checked(request, page.topics)
        if press.topics is not None:
            chosen = _checked(request, press.topics)
            if chosen or not press.topics:
                confirming.confirm(subscription, press.topics, chosen)
                return redirect("signups:confirm", token)
            press, has_none = None, True
    context = {
        "subscription": subscription,
        "asked": asked,
        "checked": checked,
        "has_none": has_none,
        "is_asked": bool(asked) or subscription.status == Status.PENDING,
        "has": list(subscription.topics.confirmed().select_related("career", "field")),
        "seal": press.seal if press else page.seal,
        "press": press,
        "topics_url": links.address(links.TOPICS, subscription),
    }
    return render(request, "signups/confirm.html", context, status=status)


def _checked(request: HttpRequest, shown: list[int]) -> set[int]:
    """A topic that is the only one stands on the page without a box."""
    sent = {*request.POST.getlist("topic")}
    return {pk for pk in shown if len(shown) == 1 or str(pk) in sent}


@by_link
def new_address(request: HttpRequest, token: str) -> HttpResponse:
    change = links.address_change_of(token)
    page = Page(f"address {change.pk}", [])
    press, status = None, 200
    if request.method == "POST":
        press, status = press_of(request, page), 422
        if press.topics is not None:
            changing_address.change(change)
            return render(request, "signups/new_address_done.html")
    context = {"change": change, "seal": press.seal if press else page.seal, "press": press}
    return render(request, "signups/new_address.html", context, status=status)


@by_link
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program posts without having opened the page, and is taken at its word (RFC 8058)."""
    subscription = links.subscription_of(token, links.UNSUBSCRIBE)
    page = Page(f"unsubscribe {subscription.pk}", [])
    press, status = None, 200
    if request.method == "POST":
        if "seal" in request.POST:
            # From the page's own form, which what scans mail may send too.
            press, status = press_of(request, page, at_once=True), 422
        if press is None or press.topics is not None:
            preferences.unsubscribe(subscription)
            return render(request, "signups/unsubscribed.html")
    if subscription.status == Status.UNSUBSCRIBED:
        return render(request, "signups/unsubscribed.html")
    context = {
        "seal": press.seal if press else page.seal,
        "press": press,
        "topics_url": links.address(links.TOPICS, subscription),
    }
    return render(request, "signups/unsubscribe.html", context, status=status)


@by_link
def topics(request: HttpRequest, token: str) -> HttpResponse:
    subscription = links.subscription_of(token, links.TOPICS)
    if subscription.status != Status.CONFIRMED:
        return render(request, "signups/unsubscribed.html")
    form = TopicsForm(request, subscription)
    if form.is_bound and form.is_valid():
        preferences.choose_topics(subscription, kept=form.kept, of_site=form.of_site, shown=form.shown)
        return redirect(f"{reverse('signups:topics', args=[token])}?saved=topics")
    context = {
        "form": form,
        "saved": "saved" in request.GET,
        "unsubscribe_url": links.address(links.UNSUBSCRIBE, subscription),
    }
    return render(request, "signups/topics.html", context, status=form.status)

"""The page with everything, by a link that was asked for within the hour."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import personal_data
from ..guard import LinkedForm
from ..models import Subscription
from . import changing_address, links, preferences
from .forms import AddressForm, BeginAgainForm, EraseForm, TopicsForm, WhenForm
from .link_pages import behind_link, by_link

SAVED = {
    "topics": "Your topics are saved.",
    "again": "Welcome back. You are signed up again.",
    "when": "Your choice is saved.",
    "address": "We sent a mail to the new address. Open the page that it links to, and press the button there. Until "
    "then we write to the old one.",
}
TOO_MANY = f"You asked for {changing_address.A_DAY} new addresses within a day. Please try again tomorrow."


@by_link
def my_updates(request: HttpRequest, token: str) -> HttpResponse:
    subscription = links.subscription_of(token, links.MINE)
    forms = _forms(request, subscription)
    form = forms.get(request.POST.get("do", "")) if request.method == "POST" else None
    if form and form.is_valid() and _has_room(subscription, form):
        return ACTIONS[request.POST["do"]](request, subscription, form) or _again(request, token)
    context = {
        **forms,
        "subscription": subscription,
        "is_on": subscription.status == Subscription.Status.CONFIRMED,
        "form": form,
        "saved": SAVED.get(request.GET.get("saved", "")),
        "copy_url": reverse("signups:my-data", args=[token]),
        "minutes": links.MINUTES_OF_MINE,
    }
    return render(request, "signups/my_updates.html", context, status=form.status if form else 200)


@require_safe
@behind_link
def my_data(request: HttpRequest, token: str) -> HttpResponse:
    subscription = links.subscription_of(token, links.MINE)
    kept = personal_data.export(subscription.email)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return JsonResponse(kept, json_dumps_params={"indent": 2, "ensure_ascii": False}, headers=headers)


def _has_room(subscription: Subscription, form: LinkedForm) -> bool:
    """Whether no limit is reached; if one is, the form says so."""
    if isinstance(form, AddressForm) and changing_address.wait_for(subscription):
        form.add_error("email", TOO_MANY)
    return form.is_valid()


def _again(request: HttpRequest, token: str) -> HttpResponse:
    return redirect(f"{reverse('signups:my-updates', args=[token])}?saved={request.POST['do']}")


def _forms(request: HttpRequest, subscription: Subscription) -> dict[str, LinkedForm]:
    """Each by what it does; only the one that was sent is filled in."""
    sent = request.POST.get("do") if request.method == "POST" else None
    return {
        name: form(request if name == sent else None, subscription, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }


def _choose_topics(request: HttpRequest, subscription: Subscription, form: TopicsForm) -> None:
    if subscription.status == Subscription.Status.CONFIRMED:
        preferences.choose_topics(subscription, kept=form.kept, of_site=form.of_site, shown=form.shown)


def _begin_again(request: HttpRequest, subscription: Subscription, form: BeginAgainForm) -> None:
    preferences.begin_again(subscription, of_site=form.of_site)


def _choose_when(request: HttpRequest, subscription: Subscription, form: WhenForm) -> None:
    how_often = form.cleaned_data["how_often"]
    preferences.choose_when(subscription, how_often=how_often, paused_until=form.chosen_pause)


def _change_address(request: HttpRequest, subscription: Subscription, form: AddressForm) -> None:
    changing_address.ask_for(subscription, form.cleaned_data["email"])


def _erase(request: HttpRequest, subscription: Subscription, form: EraseForm) -> HttpResponse:
    personal_data.erase(subscription.email)
    return render(request, "signups/erased.html")


FORMS: dict[str, type[LinkedForm]] = {
    "topics": TopicsForm,
    "again": BeginAgainForm,
    "when": WhenForm,
    "address": AddressForm,
    "erase": EraseForm,
}
ACTIONS: dict[str, Callable] = {
    "topics": _choose_topics,
    "again": _begin_again,
    "when": _choose_when,
    "address": _change_address,
    "erase": _erase,
}

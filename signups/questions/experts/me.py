"""What experts see and change of themselves."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from . import answering, away
from . import data as expert_data
from .forms import LeaveForm, PauseForm
from .pages import after_rules, form_view, place

DO = "do"


@form_view
@after_rules
def me(request: HttpRequest) -> HttpResponse:
    """One button each for a pause, its end, and leaving."""
    expert, pressed = request.expert, request.POST.get(DO, "")
    pause = PauseForm(request.POST if pressed == "pause" else None)
    leave = LeaveForm(request.POST if pressed == "leave" else None)
    if pressed == "back":
        _say(request, away.come_back(expert), "Welcome back. You get questions again.")
        return redirect("signups:expert-me")
    if pressed == "pause" and pause.is_valid():
        _say(request, away.pause(expert, pause.cleaned_data["until"]), "You get no new questions now.")
        return redirect("signups:expert-me")
    if pressed == "leave" and leave.is_valid():
        away.leave(expert, by=request.user)
        messages.success(request, "You get no more questions. Thank you for all that you wrote.")
        return redirect("signups:expert")
    context = {
        "at": "me",
        "expert": expert,
        "pause": pause,
        "leave": leave,
        "form": pause if pause.errors else leave,
        "to_give_back": answering.to_give_back(expert).count(),
    }
    return render(request, "expert/me.html", context, status=422 if pause.errors or leave.errors else 200)


def _say(request: HttpRequest, is_done: bool, says: str) -> None:
    if is_done:
        messages.success(request, says)
    else:
        messages.error(request, "Nothing was changed: this was decided elsewhere meanwhile.")


@require_safe
@place
def data(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(expert_data.exported(request.expert), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_POST
@place
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")

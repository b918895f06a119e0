from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..models import Field
from ..quiz.answers import ANSWERS, Sheet, sheet_in, shortened
from ..quiz.interests import INTERESTS
from ..quiz.result import result_of
from ..quiz.statements import NAMES, Statement, asked

ONE_BY_ONE, ALL, RESULT = ("step", "next", "back"), "all", "result"
# A browser may go back to such a page without asking whether to send the answers again; others do not keep it.
OWN_BROWSER_ONLY = "private, no-cache"


@dataclass(frozen=True)
class Question:
    """An activity with the answer that it has so far, if any."""

    statement: Statement
    answer: str


# The forms carry no token, which would need a cookie: they change nothing, and nothing of them is kept.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest) -> HttpResponse:
    """The start, by GET alone; what follows is posted along from page to page, so that it stands in no address."""
    if request.method != "POST":
        return render(request, "careers/quiz.html", {"asked": asked(), "interests": INTERESTS.values()})
    sheet, page = sheet_in(request.POST), request.POST.get("go") or RESULT
    if page == ALL:
        return _all(request, sheet)
    if page in ONE_BY_ONE:
        place = _place(request, sheet, page)
        return _step(request, sheet, place) if place < len(NAMES) else _result(request, sheet)
    if page != RESULT:
        sheet.problems.append(f"“{shortened(page)}” is not a page of the quiz.")
    return _result(request, sheet)


def _place(request: HttpRequest, sheet: Sheet, page: str) -> int:
    """From 0, that of the activity to show; past the last one comes the result."""
    first_left = NAMES.index(sheet.unanswered[0]) if sheet.unanswered else 0
    at = request.POST.get("at", "")
    if page == "step" or not at:
        return first_left
    if at not in NAMES:
        sheet.problems.append(f"“{shortened(at)}” is not an activity of the quiz.")
        return first_left
    return max(NAMES.index(at) - 1, 0) if page == "back" else NAMES.index(at) + 1


def _step(request: HttpRequest, sheet: Sheet, place: int) -> HttpResponse:
    every = asked()
    statement = every.statements[place]
    context = {
        "asked": every,
        "sheet": sheet,
        "answers": ANSWERS,
        "question": Question(statement, sheet.answers.get(statement.name, "")),
        "kept": {name: value for name, value in sheet.answers.items() if name != statement.name},
        "number": place + 1,
        "total": len(NAMES),
        "problems": sheet.problems,
    }
    return _posted(request, "careers/quiz_step.html", context, OWN_BROWSER_ONLY)


def _all(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    every = asked()
    questions = [Question(one, sheet.answers.get(one.name, "")) for one in every.statements]
    context = {
        "asked": every,
        "answers": ANSWERS,
        "questions": questions,
        "total": len(NAMES),
        "problems": sheet.problems,
    }
    return _posted(request, "careers/quiz_all.html", context, OWN_BROWSER_ONLY)


def _result(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    result = result_of(request.POST, sheet)
    context = {
        "result": result,
        "sheet": sheet,
        "wishes": result.wishes,
        "fields": Field.objects.with_published_counts(),
        "problems": result.problems,
    }
    return _posted(request, "careers/quiz_result.html", context, "no-store")


def _posted(request: HttpRequest, template: str, context: dict, cached: str) -> HttpResponse:
    response = render(request, template, context, status=400 if context["problems"] else 200)
    response["Cache-Control"] = cached
    return response

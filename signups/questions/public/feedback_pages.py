from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from careers.models.visible_text import visible, without_signs_to_machines

from ...guard import GuardedForm
from ...models import Question
from ..personal.marks import marks
from ..urgent import alerts as urgent
from . import feedback
from .feedback import NOTE_MAX, Refused, Vote


class VoteForm(GuardedForm):
    may_be_pressed_at_once = True

    helpful = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Press Yes or No.", "invalid_choice": "Press Yes or No."},
    )


class NoteForm(GuardedForm):
    text = forms.CharField(label="Your note", error_messages={"required": "Write a note, or leave this page."})

    def clean_text(self) -> str:
        text = without_signs_to_machines(self.cleaned_data["text"])
        if not any(map(str.isalnum, visible(text))):
            raise ValidationError("Write a note, or leave this page.")
        if len(text) > NOTE_MAX:
            raise ValidationError(f"Your note is {len(text):,} characters long. Please shorten it to {NOTE_MAX}.")
        if found := marks(text):
            kinds = get_text_list([*dict.fromkeys(mark.says for mark in found)], "and")
            raise ValidationError(f"This has {kinds} in it. Take out what is marked, then send it again.")
        return text


# The forms are guarded by GuardedForm: a CSRF token would need a cookie, and visitors get none.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """A vote is sent here by the answer's page, and then what its reader writes with it."""
    question = get_object_or_404(Question.objects.published(), pk=pk)
    if request.method != "POST":
        vote = feedback.opened(request.GET.get("vote", ""), question)
        return _note_page(request, question, vote) if vote else _vote_page(request, question)
    if "vote" in request.POST:
        vote = feedback.opened(request.POST["vote"], question)
        return _noted(request, question, vote) if vote else _vote_page(request, question, is_lost=True)
    form = VoteForm(request)
    if not form.is_valid():
        return _vote_page(request, question, form=form)
    vote = feedback.vote(request, question, is_helpful=form.cleaned_data["helpful"] == "yes")
    if isinstance(vote, Refused):
        return _refused_page(request, question, vote)
    return redirect(f"{reverse('signups:helpful', args=[pk])}?{urlencode({'vote': vote.seal})}")


def _noted(request: HttpRequest, question: Question, vote: Vote) -> HttpResponse:
    form = NoteForm(request)
    if not form.is_valid():
        return _note_page(request, question, vote, form=form)
    text = form.cleaned_data["text"]
    context = {
        "question": question,
        "is_new": feedback.write(vote, text),
        "is_urgent": urgent.is_urgent(text),
    }
    context["help_lines"] = urgent.help_lines() if context["is_urgent"] else []
    return render(request, "signups/helpful_noted.html", context)


def _note_page(request: HttpRequest, question: Question, vote: Vote, form: NoteForm | None = None) -> HttpResponse:
    form = form or NoteForm()
    context = {"question": question, "vote": vote, "form": form, "most": NOTE_MAX, "days": feedback.KEPT_DAYS}
    return render(request, "signups/helpful.html", context, status=form.status)


def _vote_page(
    request: HttpRequest, question: Question, *, form: VoteForm | None = None, is_lost: bool = False
) -> HttpResponse:
    """The two buttons once more: the page was open too long, or somebody came here by its address."""
    # What was typed is not lost with the vote.
    typed = request.POST.get("text", "") if is_lost else ""
    context = {"question": question, "form": form or VoteForm(), "is_lost": is_lost, "typed": typed}
    status = 422 if is_lost else form.status if form else 200
    return render(request, "signups/helpful_vote.html", context, status=status)


def _refused_page(request: HttpRequest, question: Question, refused: Refused) -> HttpResponse:
    context = {"question": question, "refused": refused, "minutes": max(1, round(refused.wait / 60))}
    response = render(request, "signups/helpful_refused.html", context, status=429)
    response["Retry-After"] = str(refused.wait)
    return response

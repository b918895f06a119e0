from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import slugify

from ..models import Career, DeadEnd, Synonym
from ..search import dead_ends, search


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ["term", "means"]
    search_fields = ["term", "means"]
    fields = ["term", "means"]

    def save_model(self, request: HttpRequest, synonym: Synonym, form, change: bool) -> None:
        super().save_model(request, synonym, form, change)
        if not search(synonym.means).hits:
            # Not refused: its careers may come later.
            message = f"Searches for “{synonym.means}” find nothing now, so neither do those for “{synonym.term}”."
            messages.warning(request, message)


# What each answer to a search in vain writes, with the permissions that writing it elsewhere in the admin asks for.
ANSWERS = {
    "title": ["careers.add_title", "careers.change_career"],
    "synonym": ["careers.add_synonym"],
    "draft": ["careers.add_career"],
}


class TitleForm(forms.Form):
    """Of which career words that people searched for in vain are a title."""

    career = forms.ModelChoiceField(
        Career.objects.published(),
        error_messages={
            "required": "Choose the career that the words should find.",
            "invalid_choice": "Choose a published career: visitors find no other.",
        },
        help_text="Whoever searches for the words finds this career. The title is searched and never shown.",
    )


class SynonymForm(forms.ModelForm):
    class Meta:
        model = Synonym
        fields = ["term", "means"]
        help_texts = {
            "term": "What people type, at most four words and 80 letters: shorten it where only a part is unknown.",
            "means": "What titles say instead. A search takes one for the other, within longer searches too.",
        }
        error_messages = {"means": {"required": "Write the words that titles use."}}


@admin.register(DeadEnd)
class DeadEndAdmin(admin.ModelAdmin):
    list_display = ["words", "found", "times", "last_at"]
    list_display_links = None
    list_filter = ["found"]
    search_fields = ["words"]
    date_hierarchy = "last_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        # What was searched is a record; it is answered, or deleted, but not edited.
        return obj is None and super().has_change_permission(request)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        allowed = self._allowed(request)
        links = ["answer_link"] if allowed & {"title", "synonym"} else []
        return [*self.list_display, *links, *(["draft_link"] if "draft" in allowed else [])]

    def _allowed(self, request: HttpRequest) -> set[str]:
        """Which answers the person may give."""
        return {name for name, permissions in ANSWERS.items() if request.user.has_perms(permissions)}

    def get_urls(self):
        answer = path("<int:pk>/answer/", self.admin_site.admin_view(self.answer), name="careers_deadend_answer")
        return [answer, *super().get_urls()]

    @admin.display(description="make it found")
    def answer_link(self, dead_end: DeadEnd) -> str:
        address = reverse("admin:careers_deadend_answer", args=[dead_end.pk])
        return format_html('<a href="{}">Say what it should find</a>', address)

    @admin.display(description="new career")
    def draft_link(self, dead_end: DeadEnd) -> str:
        words = dead_end.words[:1].upper() + dead_end.words[1:]
        prefilled = urlencode({"title": words, "slug": slugify(words)})
        return format_html('<a href="{}?{}">Start a draft</a>', reverse("admin:careers_career_add"), prefilled)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the words a hidden title of a career, or a synonym; they are no dead end then."""
        allowed = self._allowed(request) - {"draft"}
        is_synonym = "synonym" in request.POST
        pressed = {"synonym" if is_synonym else "title"} if request.method == "POST" else allowed
        if not (self.has_view_permission(request) and allowed and pressed <= allowed):
            raise PermissionDenied
        dead_end = get_object_or_404(DeadEnd, pk=pk)
        posted = request.POST or None
        title_form = TitleForm(None if is_synonym else posted)
        synonym_form = SynonymForm(posted if is_synonym else None, initial={"term": dead_end.words})
        if is_synonym:
            message = self._add_synonym(request, dead_end, synonym_form)
        else:
            message = self._add_title(request, dead_end, title_form)
        if message:
            messages.success(request, message)
            return redirect("admin:careers_deadend_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": f"What should “{dead_end.words}” find?",
            "opts": self.opts,
            "dead_end": dead_end,
            "title_form": title_form if "title" in allowed else None,
            "synonym_form": synonym_form if "synonym" in allowed else None,
        }
        return TemplateResponse(request, "admin/careers/deadend/answer.html", context)

    def _add_title(self, request: HttpRequest, dead_end: DeadEnd, form: TitleForm) -> str:
        """What was done, in words; empty if nothing was, which the form says then."""
        if not form.is_valid():
            return ""
        career = form.cleaned_data["career"]
        try:
            dead_ends.add_title(dead_end=dead_end, career=career)
        except dead_ends.InVainStill as error:
            form.add_error("career", str(error))
            return ""
        self.log_change(request, career, f"Hidden title added: {dead_end.words}")
        return f"Whoever searches for “{dead_end.words}” now finds {career}."

    def _add_synonym(self, request: HttpRequest, dead_end: DeadEnd, form: SynonymForm) -> str:
        """As with a title."""
        if not form.is_valid():
            return ""
        synonym = form.instance
        try:
            dead_ends.add_synonym(dead_end=dead_end, synonym=synonym)
        except dead_ends.InVainStill as error:
            form.add_error("means", str(error))
            return ""
        self.log_addition(request, synonym, f"For the searches for “{dead_end.words}”")
        return f"“{synonym.term}” now means “{synonym.means}” in searches."

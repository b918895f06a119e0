from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import slugify

from ..models import Career, DeadEnd, Synonym, Title
from ..search import search


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


class WordsForCareer(forms.Form):
    """What to do with words that people searched for in vain."""

    career = forms.ModelChoiceField(
        Career.objects.all(), required=False, help_text="Whoever searches for the words finds this career."
    )
    means = forms.CharField(
        label="Means",
        required=False,
        max_length=Synonym._meta.get_field("means").max_length,
        help_text="Words that titles use instead: the search then takes one for the other, within longer searches too.",
    )

    def chosen(self, name: str, message: str):
        """The cleaned value of a field that the pressed button needs; None, with `message` at it, where it is empty."""
        value = self.cleaned_data.get(name)
        if not value and not self.errors.get(name):
            self.add_error(name, message)
        return value


@admin.register(DeadEnd)
class DeadEndAdmin(admin.ModelAdmin):
    list_display = ["words", "found", "times", "last_at", "help_link", "draft_link"]
    list_display_links = None
    list_filter = ["found"]
    search_fields = ["words"]
    date_hierarchy = "last_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        # What was searched is a record; it is answered, or deleted, but not edited.
        return obj is None and super().has_change_permission(request)

    def get_urls(self):
        answer = path("<int:pk>/answer/", self.admin_site.admin_view(self.answer), name="careers_deadend_answer")
        return [answer, *super().get_urls()]

    @admin.display(description="make it found")
    def help_link(self, dead_end: DeadEnd) -> str:
        address = reverse("admin:careers_deadend_answer", args=[dead_end.pk])
        return format_html('<a href="{}">Add to a career or as a synonym</a>', address)

    @admin.display(description="new career")
    def draft_link(self, dead_end: DeadEnd) -> str:
        words = dead_end.words[:1].upper() + dead_end.words[1:]
        prefilled = urlencode({"title": words, "slug": slugify(words)})
        return format_html('<a href="{}?{}">Start a draft</a>', reverse("admin:careers_career_add"), prefilled)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the words a hidden title of a career, or a synonym; they are no dead end then."""
        dead_end = get_object_or_404(DeadEnd, pk=pk)
        if not request.user.has_perm("careers.change_career"):
            raise PermissionDenied
        form = WordsForCareer(request.POST or None)
        if request.method == "POST" and form.is_valid() and (message := self._answer(request, dead_end, form)):
            messages.success(request, message)
            return redirect("admin:careers_deadend_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Searched in vain: {dead_end.words}",
            "opts": self.opts,
            "dead_end": dead_end,
            "form": form,
        }
        return TemplateResponse(request, "admin/careers/deadend/answer.html", context)

    @transaction.atomic
    def _answer(self, request: HttpRequest, dead_end: DeadEnd, form: WordsForCareer) -> str:
        words = dead_end.words
        if "synonym" in request.POST:
            means = form.chosen("means", "Write the words that titles use.")
            if not means:
                return ""
            Synonym.objects.get_or_create(term=words[:80], means=means)
            message = f"“{words}” now means “{means}” in searches."
        else:
            career = form.chosen("career", "Choose the career that the words should find.")
            if not career:
                return ""
            Title.objects.get_or_create(career=career, name=words, defaults={"hidden": True})
            self.log_change(request, career, f"Hidden title added: {words}")
            message = f"Whoever searches for “{words}” now finds {career}."
        dead_end.delete()
        return message

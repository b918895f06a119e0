from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from ..locks import wait_to_derive
from ..models import Career, FailedSearch, Synonym, Title
from ..search import failed_searches, search
from ..search.nearest import nearest
from ..versions.careers import CAREER
from ..versions.documents import document_of
from ..versions.keeping import Author, note_change
from .choices import Choice
from .editing import StaffAdmin
from .spreadsheets.pages import InSpreadsheets


@admin.register(Synonym)
class SynonymAdmin(InSpreadsheets, StaffAdmin):
    list_display = ["term", "means"]
    search_fields = ["term", "means"]
    fields = ["term", "means"]

    def save_model(self, request: HttpRequest, synonym: Synonym, form, change: bool) -> None:
        super().save_model(request, synonym, form, change)
        if not search(synonym.means).hits:
            # Not refused: its careers may come later.
            message = f"Searches for “{synonym.means}” find nothing now, so neither do those for “{synonym.term}”."
            messages.warning(request, message)


# What each answer to a failed search writes, with the permissions that writing it elsewhere in the admin asks for.
ANSWERS = {
    "title": ["careers.add_title", "careers.change_career"],
    "synonym": ["careers.add_synonym"],
    "draft": ["careers.add_career"],
}
ANSWERED_HERE = {"title", "synonym"}


class PublishedCareers(AutocompleteJsonView):
    """What the field of a career offers while somebody types."""

    def get_queryset(self):
        return super().get_queryset().published()


class PublishedCareerSelect(Choice):
    url_name = "%s:careers_failedsearch_careers"


class TitleForm(forms.Form):
    """Of which career the words of a failed search are a title."""

    # The message of the field says more than the browser's.
    use_required_attribute = False

    career = forms.ModelChoiceField(
        Career.objects.published(),
        widget=PublishedCareerSelect(Title._meta.get_field("career"), admin.site),
        error_messages={
            "required": "Choose the career that the words should find.",
            "invalid_choice": "Choose a published career. Visitors only find those.",
        },
        help_text="Whoever searches for the words finds this career. The title is searched and never shown.",
    )


class SynonymForm(forms.ModelForm):
    class Meta:
        model = Synonym
        fields = ["term", "means"]
        widgets = {"term": AdminTextInputWidget, "means": AdminTextInputWidget}
        help_texts = {
            "term": "What people type, at most four words and 80 letters: shorten it where only a part is unknown.",
            "means": "What titles say instead. A search takes one for the other, within longer searches too.",
        }
        error_messages = {"means": {"required": "Write the words that titles use."}}


@admin.register(FailedSearch)
class FailedSearchAdmin(StaffAdmin):
    change_list_template = "admin/careers/failedsearch/change_list.html"
    list_display = ["searched", "found_today", "times", "last_day"]
    list_display_links = None
    # Each row is searched again when it is shown.
    list_per_page = 20
    search_fields = ["words"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        # What was searched is a record; it is answered, or deleted, but not edited.
        return obj is None and super().has_change_permission(request)

    def get_urls(self):
        site = self.admin_site
        careers = PublishedCareers.as_view(admin_site=site)
        return [
            path("<int:pk>/answer/", site.admin_view(self.answer), name="careers_failedsearch_answer"),
            path("careers/", site.admin_view(careers), name="careers_failedsearch_careers"),
            *super().get_urls(),
        ]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        allowed = self._allowed(request)
        columns = [*self.list_display, *(["nearest_buttons"] if "title" in allowed else [])]
        return [*columns, *(["other_answers"] if allowed else [])]

    def _allowed(self, request: HttpRequest) -> set[str]:
        """Which answers the person may give."""
        return {name for name, permissions in ANSWERS.items() if request.user.has_perms(permissions)}

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list, each row of which is searched again; what finds something by now is shown so once, and is gone."""
        failed_searches.purge()
        title = self.opts.verbose_name_plural.capitalize()
        response = super().changelist_view(request, {"title": title, **(extra_context or {})})
        if shown := getattr(response, "context_data", {}).get("cl"):
            shown.result_list = list(shown.result_list)
            allowed = self._allowed(request)
            for failed_search in shown.result_list:
                failed_search.allowed = allowed
                results = failed_searches.look_again(failed_search)
                failed_search.is_found = failed_searches.lack(results) is None
                failed_search.nearest = nearest(failed_search.words, results)
        return response

    @admin.display(description="words", ordering="words")
    def searched(self, failed_search: FailedSearch) -> str:
        # A search for a page of results is not counted.
        address = f"{reverse('careers:list')}?{urlencode({'q': failed_search.words, 'page': 1})}"
        return format_html('<bdi>{}</bdi><br><a href="{}">See the search</a>', failed_search.words, address)

    @admin.display(description="found", ordering="found")
    def found_today(self, failed_search: FailedSearch) -> str:
        if failed_search.is_found:
            careers = ", ".join(map(str, failed_search.nearest))
            return format_html("<strong>Found now:</strong> {}. Off this list.", careers)
        return failed_search.get_found_display()

    @admin.display(description="last searched", ordering="last_at")
    def last_day(self, failed_search: FailedSearch) -> str:
        return date_format(timezone.localtime(failed_search.last_at))

    @admin.display(description="add as a hidden title of")
    def nearest_buttons(self, failed_search: FailedSearch) -> str:
        if failed_search.is_found:
            return ""
        address = self._answer_address(failed_search)
        button = '<button type="submit" class="button" formaction="{}" name="career" value="{}">{}</button>'
        buttons = format_html_join(" ", button, ((address, career.pk, career) for career in failed_search.nearest))
        return buttons or "No title is similar."

    @admin.display(description="other answers")
    def other_answers(self, failed_search: FailedSearch) -> str:
        links = []
        if failed_search.allowed & ANSWERED_HERE:
            links.append((self._answer_address(failed_search), "Say what it should find"))
        if "draft" in failed_search.allowed:
            words = failed_search.words[:1].upper() + failed_search.words[1:]
            prefilled = urlencode({"title": words, "slug": slugify(words)})
            links.append((f"{reverse('admin:careers_career_add')}?{prefilled}", "Start a draft"))
        return "" if failed_search.is_found else format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', links)

    def _answer_address(self, failed_search: FailedSearch) -> str:
        return reverse("admin:careers_failedsearch_answer", args=[failed_search.pk])

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the words a hidden title of a career, or a synonym; they are no failed search then."""
        allowed = self._allowed(request) & ANSWERED_HERE
        is_synonym = "synonym" in request.POST
        pressed = {"synonym" if is_synonym else "title"} if request.method == "POST" else allowed
        if not (self.has_view_permission(request) and allowed and pressed <= allowed):
            raise PermissionDenied
        failed_search = FailedSearch.objects.filter(pk=pk).first()
        if failed_search is None:
            messages.info(
                request, "These words are no longer on the list: somebody answered them, or they find something now."
            )
            return redirect("admin:careers_failedsearch_changelist")
        posted = request.POST or None
        title_form = TitleForm(None if is_synonym else posted)
        synonym_form = SynonymForm(posted if is_synonym else None, initial={"term": failed_search.words})
        if is_synonym:
            message = self._add_synonym(request, failed_search, synonym_form)
        else:
            message = self._add_title(request, failed_search, title_form)
        if message:
            messages.success(request, message)
            return redirect("admin:careers_failedsearch_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": f"What should “{failed_search.words}” find?",
            "opts": self.opts,
            "failed_search": failed_search,
            "nearest": nearest(failed_search.words, search(failed_search.words)),
            "title_form": title_form if "title" in allowed else None,
            "synonym_form": synonym_form if "synonym" in allowed else None,
        }
        return TemplateResponse(request, "admin/careers/failedsearch/answer.html", context)

    def _add_title(self, request: HttpRequest, failed_search: FailedSearch, form: TitleForm) -> str:
        """What was done, in words; empty if nothing was, which the form says then."""
        if not form.is_valid():
            return ""
        career = form.cleaned_data["career"]
        # Before the career is read, so that the version before it is the newest.
        with transaction.atomic():
            wait_to_derive()
            before = document_of(CAREER, career.pk)
            try:
                failed_searches.add_title(failed_search=failed_search, career=career)
            except failed_searches.StillNotFound as error:
                form.add_error("career", str(error))
                return ""
            note_change(CAREER, career, before, Author(request.user.get_username()))
        self.log_change(request, career, f"Hidden title added: {failed_search.words}")
        return f"People who search for “{failed_search.words}” now find {career}."

    def _add_synonym(self, request: HttpRequest, failed_search: FailedSearch, form: SynonymForm) -> str:
        """As with a title."""
        if not form.is_valid():
            return ""
        synonym = form.instance
        try:
            failed_searches.add_synonym(failed_search=failed_search, synonym=synonym)
        except failed_searches.StillNotFound as error:
            form.add_error("means", str(error))
            return ""
        self.log_addition(request, synonym, f"For the searches for “{failed_search.words}”")
        return f"“{synonym.term}” now means “{synonym.means}” in searches."

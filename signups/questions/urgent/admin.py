"""Staff's pages of help lines, and of what readers wrote about answers."""

from datetime import date

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from careers.admin.editing import HTTPS_ADDRESSES, StaffAdmin
from careers.admin.order import InEditorsOrder

from ...models import AnswerFeedback, HelpLine


class ForOneCountry(StaffAdmin):
    change_list_template = "admin/signups/helpline/change_list.html"


@admin.register(HelpLine)
class HelpLineAdmin(InEditorsOrder, ForOneCountry):
    formfield_overrides = HTTPS_ADDRESSES
    list_display = ["name", "phone", "text", "order"]
    search_fields = ["name", "text"]
    fields = ["name", "phone", "url", "text"]
    sentences = ["text"]


@admin.register(AnswerFeedback)
class AnswerFeedbackAdmin(StaffAdmin):
    """To read, and to delete; nobody writes or changes one here."""

    list_display = ["text", "helped", "about", "written"]
    list_filter = ["is_helpful", "created_at"]
    list_select_related = ["question"]
    search_fields = ["text", "question__text"]
    fields = readonly_fields = ["text", "is_helpful", "question", "created_at"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Words about answers", **(extra_context or {})})

    @admin.display(description="helped", boolean=True, ordering="is_helpful")
    def helped(self, note: AnswerFeedback) -> bool:
        return note.is_helpful

    @admin.display(description="question", ordering="question__text")
    def about(self, note: AnswerFeedback) -> str:
        return str(note.question)

    @admin.display(description="written", ordering="created_at")
    def written(self, note: AnswerFeedback) -> date:
        return timezone.localtime(note.created_at).date()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AnswerFeedback | None = None) -> bool:
        return False

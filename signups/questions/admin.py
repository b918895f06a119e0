"""Staff's pages of questions and experts."""

from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpRequest

from careers.admin.editing import RowInline, StaffAdmin
from careers.admin.versions import Versioned
from careers.desk import Waiting, register

from ..models import Answer, Expert, Question
from .lost_words import LostWordsFilter


class AnsweredFilter(admin.SimpleListFilter):
    title = "answered"
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("no", "Published without an answer")]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(status=Question.Status.ACCEPTED) if self.value() == "no" else queryset


class AnswerInline(RowInline, admin.StackedInline):
    model = Answer
    autocomplete_fields = ["expert"]


@admin.register(Question)
class QuestionAdmin(Versioned, StaffAdmin):
    list_display = ["__str__", "career", "status", "answer_count", "created_at"]
    list_filter = [
        "status",
        AnsweredFilter,
        LostWordsFilter,
        "created_at",
        ("career", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["career"]
    search_fields = ["text", "career__title"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["career"]
    readonly_fields = ["created_at", "published_at"]
    inlines = [AnswerInline]
    fieldsets = [
        (None, {"fields": ["text", "career", "asker", "status"]}),
        ("About the asker", {"fields": ["email"]}),
        ("When", {"fields": ["created_at", "published_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(answers_given=Count("answers"))

    def view_on_site(self, question: Question) -> str | None:
        return question.get_absolute_url() if Question.objects.published().filter(pk=question.pk).exists() else None

    def save_related(self, request: HttpRequest, form, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        question = form.instance
        if question.status != Question.Status.PUBLISHED or Question.objects.published().filter(pk=question.pk).exists():
            return
        lacking = "its career is published" if question.answers.exists() else "it has an answer"
        messages.warning(request, f"Visitors do not see the question yet: they will once {lacking}.")

    @admin.display(description="answers", ordering="answers_given")
    def answer_count(self, question: Question) -> int:
        return question.answers_given


@admin.register(Expert)
class ExpertAdmin(StaffAdmin):
    list_display = ["name", "role", "is_sample"]
    list_filter = ["is_sample"]
    search_fields = ["name", "role"]


register(
    Waiting(
        name="new questions",
        one="new question",
        many="new questions",
        says="Read, then publish or decline.",
        rows=lambda user: Question.objects.filter(status=Question.Status.RECEIVED),
        page="admin:signups_question_changelist",
        query=f"status__exact={Question.Status.RECEIVED}",
        settled_by=(("signups.change_question",),),
    ),
    Waiting(
        name="unanswered questions",
        one="published question has no answer",
        many="published questions have no answer",
        says="Visitors see a question once an expert has answered.",
        rows=lambda user: Question.objects.filter(status=Question.Status.ACCEPTED),
        page="admin:signups_question_changelist",
        query="answered=no",
        settled_by=(("signups.change_question",),),
    ),
)

"""For staff: published questions whose words went with their asker, and that need new ones."""

from django.contrib import admin
from django.http import HttpRequest

from careers.desk import Waiting, register

from . import forgetting


class LostWordsFilter(admin.SimpleListFilter):
    title = "words"
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("lost", "Went with the asker")]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(pk__in=forgetting.to_be_reworded()) if self.value() == "lost" else queryset


register(
    Waiting(
        name="questions without words",
        one="question needs a new wording",
        many="questions need a new wording",
        says="The asker had their words deleted. Word the question by its answer.",
        rows=lambda user: forgetting.to_be_reworded(),
        page="admin:signups_question_changelist",
        query="words=lost",
        settled_by=(("signups.change_question",), ("signups.review_question",)),
    )
)

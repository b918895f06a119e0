from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..browse.choices import Filter, all_filters, offered
from ..models import Wish
from .editing import StaffAdmin, StaffForm
from .spreadsheets.pages import InSpreadsheets


def _values_of(one: Filter) -> SafeString:
    values = ((option.value, option.label) for option in one.options)
    return format_html_join(", ", "<b>{}</b> ({})", values) or SafeString("nothing to choose now")


def _help() -> SafeString:
    """What may be chosen of each filter: nobody knows by heart how the list's addresses spell it."""
    names = Wish.Filter
    lines = ((names(one.name).label, _values_of(one)) for one in all_filters() if one.name in names.values)
    return format_html(
        "{}<details><summary>Choices of each filter</summary>{}</details>",
        Wish._meta.get_field("values").help_text,
        format_html_join("", "<p>{}: {}</p>", lines),
    )


class WishForm(StaffForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Who may only look has no such field.
        if "values" in self.fields:
            self.fields["values"].help_text = lazy(_help, SafeString)()


@admin.register(Wish)
class WishAdmin(InSpreadsheets, StaffAdmin):
    form = WishForm
    list_display = ["words", "filter", "values", "says", "otherwise"]
    list_filter = ["filter"]
    search_fields = ["words", "says", "otherwise"]
    fields = ["words", "filter", "values", "says", "otherwise", "instead"]
    sentences = ["values", "says", "otherwise"]

    def save_model(self, request: HttpRequest, wish: Wish, form, change: bool) -> None:
        super().save_model(request, wish, form, change)
        known = offered().get(wish.filter, [])
        unknown = [value for value in wish.chosen if value not in known]
        if wish.filter and unknown:
            # Not refused: the release that has it may come later.
            told = f"It has {', '.join(known)}." if known else "It has nothing to choose."
            name = wish.get_filter_display()
            messages.warning(request, f"The filter “{name}” has no {', '.join(unknown)} now. {told}")

"""Fields in which staff choose a row while they type."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

# The longest numbers that a row can have on both databases.
MOST_DIGITS = 18


class NumbersAlone:
    """Shows again only what can be a row: Django would compare anything that was sent with the rows' numbers."""

    def optgroups(self, name, value, attr=None):
        numbers = [given for given in value if str(given).isascii() and str(given).isdigit()]
        return super().optgroups(name, [given for given in numbers if len(str(given)) <= MOST_DIGITS], attr)

    @property
    def media(self) -> forms.Media:
        # What makes the boxes comes before what names them.
        return super().media + forms.Media(js=["admin/js/jquery.init.js", "admin/js/autocomplete.js", "js/pickers.js"])


class Choice(NumbersAlone, AutocompleteSelect):
    pass


class Choices(NumbersAlone, AutocompleteSelectMultiple):
    pass


class ChoicesOfRows:
    """For an admin with `autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Choice(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Choices(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

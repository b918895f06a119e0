"""Who may do what in the staff pages, beyond adding, changing, deleting and viewing."""

from collections.abc import Iterable
from functools import cache

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

PUBLISH = "careers.publish_career"
PREVIEW = "careers.preview_career"
APPROVE = "careers.approve_release"
ROLL_BACK = "careers.roll_back_release"
IMPORT = "careers.add_importrun"
NAMED = 3


def who_can(*permissions: str) -> str:
    """The names of staff who have all of `permissions`, for whoever has them not: "ada, grace and 2 others"."""
    staff = get_user_model().objects.none()
    for number, permission in enumerate(permissions):
        holders = get_user_model().objects.with_perm(permission).filter(is_staff=True)
        staff = holders if number == 0 else staff.filter(pk__in=holders.values("pk"))
    names = sorted({user.get_username() for user in staff})
    if not names:
        return "nobody yet"
    shown, more = names[:NAMED], len(names) - NAMED
    if more > 0:
        shown.append("1 other" if more == 1 else f"{more} others")
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


class OfItsParent:
    """Rows on the page of what they belong to: whoever may change that may change them, with no right of their own."""

    def _may_edit(self, request: HttpRequest, parent=None) -> bool:
        pages = self.admin_site.get_model_admin(self.parent_model)
        if parent is not None:
            return pages.has_change_permission(request, parent)
        return pages.has_add_permission(request) or pages.has_change_permission(request)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        pages = self.admin_site.get_model_admin(self.parent_model)
        return pages.has_view_permission(request, obj) or self._may_edit(request, obj)

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may_edit(request, obj)


class NameAlone:
    """A column of a read-only page: what a row belongs to, without the link that Django puts there."""

    def __init__(self, field: models.ForeignKey) -> None:
        self.__name__ = field.name
        self.short_description = capfirst(field.verbose_name)

    def __call__(self, row: models.Model) -> str:
        value = getattr(row, self.__name__)
        return "-" if value is None else str(value)

    def __str__(self) -> str:
        return self.__name__


_name_alone = cache(NameAlone)


class LinksToOpen:
    """Pages on which those who only look get links to nothing but what they may open."""

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list:
        return [*super().get_readonly_fields(request, obj), *self._names_alone(request, obj).values()]

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        alone = self._names_alone(request, obj)

        def unlinked(fields: Iterable) -> list:
            found = [
                tuple(unlinked(field)) if isinstance(field, list | tuple) else alone.get(field, field)
                for field in fields
            ]
            return list(dict.fromkeys(found))

        fieldsets = super().get_fieldsets(request, obj)
        return [(name, {**options, "fields": unlinked(options["fields"])}) for name, options in fieldsets]

    def _names_alone(self, request: HttpRequest, obj) -> dict[str, NameAlone]:
        if obj is None or not self._links_are_shown(request, obj):
            return {}
        keys = [field for field in self.model._meta.fields if field.is_relation]
        own = [field for field in keys if field.related_model is not getattr(self, "parent_model", None)]
        return {field.name: _name_alone(field) for field in own if not self._opens(request, field.related_model)}

    def _links_are_shown(self, request: HttpRequest, obj) -> bool:
        """Whether what a row belongs to can only be looked at: Django then shows it as a link."""
        return not self.has_change_permission(request, obj)

    def _opens(self, request: HttpRequest, model: type[models.Model]) -> bool:
        site = self.admin_site
        return site.is_registered(model) and site.get_model_admin(model).has_view_or_change_permission(request)

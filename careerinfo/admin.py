"""Accounts and their groups, with the same words as every other staff page."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from careers.admin.editing import PlainHistory

admin.site.unregister([Group, User])


@admin.register(User)
class AccountAdmin(PlainHistory, UserAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        # Django's form asks for both rights, so no page may link to it for one alone.
        return super().has_add_permission(request) and self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_above(request, obj)

    def _is_above(self, request: HttpRequest, account: User | None) -> bool:
        """Whoever could set a superuser's password could sign in as one."""
        return account is not None and account.is_superuser and not request.user.is_superuser

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # All there is to see of a password is a link to change it.
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "password"]})
            for name, options in fieldsets
        ]


@admin.register(Group)
class AccountGroupAdmin(PlainHistory, GroupAdmin):
    pass

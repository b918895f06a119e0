"""Accounts and their groups, with the same words as every other staff page."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from careers.admin.editing import PlainHistory

admin.site.unregister([Group, User])


@admin.register(User)
class AccountAdmin(PlainHistory, UserAdmin):
    pass


@admin.register(Group)
class AccountGroupAdmin(PlainHistory, GroupAdmin):
    pass

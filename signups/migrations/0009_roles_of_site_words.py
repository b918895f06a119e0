"""Who of staff writes the site's own words: whoever may do all, and for announcements those who write careers too.

A group is taken for the role whose name it has where it still has a right that the role is made of.
"""

from importlib import import_module

from django.db import migrations

ALL = "view add change delete"
ANNOUNCEMENTS = {"careers.announcement": ALL}
ROLES = {
    "Editor": ("change_career", ANNOUNCEMENTS),
    "Reviewer": ("change_career", ANNOUNCEMENTS),
    "Administrator": (
        "change_user",
        {**ANNOUNCEMENTS, "careers.sitewords": ALL, "careers.navigationlink": ALL},
    ),
}


def add_rights(apps, schema_editor) -> None:
    permissions_of = import_module("signups.migrations.0006_roles")._permissions
    for name, (made_of, rights) in ROLES.items():
        group = apps.get_model("auth", "Group").objects.filter(name=name, permissions__codename=made_of).first()
        if group:
            group.permissions.add(*permissions_of(apps, rights))


class Migration(migrations.Migration):
    dependencies = [("signups", "0006_roles"), ("careers", "0054_first_links")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]

"""Whoever decides about releases by his role may import them too."""

from django.db import migrations

ROLES = ["Figures", "Administrator"]
RIGHTS = ["view", "add"]


def let_them_import(apps, schema_editor) -> None:
    """Not groups of that name that staff made for something else: those do not approve releases."""
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=ROLES, permissions__codename="approve_release"):
        group.permissions.add(*(_permission(apps, right) for right in RIGHTS))


def _permission(apps, right: str):
    """Django makes permissions only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="careers", model="importrun"
    )
    permissions = apps.get_model("auth", "Permission").objects
    codename = f"{right}_importrun"
    return permissions.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {right} import"}
    )[0]


class Migration(migrations.Migration):
    dependencies = [("signups", "0009_roles_of_site_words"), ("careers", "0055_imports_by_staff")]

    operations = [migrations.RunPython(let_them_import, migrations.RunPython.noop)]

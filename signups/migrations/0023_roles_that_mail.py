"""Whoever looks after subscriptions by their role writes newsletters too, and sees to it that mail goes out."""

from django.db import migrations

ROLES = ["Mailer", "Administrator"]
RIGHTS = {
    "newsletter": "view add change delete send",
    "mailing": "view decide",
    "delivery": "view",
    "subscription": "export import",
}


def let_them_mail(apps, schema_editor) -> None:
    """Not groups of that name that staff made for something else: those do not delete subscriptions."""
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=ROLES, permissions__codename="delete_subscription"):
        group.permissions.add(*(_permission(apps, model, right) for model in RIGHTS for right in RIGHTS[model].split()))


def _permission(apps, model: str, right: str):
    """Django makes permissions only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="signups", model=model
    )
    codename = f"{right}_{model}"
    names = dict(apps.get_model("signups", model)._meta.permissions)
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": names.get(codename, f"Can {right} {model}")}
    )[0]


class Migration(migrations.Migration):
    dependencies = [("signups", "0022_newsletters"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(let_them_mail, migrations.RunPython.noop)]

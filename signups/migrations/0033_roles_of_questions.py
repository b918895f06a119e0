"""Whoever looks after questions by their role reviews them, and is told of urgent ones."""

from django.db import migrations

ROLES = ["Moderator", "Administrator"]
RIGHTS = {
    "question": "review",
    "expert": "verify",
    "declinereason": "view add change delete",
    "helpline": "view add change delete",
    "answerfeedback": "view delete",
}


def let_them_review(apps, schema_editor) -> None:
    """Not groups of that name that staff made for something else: those do not delete questions."""
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=ROLES, permissions__codename="delete_question"):
        wanted = [(model, f"{right}_{model}") for model in RIGHTS for right in RIGHTS[model].split()]
        group.permissions.add(*(_permission(apps, *one) for one in [*wanted, ("question", "be_alerted")]))


def _permission(apps, model: str, codename: str):
    """Django makes permissions only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="signups", model=model
    )
    options = apps.get_model("signups", model)._meta
    name = dict(options.permissions).get(codename, f"Can {codename.partition('_')[0]} {options.verbose_name}")
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


class Migration(migrations.Migration):
    dependencies = [("signups", "0032_questions_on_their_way"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(let_them_review, migrations.RunPython.noop)]

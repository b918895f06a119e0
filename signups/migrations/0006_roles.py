"""Who does what among staff: groups, whose rights staff may change. One that staff named so before stays as it is."""

from django.conf import settings
from django.db import migrations

LOOK, WRITE, ALL = "view", "view add change", "view add change delete"
EDITOR = {
    "careers.career": f"{WRITE} preview",
    "careers.title": "add",
    "careers.field": WRITE,
    "careers.organization": ALL,
    "careers.credential": ALL,
    "careers.synonym": ALL,
    "careers.wish": ALL,
    "careers.failedsearch": "view change delete",
    "careers.checkedlink": "view change",
    "careers.nextstep": ALL,
    "careers.plansection": WRITE,
    "careers.occupation": LOOK,
    "schools.school": WRITE,
    "schools.featured": ALL,
}
ROLES = {
    "Editor": EDITOR,
    "Reviewer": {**EDITOR, "careers.career": f"{WRITE} preview publish"},
    "Figures": {
        "careers.career": f"{LOOK} preview",
        "careers.occupation": WRITE,
        "careers.outlook": ALL,
        "careers.homeregion": ALL,
        "careers.release": f"{WRITE} approve roll_back",
    },
    "Moderator": {"careers.career": LOOK, "signups.question": ALL, "signups.expert": ALL},
    "Mailer": {"signups.subscription": ALL},
    "Administrator": {
        **EDITOR,
        "careers.career": f"{ALL} preview publish",
        "careers.field": ALL,
        "careers.plansection": ALL,
        "careers.occupation": ALL,
        "careers.outlook": ALL,
        "careers.homeregion": ALL,
        "careers.release": f"{WRITE} approve roll_back",
        "schools.school": ALL,
        "signups.question": ALL,
        "signups.expert": ALL,
        "signups.subscription": ALL,
        "auth.user": ALL,
        "auth.group": ALL,
    },
}


def add_roles(apps, schema_editor) -> None:
    groups = apps.get_model("auth", "Group").objects
    for name, rights in ROLES.items():
        group, is_new = groups.get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(apps, rights))
        else:
            print(
                f"\n    There is a group {name} already, which stays as it is. What this site's role of that name may "
                "do stands in signups/migrations/0006_roles.py."
            )


def _permissions(apps, rights: dict[str, str]) -> list:
    """Django makes permissions only after all migrations."""
    found = []
    for label, actions in rights.items():
        model = apps.get_model(label)
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=model._meta.app_label, model=model._meta.model_name
        )
        names = dict(model._meta.permissions)
        for action in actions.split():
            codename = f"{action}_{model._meta.model_name}"
            name = names.get(codename, f"Can {action} {model._meta.verbose_name}")
            permissions = apps.get_model("auth", "Permission").objects
            values = {"content_type": content_type, "codename": codename}
            found.append(permissions.get_or_create(**values, defaults={"name": name})[0])
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("signups", "0005_sign_ins"),
        ("careers", "0047_reviews_and_links"),
        ("schools", "0004_days_of_placements"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]

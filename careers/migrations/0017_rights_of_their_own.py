"""Publishing, previewing, approving and rolling back ask for permissions of their own.

Whoever could do so until now, because they could change careers or releases, is given the new permissions, by
themselves or by their group, so that nobody loses what they could do. Take them away where they are not meant.
"""

from django.conf import settings
from django.db import migrations
from django.db.models.functions import Lower

NAMES = {
    "publish_career": ("career", "Can publish and unpublish careers"),
    "preview_career": ("career", "Can preview careers that visitors do not see"),
    "approve_release": ("release", "Can approve and reject releases and hold their figures back"),
    "roll_back_release": ("release", "Can roll releases back"),
}
# Approving could publish the careers that a release brings.
GIVEN = {
    "view_career": ["preview_career"],
    "change_career": ["publish_career", "preview_career"],
    "change_release": ["approve_release", "roll_back_release", "publish_career"],
}


def permission_of(apps, codename: str):
    """On a site that is being upgraded Django makes it only after all migrations."""
    model, name = NAMES[codename]
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="careers", model=model
    )
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


def give(apps, schema_editor) -> None:
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="careers")
    groups = apps.get_model("auth", "Group").objects
    users = apps.get_model(settings.AUTH_USER_MODEL).objects
    given_to = set()
    for held, new in GIVEN.items():
        for permission in permissions.filter(codename=held):
            holders = [
                *((group.permissions, f"group {group.name}") for group in groups.filter(permissions=permission)),
                *((user.user_permissions, user.username) for user in users.filter(user_permissions=permission)),
            ]
            for rights, name in holders:
                rights.add(*(permission_of(apps, codename) for codename in new))
                given_to.add(name)
    if given_to:
        print(
            f"\n    {', '.join(sorted(given_to))}: given the new permissions to publish, preview, approve and roll back "
            "that go with what they could do."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0016_growth_bands_of_2024_34"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="career",
            options={
                "ordering": [Lower("title")],
                "permissions": [
                    ("publish_career", "Can publish and unpublish careers"),
                    ("preview_career", "Can preview careers that visitors do not see"),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="release",
            options={
                "ordering": ["-as_of", "data_set"],
                "permissions": [
                    ("approve_release", "Can approve and reject releases and hold their figures back"),
                    ("roll_back_release", "Can roll releases back"),
                ],
            },
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]

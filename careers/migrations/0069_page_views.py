"""How often pages are viewed. Whoever sees what was searched in vain sees this too: the writers, and who may do all."""

from django.db import migrations, models

MODEL = "pageview"


def let_them_see(apps, schema_editor) -> None:
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="careers", model=MODEL
    )
    # Django makes permissions only after all migrations.
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_pageview", defaults={"name": "Can view page view"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(permissions__codename="view_failedsearch"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    # The groups of a new site are made by the second, and by then they see failed searches.
    dependencies = [
        ("careers", "0068_generation"),
        ("signups", "0009_roles_of_site_words"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "page",
                    models.CharField(
                        help_text="Its address on this site, without what was searched for.", max_length=200
                    ),
                ),
                ("day", models.DateField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "default_permissions": ("view",),
                "verbose_name": "page view",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "day"),
                        name="page_view_once_a_day",
                        violation_error_message="The views of this page on this day are counted already.",
                    )
                ],
            },
        ),
        migrations.RunPython(let_them_see, migrations.RunPython.noop),
    ]

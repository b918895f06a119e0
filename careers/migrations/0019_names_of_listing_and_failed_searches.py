from django.db import migrations, models

ACTIONS = ("add", "change", "delete", "view")


def rights_under_the_new_name(apps, schema_editor):
    """Whoever may see and delete searches that found nothing still may; the rights of the old name serve older code."""
    Permission = apps.get_model("auth", "Permission")
    old = Permission.objects.filter(
        content_type__app_label="careers", codename__in=[f"{action}_deadend" for action in ACTIONS]
    )
    for permission in old:
        action = permission.codename.partition("_")[0]
        new, _ = Permission.objects.get_or_create(
            content_type=permission.content_type,
            codename=f"{action}_failedsearch",
            defaults={"name": permission.name},
        )
        new.user_set.add(*permission.user_set.all())
        new.group_set.add(*permission.group_set.all())


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("careers", "0018_what_is_refused_in_words"),
    ]

    operations = [
        # The tables keep their names: older code serves while this runs.
        migrations.AlterModelTable("careerfacts", "careers_careerfacts"),
        migrations.RenameModel("CareerFacts", "CareerListing"),
        migrations.AlterModelOptions("careerlisting", {"verbose_name": "listed career"}),
        migrations.AlterField(
            "careerlisting",
            "career",
            models.OneToOneField(
                on_delete=models.deletion.CASCADE,
                primary_key=True,
                related_name="listing",
                serialize=False,
                to="careers.career",
            ),
        ),
        migrations.AlterModelTable("deadend", "careers_deadend"),
        migrations.RenameModel("DeadEnd", "FailedSearch"),
        migrations.RunPython(rights_under_the_new_name, migrations.RunPython.noop),
        migrations.AlterField("onetprofile", "data", models.JSONField(help_text="As the O*NET importer makes it.")),
    ]

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def name_areas(apps, schema_editor) -> None:
    """Releases called the areas as they are called now, as far as was kept."""
    area_names = apps.get_model("careers", "AreaName")
    areas = apps.get_model("careers", "Area").objects.in_bulk()
    pairs = apps.get_model("careers", "AreaPay").objects.order_by().values_list("release", "area").distinct()
    names = (
        area_names(release_id=release, area_id=area, title=areas[area].title, states=areas[area].states)
        for release, area in pairs
    )
    area_names.objects.bulk_create(names, batch_size=500)


def mark(apps, schema_editor) -> None:
    """Withdrawn careers without a release lost it when that was pruned; nothing else withdraws them."""
    careers = apps.get_model("careers", "Career").objects
    careers.filter(Q(brought_by__isnull=False) | Q(status="withdrawn")).update(brought=True)


class Migration(migrations.Migration):
    dependencies = [("careers", "0007_synonyms_once_by_their_words")]

    operations = [
        migrations.AddField(
            model_name="career",
            name="brought",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="An O*NET release made this career; else editors did.",
                verbose_name="brought by a release",
            ),
        ),
        migrations.AlterField(
            model_name="career",
            name="brought_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The O*NET release that this career came with, while it is kept.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="brought_careers",
                to="careers.release",
            ),
        ),
        migrations.CreateModel(
            name="AreaName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("states", models.CharField(blank=True, max_length=40)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="careers.area"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areaname_rows",
                        to="careers.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("release", "area"), name="area_name_once_per_release")
                ],
            },
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.RunPython(name_areas, migrations.RunPython.noop),
    ]

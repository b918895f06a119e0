from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careers", "0026_regions_and_demand")]

    operations = [
        migrations.AddField(
            model_name="careerlisting",
            name="settings",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Codes of where and how the work is done, where a release says so: outdoors active.",
                max_length=80,
            ),
        ),
    ]

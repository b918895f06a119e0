from django.db import migrations, models


class Migration(migrations.Migration):
    """The titles themselves are made by the code of the day, after the migrations: see `careers/apps.py`."""

    dependencies = [("careers", "0027_settings_of_listed_careers")]

    operations = [
        migrations.AddField(
            model_name="career",
            name="imported_title",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=160),
        ),
    ]

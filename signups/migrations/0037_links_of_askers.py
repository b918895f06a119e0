from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signups", "0035_first_help_lines")]

    operations = [
        migrations.AlterField(
            model_name="signuprequest",
            name="wants",
            field=models.CharField(
                choices=[
                    ("topics", "Updates"),
                    ("link", "A link to their own updates"),
                    ("asked", "A link to their own questions"),
                ],
                db_default="topics",
                default="topics",
                max_length=6,
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careers", "0028_plain_titles")]

    operations = [
        migrations.CreateModel(
            name="InterestStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("activity", "Activity"),
                            ("area", "Area of work"),
                            ("action", "What one does"),
                            ("object", "What one works with"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "interests",
                    models.CharField(help_text="Letters of the interests that it is of: RS.", max_length=6),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True, help_text="The area of work that an activity is of, if any.", max_length=80
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField(help_text="Its place in the release.")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intereststatement_rows",
                        to="careers.release",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "kind", "interests", "area", "text"),
                        name="interest_statement_once_per_release",
                        violation_error_message="This release says so already.",
                    )
                ],
            },
        ),
    ]

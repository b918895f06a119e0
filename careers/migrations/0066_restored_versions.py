"""A version that is had again is called restored everywhere. Its column keeps its name, so that old code goes on."""

from django.db import migrations, models

ACTIONS = [
    ("saved", "Saved"),
    ("found", "As it was found"),
    ("deleted", "Deleted"),
    ("brought-back", "Restored"),
    ("published", "A draft was published"),
]


class Migration(migrations.Migration):
    dependencies = [("careers", "0063_sent_table")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="version", name="version_brought_back_says_so"),
                migrations.RemoveField(model_name="version", name="brought_back"),
                migrations.AddField(
                    model_name="version",
                    name="restored",
                    field=models.PositiveIntegerField(
                        db_column="brought_back", help_text="The number of the version that was restored.", null=True
                    ),
                ),
                migrations.AlterField(
                    model_name="version",
                    name="action",
                    field=models.CharField(choices=ACTIONS, default="saved", max_length=12),
                ),
                migrations.AddConstraint(
                    model_name="version",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("restored", None), ("action", "brought-back"), _connector="OR"),
                        name="version_brought_back_says_so",
                        violation_error_message="Only a version that was restored says which one it was.",
                    ),
                ),
            ]
        )
    ]

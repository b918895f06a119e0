import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns keep their names, so that code of before this goes on serving while a site is brought up to date."""

    dependencies = [("careers", "0022_indexes_that_a_unique_one_begins_with")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("career", "brought", "from_onet"),
                migrations.AlterField(
                    "career",
                    "from_onet",
                    models.BooleanField(
                        db_column="brought",
                        db_default=False,
                        default=False,
                        editable=False,
                        help_text="An O*NET release made this career; else editors did.",
                        verbose_name="added by an O*NET release",
                    ),
                ),
                migrations.RenameField("career", "brought_by", "added_by"),
                migrations.AlterField(
                    "career",
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_column="brought_by_id",
                        editable=False,
                        help_text="The O*NET release that this career came with, while it is kept.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="added_careers",
                        to="careers.release",
                    ),
                ),
            ]
        )
    ]

from django.db import migrations, models
from django.db.models import Q


def mark(apps, schema_editor) -> None:
    """Withdrawn careers without a release lost it when that was pruned; nothing else withdraws them."""
    careers = apps.get_model("careers", "Career").objects
    careers.filter(Q(brought_by__isnull=False) | Q(status="withdrawn")).update(brought=True)


class Migration(migrations.Migration):
    dependencies = [("careers", "0004_search")]

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
                on_delete=models.SET_NULL,
                related_name="brought_careers",
                to="careers.release",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signups", "0037_links_of_askers"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="expert",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="signups.expert",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="reminded_for",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]

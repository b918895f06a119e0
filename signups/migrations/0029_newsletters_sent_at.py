from django.db import migrations, models
from django.db.models import Min

import signups.models.newsletters


def say_when_sent(apps, schema_editor):
    """Of those in the archive already."""
    newsletters = apps.get_model("signups", "Newsletter").objects.using(schema_editor.connection.alias)
    for newsletter in newsletters.exclude(published_at=None).select_related("mailing"):
        sent = newsletter.mailing.deliveries.filter(state="sent").aggregate(at=Min("decided_at"))["at"]
        was_sent = (newsletter.mailing.outcome or {}).get("sent")
        newsletters.filter(pk=newsletter.pk).update(sent_at=sent or (newsletter.mailing.done_at if was_sent else None))


class Migration(migrations.Migration):
    dependencies = [
        ("signups", "0026_address_troubles"),
    ]

    operations = [
        migrations.AddField(
            model_name="newsletter",
            name="sent_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="newsletter",
            name="field",
            field=models.ForeignKey(
                blank=True,
                help_text="A field of work. Empty: everybody who gets the newsletter.",
                null=True,
                on_delete=signups.models.newsletters.protect_unless_over,
                related_name="newsletters",
                to="careers.field",
                verbose_name="only for those who follow",
            ),
        ),
        migrations.RunPython(say_when_sent, migrations.RunPython.noop),
    ]

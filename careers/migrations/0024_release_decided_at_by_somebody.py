from django.db import migrations, models
from django.db.models import F, Q


def settle(apps, schema_editor):
    """Whatever older code left half said: what waits is not decided on, and a decision has a time and somebody."""
    releases = apps.get_model("careers", "Release").objects
    releases.filter(state__in=["loading", "staged"]).update(decided_at=None, decided_by="")
    releases.filter(decided_at=None).exclude(decided_by="").update(decided_at=F("loaded_at"))
    releases.filter(decided_at__isnull=False, decided_by="").update(decided_by="not known")


class Migration(migrations.Migration):
    dependencies = [("careers", "0023_career_from_onet")]

    operations = [
        migrations.RunPython(settle, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=Q(decided_at=None, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(state__in=["loading", "staged"])),
                name="release_decided_at_by_somebody",
                violation_error_message="A release that waits is not decided on; a decision has a time and somebody "
                "who took it.",
            ),
        ),
    ]

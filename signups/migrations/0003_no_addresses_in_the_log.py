from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat


def forget_addresses(apps, schema_editor):
    """What a signup was called in the admin's log was its address, which stayed when the signup was erased."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="signups", model="subscription")
    entries = apps.get_model("admin", "LogEntry").objects.filter(content_type__in=list(kinds))
    entries.update(object_repr=Concat(Value("Signup "), F("object_id")))


class Migration(migrations.Migration):

    dependencies = [
        ('signups', '0002_what_is_refused_in_words'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunPython(forget_addresses, migrations.RunPython.noop, elidable=True),
    ]

"""What tells the page cache that something was changed; the triggers that write it are made after each `migrate`."""

from django.db import migrations, models

BESIDE = "careers_shown_release"
TRIGGERS_ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND (sql LIKE %s OR sql LIKE %s)"
FUNCTIONS = ("careers_new_generation", "careers_new_generation_if_any", "careers_new_generation_if_shown")


def drop_triggers(apps, schema_editor):
    """On the way back: what they write is about to go."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(TRIGGERS_ON_SQLITE, ["%careers_generation%", f"%{BESIDE}%"])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            cursor.execute(f"DROP TABLE IF EXISTS {BESIDE}")
        else:
            for name in FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("careers", "0066_restored_versions")]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[("number", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]

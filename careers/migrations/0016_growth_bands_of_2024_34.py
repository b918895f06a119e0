from django.db import migrations

# What O*NET and the Bureau of Labor Statistics call the growth of the projections for 2024–34.
BANDS = {"little_change_from": 0, "slower_from": 1, "average_from": 3, "faster_from": 5, "much_faster_from": 7}


def set_bands(apps, schema_editor):
    """Staff who have set some already know better."""
    releases = apps.get_model("careers", "Release").objects.filter(data_set="projections")
    releases.filter(period__in=["2024–34", "2024-34"], little_change_from=None).update(**BANDS)


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0015_growth_bands'),
    ]

    operations = [
        migrations.RunPython(set_bands, migrations.RunPython.noop, elidable=True),
    ]

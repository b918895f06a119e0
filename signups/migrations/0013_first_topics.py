import unicodedata

from django.db import migrations


def readable(label):
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode").lower()
    except UnicodeError:
        return label


def normal(email):
    name, _, domain = email.strip().rpartition("@")
    labels = [readable(label) for label in unicodedata.normalize("NFC", domain).lower().split(".")]
    return unicodedata.normalize("NFC", f"{name.lower()}@{'.'.join(labels)}")


def fill(apps, schema_editor):
    """Whoever signed up before there were topics asked for updates of the site, which the newsletter is."""
    Subscription = apps.get_model("signups", "Subscription")
    Topic = apps.get_model("signups", "Topic")
    taken = set(Subscription.objects.exclude(normal_email=None).values_list("normal_email", flat=True))
    for row in Subscription.objects.filter(normal_email=None).order_by("pk"):
        address = normal(row.email)
        if address in taken:
            # One address in two spellings: the older row stands for both.
            row.delete()
            continue
        taken.add(address)
        row.normal_email = address
        if row.status == "confirmed":
            row.confirmed_at = row.created_at
        row.save()
        Topic.objects.get_or_create(
            subscription=row,
            kind="newsletter",
            defaults={"asked_at": row.created_at, "confirmed_at": row.confirmed_at},
        )


class Migration(migrations.Migration):

    dependencies = [
        ('signups', '0012_updates_and_outbox'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]

import unicodedata

from django.db import migrations, transaction
from django.db.models import F

# The site serves while this runs: each step is a short transaction of its own, and one that is broken off goes on.
AT_ONCE = 200


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
    left = Subscription.objects.filter(normal_email=None).order_by("pk")
    while pks := list(left.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            fill_some(apps, left.filter(pk__in=pks).select_for_update())


def fill_some(apps, found):
    Subscription = apps.get_model("signups", "Subscription")
    rows = list(found)
    addresses = {row.pk: normal(row.email) for row in rows}
    kept = {row.normal_email: row for row in Subscription.objects.filter(normal_email__in=addresses.values())}
    new = []
    for row in rows:
        row.normal_email = addresses[row.pk]
        older = kept.setdefault(row.normal_email, row)
        if older is row:
            new.append(row)
        else:
            unite(older, row)
    Subscription.objects.bulk_update(new, ["normal_email", "status"], batch_size=100)
    Subscription.objects.filter(pk__in=[row.pk for row in new], status="confirmed").update(confirmed_at=F("created_at"))
    add_topics(apps, [row.pk for row in new])


def unite(older, row):
    """One address in two spellings: the older row stands for both, and who unsubscribed by either one has."""
    status = next(name for name in ("unsubscribed", "confirmed", "pending") if name in (older.status, row.status))
    if status != older.status:
        older.status = status
        if status == "confirmed":
            older.confirmed_at = row.created_at
            older.topics.update(confirmed_at=row.created_at)
        else:
            older.topics.all().delete()
        older.save(update_fields=["status", "confirmed_at"])
    row.delete()


def add_topics(apps, pks):
    Subscription = apps.get_model("signups", "Subscription")
    Topic = apps.get_model("signups", "Topic")
    topics = [
        Topic(subscription=row, kind="newsletter", asked_at=row.created_at, confirmed_at=row.confirmed_at)
        for row in Subscription.objects.filter(pk__in=pks).exclude(status="unsubscribed")
    ]
    Topic.objects.bulk_create(topics, ignore_conflicts=True)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('signups', '0012_updates_and_outbox'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]

"""The links that stood at the top and bottom of every page so far, which staff may change."""

from django.db import migrations

LINKS = {
    "header": [
        ("careers:list", ""),
        ("careers:quiz", "Quiz"),
        ("schools:list", ""),
        ("signups:questions", ""),
    ],
    "footer": [
        ("careers:quiz", ""),
        ("careers:plan", ""),
        ("signups:ask", ""),
        ("signups:subscribe", ""),
        ("about", ""),
        ("privacy", ""),
        ("contact", ""),
    ],
}


def add(apps, schema_editor):
    links = apps.get_model("careers", "NavigationLink").objects
    found = [(place, page, label) for place, pages in LINKS.items() for page, label in pages]
    for order, (place, page, label) in enumerate(found, 1):
        links.create(place=place, page=page, label=label, order=order)


class Migration(migrations.Migration):
    dependencies = [("careers", "0053_site_words")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

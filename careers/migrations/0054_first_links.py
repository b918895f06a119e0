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


def remove(apps, schema_editor):
    """What staff named or ordered anew too, or it would be there twice; not the links that they added."""
    links = apps.get_model("careers", "NavigationLink").objects
    for place, pages in LINKS.items():
        links.filter(place=place, page__in=[page for page, _ in pages]).delete()


class Migration(migrations.Migration):
    dependencies = [("careers", "0053_site_words")]

    operations = [migrations.RunPython(add, remove)]

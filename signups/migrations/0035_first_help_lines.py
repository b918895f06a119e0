"""Whom somebody in danger can call in the United States; staff of a site elsewhere put their own instead."""

from django.db import migrations

# (name, phone, address, for whom it is)
LINES = [
    ("Emergency services", "911", "", "If somebody is in danger right now."),
    (
        "988 Suicide & Crisis Lifeline",
        "988",
        "https://988lifeline.org/",
        "Call or text, day and night, about anything that is too much.",
    ),
    (
        "Childhelp National Child Abuse Hotline",
        "1-800-422-4453",
        "https://www.childhelphotline.org/",
        "Call or text, day and night, if somebody hurts you, or a child that you know.",
    ),
]


def add(apps, schema_editor) -> None:
    lines = apps.get_model("signups", "HelpLine").objects
    if lines.exists():
        return
    lines.bulk_create(
        lines.model(name=name, phone=phone, url=url, text=text, order=order)
        for order, (name, phone, url, text) in enumerate(LINES, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("signups", "0034_first_decline_reasons")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

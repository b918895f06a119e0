"""Where people in the United States go on from here: services of the federal government, which staff may change."""

from django.db import migrations

COLLEGE = "some-college associate bachelor master doctoral"
STEPS = [
    {
        "title": "Find an apprenticeship",
        "text": "Open apprenticeships near you, with pay.",
        "url": "https://www.apprenticeship.gov/apprenticeship-job-finder",
        "only_for": "apprenticeship",
    },
    {
        "title": "Find training near you",
        "text": "Schools and short programs near you.",
        "url": "https://www.careeronestop.org/Toolkit/Training/find-local-training.aspx",
        "education": "none high-school some-college award associate",
    },
    {
        "title": "Compare colleges",
        "text": "What colleges cost and graduates earn.",
        "url": "https://collegescorecard.ed.gov/",
        "education": COLLEGE,
    },
    {
        "title": "Check the license rules in your state",
        "text": "Who gives the license in each state.",
        "url": "https://www.careeronestop.org/Toolkit/Training/find-licenses.aspx",
        "only_for": "license",
    },
    {
        "title": "See how to pay for it",
        "text": "Grants, loans and the FAFSA form.",
        "url": "https://studentaid.gov/",
        "education": f"award {COLLEGE}",
    },
]


def add(apps, schema_editor):
    steps = apps.get_model("careers", "NextStep").objects
    for order, values in enumerate(STEPS, 1):
        steps.create(order=order, **values)


class Migration(migrations.Migration):
    dependencies = [("careers", "0033_next_steps")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

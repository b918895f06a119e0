from django.db import migrations

# What a plan begins with: (kind, heading, introduction, whether it is shown). Staff change it as they like.
SECTIONS = [
    ("about", "About me", "", True),
    (
        "interests",
        "What I like",
        "What the interest quiz on this site found. It is a place to start from, not a test.",
        True,
    ),
    ("careers", "Careers I am looking at", "Side by side, so that you can compare. Below is where the figures come from.", True),
    (
        "notes",
        "What I think of each",
        "What would you like about it? What would be hard? Who could you ask about it?",
        True,
    ),
    (
        "courses",
        "Courses and credentials",
        "Ask your counselor which classes and programs near you lead there.",
        True,
    ),
    (
        "steps",
        "What I will do next",
        "Small steps with a date work best: sit in on a class, talk to somebody who does the job, send one application.",
        True,
    ),
    (
        "questions",
        "Questions for my counselor",
        "For example: Which classes should I take next year? What will it cost? Can I visit somebody at work?",
        True,
    ),
    ("lines", "Activities and work so far", "Clubs, sports, jobs, helping at home, volunteering.", False),
    ("signatures", "We talked about this plan", "", True),
]


def add_sections(apps, schema_editor):
    PlanSection = apps.get_model("careers", "PlanSection")
    if PlanSection.objects.exists():
        return
    PlanSection.objects.bulk_create(
        PlanSection(kind=kind, heading=heading, help_text=help_text, is_shown=is_shown, order=order)
        for order, (kind, heading, help_text, is_shown) in enumerate(SECTIONS, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("careers", "0031_sections_of_the_career_plan")]

    operations = [migrations.RunPython(add_sections, migrations.RunPython.noop)]

"""What an asker is told whose question is not answered; staff reword these as they like."""

from django.db import migrations

REASONS = {
    "Our pages answer it": (
        "Thank you for asking. Our pages answer this already, so we have not given it to an expert. Look at the page "
        "of the career, or type the words of your question into the search. If something is still open after that, "
        "ask us again."
    ),
    "Legal, medical or personal advice": (
        "Thank you for trusting us with this. It needs somebody who knows your whole situation, such as a doctor, a "
        "lawyer or an adviser near you, and we could do harm by answering from far away. If you have a question about "
        "a job or how to learn it, we are glad to help."
    ),
    "Not about work or learning": (
        "Thank you for writing to us. Our experts answer questions about jobs and how to get into them, and this one "
        "is about something else. You are welcome to ask us about work or learning at any time."
    ),
    "Needs somebody nearby": (
        "Thank you for asking. The best answer depends on where you live and on your school, which we do not know. A "
        "school counselor, a teacher or your local career center can look at it with you. If a general question comes "
        "out of it, ask us."
    ),
    "We could not understand it": (
        "Thank you for asking. We read your question more than once and are not sure what you would like to know. "
        "Please ask again in other words: one question, and a sentence about why you ask."
    ),
}


def add(apps, schema_editor) -> None:
    reasons = apps.get_model("signups", "DeclineReason").objects
    if not reasons.exists():
        reasons.bulk_create(reasons.model(name=name, text=text) for name, text in REASONS.items())


class Migration(migrations.Migration):
    dependencies = [("signups", "0033_roles_of_questions")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

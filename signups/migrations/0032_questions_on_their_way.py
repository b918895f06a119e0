"""Questions that were asked before they had a way: published ones without an answer need an expert.

What visitors wrote is kept as their own words too, so that it goes when they are forgotten.
"""

from django.db import migrations
from django.db.models import Exists, F, Max, OuterRef, Q


def put_on_their_way(apps, schema_editor) -> None:
    alias = schema_editor.connection.alias
    questions = apps.get_model("signups", "Question").objects.using(alias)
    answers = apps.get_model("signups", "Answer").objects.using(alias)
    of_question = answers.filter(question=OuterRef("pk"))
    questions.filter(~Exists(of_question), status="published").update(status="accepted")
    questions.filter(~Q(email="") | Q(submission_key__isnull=False)).update(asked_text=F("text"))
    # An address that nobody has confirmed gets the answer all the same: it was promised.
    questions.exclude(email="").update(confirmed_at=F("created_at"))
    for pk, day in answers.values_list("question").annotate(last=Max("answered_on")):
        questions.filter(pk=pk, answered_at=None).update(answered_at=F("published_at"))
        answers.filter(question=pk, checked_on=None).update(checked_on=day)


class Migration(migrations.Migration):
    dependencies = [("signups", "0031_ways_of_questions")]

    operations = [migrations.RunPython(put_on_their_way, migrations.RunPython.noop)]

"""Questions that old code took, while it still served after 0032: they go the way of all that were asked before.

Old code leaves the asker's own words empty, and asks nobody to confirm an address.
"""

from django.db import migrations
from django.db.models import F, Q


def put_on_their_way(apps, schema_editor) -> None:
    questions = apps.get_model("signups", "Question").objects.using(schema_editor.connection.alias)
    # Of what staff entered there is neither an address nor a key.
    asked = questions.filter(~Q(email="") | Q(submission_key__isnull=False), asked_text="", is_urgent=False)
    asked = asked.filter(status__in=["received", "accepted", "assigned"])
    asked.exclude(email="").filter(confirmed_at=None).update(confirmed_at=F("created_at"))
    asked.update(asked_text=F("text"))


class Migration(migrations.Migration):
    dependencies = [("signups", "0039_question_words_by_weight")]

    operations = [migrations.RunPython(put_on_their_way, migrations.RunPython.noop)]

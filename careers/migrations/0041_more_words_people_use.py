from django.db import migrations

from ._synonyms import add_synonyms_of


class Migration(migrations.Migration):
    dependencies = [("careers", "0039_words_of_staff_forms")]

    operations = [migrations.RunPython(add_synonyms_of("more.txt"), migrations.RunPython.noop)]

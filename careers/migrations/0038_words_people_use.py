from django.db import migrations

from ._synonyms import add_synonyms_of


class Migration(migrations.Migration):
    dependencies = [("careers", "0037_first_wishes")]

    operations = [migrations.RunPython(add_synonyms_of("spanish.txt", "english.txt"), migrations.RunPython.noop)]

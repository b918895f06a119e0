from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signups", "0038_places_of_experts")]
    operations = [
        migrations.AddIndex(
            model_name="questionword",
            index=models.Index(fields=["word", "weight", "question"], name="question_word_weight"),
        ),
    ]

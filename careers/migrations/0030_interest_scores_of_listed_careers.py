from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careers", "0029_interest_statements")]

    operations = [
        migrations.AddField(
            model_name="careerlisting",
            name="interest_scores",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="How well the work fits each of the six interests, 1 to 7, in the order RIASEC: "
                "1.3 3.24 2.08 3.52 6.88 5.",
                max_length=40,
            ),
        ),
    ]

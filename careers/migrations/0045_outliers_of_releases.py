
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0041_more_words_people_use'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='outliers',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]

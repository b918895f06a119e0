
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0045_outliers_of_releases'),
        ('schools', '0003_words_of_staff_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='featured',
            name='ends_on',
            field=models.DateField(blank=True, help_text='Empty: until somebody takes it out.', null=True, verbose_name='last day'),
        ),
        migrations.AddField(
            model_name='featured',
            name='starts_on',
            field=models.DateField(blank=True, help_text='Empty: from now on.', null=True, verbose_name='first day'),
        ),
        migrations.AddConstraint(
            model_name='featured',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='featured_ends_after_it_starts', violation_error_message='The last day is before the first.'),
        ),
    ]

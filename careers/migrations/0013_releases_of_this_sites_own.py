
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0011_release_being_deleted'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='release',
            name='release_one_live_per_data_set',
        ),
        migrations.RemoveConstraint(
            model_name='release',
            name='release_shown_once_per_period',
        ),
        migrations.AddField(
            model_name='release',
            name='note',
            field=models.TextField(blank=True, db_default='', default='', help_text="For this site's own figures: why the site gives them, and how they were found. Visitors see it.", max_length=600),
        ),
        migrations.AddField(
            model_name='release',
            name='origin',
            field=models.CharField(choices=[('publisher', "The publisher's, as released"), ('own', "This site's own figures")], db_default='publisher', default='publisher', editable=False, help_text="The site's own stand beside the publisher's, and are named so wherever they are shown.", max_length=9),
        ),
        migrations.AddField(
            model_name='release',
            name='covers_part',
            field=models.BooleanField(db_default=False, default=False, editable=False, help_text='It has some of what the release of its period has, and is shown beside that, not in its place.'),
        ),
        migrations.AddField(
            model_name='release',
            name='rows_loaded',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many rows its files have, so that it is noticed when some are missing.', null=True),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(condition=models.Q(('covers_part', False), ('origin', 'publisher'), ('state__in', ['live', 'superseded'])), fields=('data_set', 'period'), name='release_shown_once_per_period', violation_error_message='Another release of this data set and period is shown already.'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', 'publisher'), ('state', 'live')), fields=('data_set',), name='release_one_live_per_data_set', violation_error_message='This data set has a live release already; mark that one superseded first.'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'publisher'), ('data_set__in', ['oews-national', 'oews-industry', 'oews-state', 'oews-metropolitan', 'projections']), _connector='OR'), name='release_own_of_figures', violation_error_message="A site's own figures can be pay, pay by industry or area, or an outlook."),
        ),
    ]

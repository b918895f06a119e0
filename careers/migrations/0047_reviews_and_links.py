
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0046_old_addresses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, unique=True, verbose_name='address')),
                ('state', models.CharField(choices=[('new', 'Not looked at yet'), ('fine', 'Fine'), ('moved', 'Moved'), ('unsure', 'Unsure'), ('broken', 'Broken')], db_index=True, default='new', max_length=6)),
                ('says', models.CharField(blank=True, max_length=100, verbose_name='what was found')),
                ('moved_to', models.CharField(blank=True, max_length=1000)),
                ('failures', models.PositiveSmallIntegerField(default=0, help_text='How often in a row no page came.')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at')),
                ('is_trusted', models.BooleanField(default=False, help_text='Somebody of staff said so; it is not looked at again.', verbose_name='works in a browser')),
                ('places', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'link to another site',
                'verbose_name_plural': 'links to other sites',
                'ordering': ['url'],
            },
        ),
        migrations.AddField(
            model_name='career',
            name='review_due_on',
            field=models.DateField(blank=True, help_text='From this day on, somebody should check the text again. A review on that day or later settles it.', null=True, verbose_name='next review'),
        ),
        migrations.AddField(
            model_name='career',
            name='reviewer',
            field=models.ForeignKey(blank=True, help_text='Sees on the first page of the staff pages when the review is due.', limit_choices_to={'is_active': True, 'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who reviews it'),
        ),
    ]

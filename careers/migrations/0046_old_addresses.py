
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0045_outliers_of_releases'),
    ]

    operations = [
        migrations.AlterField(
            model_name='career',
            name='slug',
            field=models.SlugField(help_text="The last part of the page's address. When it changes, the old address leads to the new one.", max_length=120, unique=True, verbose_name='page address'),
        ),
        migrations.AlterField(
            model_name='field',
            name='slug',
            field=models.SlugField(help_text="The last part of the page's address. When it changes, the old address leads to the new one.", max_length=80, unique=True, verbose_name='page address'),
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120)),
                ('until', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
                ('career', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='careers.career')),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='careers.field')),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'ordering': ['-until', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('career', None), ('field__isnull', False)), models.Q(('career__isnull', False), ('field', None)), _connector='OR'), name='old_address_of_one', violation_error_message="An old address is a career's or a field's."), models.UniqueConstraint(condition=models.Q(('field', None)), fields=('slug',), name='old_address_once_for_careers', violation_error_message='This is the old address of a career already.'), models.UniqueConstraint(condition=models.Q(('career', None)), fields=('slug',), name='old_address_once_for_fields', violation_error_message='This is the old address of a field already.')],
            },
        ),
    ]

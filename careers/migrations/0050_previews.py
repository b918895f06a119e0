
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0048_drafts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(max_length=64, unique=True)),
                ('by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('opened_on', models.DateField(help_text='The last day on which somebody opened it.', null=True)),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_links', to='careers.career')),
            ],
            options={
                'verbose_name': 'link that shows a draft',
                'verbose_name_plural': 'links that show a draft',
                'ordering': ['-made_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='UnsavedPreview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.PositiveSmallIntegerField(help_text='Which form of the record the document has.')),
                ('document', models.TextField()),
                ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('career', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='careers.career')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]

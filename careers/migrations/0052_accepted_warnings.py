import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0051_beside_releases'),
    ]

    operations = [
        migrations.CreateModel(
            name='AcceptedWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(help_text='What was found, and in which text.', max_length=32)),
                ('says', models.CharField(help_text='The warning as staff read it.', max_length=300)),
                ('reason', models.CharField(max_length=200)),
                ('by', models.CharField(blank=True, max_length=150)),
                ('accepted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_warnings', to='careers.career')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('career', 'finding'), name='accepted_warning_once', violation_error_message='This warning was accepted already.')],
            },
        ),
    ]

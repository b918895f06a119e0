import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('careers', '0001_careers_and_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('city', models.CharField(max_length=80, verbose_name='town')),
                ('state', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Two capital letters, such as OH.')])),
                ('url', models.URLField(blank=True, verbose_name='web address')),
                ('unitid', models.PositiveIntegerField(blank=True, help_text='The number in the federal school directory.', null=True, unique=True, verbose_name='IPEDS UNITID')),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=6)),
                ('closed_on', models.DateField(blank=True, help_text='The day the school closed, where known.', null=True)),
                ('release', models.ForeignKey(blank=True, help_text='The release that the town, address and status come from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schools', to='careers.release', verbose_name='source')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Featured',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('school', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='featured', to='schools.school')),
            ],
            options={
                'verbose_name': 'featured school',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='school',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'closed'), ('closed_on__isnull', True), _connector='OR'), name='school_open_has_no_closing_day', violation_error_message='An open school has no closing day: set it to closed, or empty the day.'),
        ),
    ]

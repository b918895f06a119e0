from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signups', '0003_no_addresses_in_the_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name_plural': 'tries',
            },
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0055_imports_by_staff'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text="The label of the objects' model.", max_length=60)),
                ('action', models.CharField(help_text="Its name among the list's actions.", max_length=100)),
                ('says', models.CharField(help_text='What the list calls the action.', max_length=200)),
                ('count', models.PositiveIntegerField(help_text='How many objects it changed.')),
                ('by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='careers.listaction')),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='version',
            name='list_action',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='careers.listaction'),
        ),
    ]

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('careers', '0001_careers_and_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(help_text='One line shown with each answer: what the expert does.', max_length=200)),
                ('is_sample', models.BooleanField(default=False, help_text='Demo content: every answer says that no real person gave it.', verbose_name='sample')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first published')),
                ('text', models.TextField(verbose_name='question')),
                ('asker', models.CharField(blank=True, choices=[('student', 'A student'), ('college-student', 'A college student'), ('parent', 'A parent'), ('career-changer', 'A career changer'), ('veteran', 'A veteran'), ('worker', 'Someone who works in this field'), ('counselor', 'A teacher or counselor')], help_text='Shown with the question; never a name.', max_length=15, verbose_name='asked by')),
                ('email', models.EmailField(blank=True, help_text='Only to tell the asker of an answer; never shown.', max_length=254)),
                ('status', models.CharField(choices=[('received', 'Received: to be reviewed'), ('published', 'Published once it has an answer'), ('declined', 'Declined')], default='received', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('submission_key', models.CharField(editable=False, help_text='Keeps the same form sent twice from storing twice.', max_length=64, null=True, unique=True)),
                ('career', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='careers.career')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='Markdown: blank line for a new paragraph, - for a list, **bold**, [text](https://address).', verbose_name='answer')),
                ('answered_on', models.DateField(default=django.utils.timezone.localdate)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='signups.expert')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='signups.question')),
            ],
            options={
                'ordering': ['answered_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('status', models.CharField(choices=[('pending', 'Waiting for confirmation'), ('confirmed', 'Confirmed'), ('unsubscribed', 'Unsubscribed')], default='pending', max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='signed up')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='subscription_once_per_address')],
            },
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='question_published_has_a_day'),
        ),
    ]

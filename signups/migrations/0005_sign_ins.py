import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signups', '0004_tries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed in')),
                ('last_seen_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='last active')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('way', models.CharField(choices=[('password', 'Password'), ('code', 'Password and a code from an app'), ('recovery', 'Password and a recovery code'), ('key', 'Password and a passkey'), ('passkey', 'Passkey')], max_length=8, verbose_name='how')),
                ('network', models.CharField(blank=True, help_text='The network, not the address.', max_length=50, verbose_name='from')),
                ('session_hash', models.CharField(help_text='Changes with the password, which ends the others.', max_length=64)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sign-in',
                'ordering': ['-at', '-pk'],
            },
        ),
    ]

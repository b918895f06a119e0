import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Field',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('description', models.CharField(blank=True, help_text='One or two sentences, shown under the title.', max_length=300)),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
            ],
            options={
                'verbose_name': 'field of work',
                'verbose_name_plural': 'fields of work',
                'ordering': ['order', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('acronym', models.CharField(blank=True, max_length=20)),
                ('url', models.URLField(blank=True, help_text='Leave empty when unsure: the page then says so.', verbose_name='web address')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=7, unique=True, validators=[django.core.validators.RegexValidator('^\\d\\d-\\d{4}$', 'Write the SOC code as 29-2072.')], verbose_name='SOC code')),
                ('title', models.CharField(max_length=160)),
                ('classification', models.CharField(default='2018 SOC', help_text='The edition of the SOC that the code belongs to.', max_length=20)),
                ('predecessors', models.ManyToManyField(blank=True, help_text='Occupations of older SOC editions that this one came out of. Their figures are shown as earlier releases, and the page names the older occupation.', related_name='successors', to='careers.occupation')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Career',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first published')),
                ('title', models.CharField(help_text='What a student would look for.', max_length=120, unique=True)),
                ('slug', models.SlugField(help_text="The last part of the page's address. Changing it breaks links to the page.", max_length=120, unique=True)),
                ('workers', models.CharField(help_text='What people in this career are called, in the plural and lower case: "medical coders".', max_length=120)),
                ('summary', models.CharField(help_text='One sentence: what the work is. Shown under the title and in lists and searches.', max_length=200)),
                ('onet_code', models.CharField(blank=True, max_length=10, null=True, unique=True, validators=[django.core.validators.RegexValidator('^\\d\\d-\\d{4}\\.\\d\\d$', 'Write the O*NET-SOC code as 29-2072.00.')], verbose_name='O*NET-SOC code')),
                ('description', models.TextField(blank=True, help_text='Markdown: blank line for a new paragraph, - for a list, **bold**, [text](https://address).', verbose_name='career description')),
                ('education', models.TextField(blank=True, help_text='Markdown: blank line for a new paragraph, - for a list, **bold**, [text](https://address).', verbose_name='education and training')),
                ('licensure', models.TextField(blank=True, help_text='Markdown: blank line for a new paragraph, - for a list, **bold**, [text](https://address).', verbose_name='licensure and certification')),
                ('outlook', models.TextField(blank=True, help_text='Why demand rises or falls. Markdown: blank line for a new paragraph, - for a list, **bold**, [text](https://address).', verbose_name='what drives the outlook')),
                ('status', models.CharField(choices=[('draft', 'Draft: only staff see it'), ('published', 'Published')], default='draft', max_length=10)),
                ('reviewed_on', models.DateField(blank=True, help_text='The day somebody last checked the text; shown on the page.', null=True, verbose_name='text last reviewed')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('related', models.ManyToManyField(blank=True, related_name='related_from', to='careers.career', verbose_name='related careers')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='careers', to='careers.field', verbose_name='field of work')),
                ('occupation', models.ForeignKey(blank=True, help_text='Pay and outlook come from the releases by this code.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='careers', to='careers.occupation', verbose_name='SOC occupation')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('title')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('acronym', models.CharField(blank=True, max_length=20)),
                ('kind', models.CharField(choices=[('license', 'License'), ('certification', 'Certification'), ('registration', 'Registration')], default='certification', max_length=15)),
                ('url', models.URLField(blank=True, help_text="The credential's own page; empty: the organization's address is shown.", verbose_name='web address')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='careers.organization', verbose_name='awarding organization')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data_set', models.CharField(choices=[('oews-national', 'Pay, national (OEWS)'), ('oews-industry', 'Pay by industry (OEWS)'), ('projections', 'Employment projections'), ('ipeds-directory', 'School directory (IPEDS)')], max_length=20)),
                ('period', models.CharField(help_text='The period as the publisher names it, such as "May 2024" or "2024–34".', max_length=40)),
                ('as_of', models.DateField(help_text='The day that the figures describe; the newest release is the one with the latest day.', verbose_name='as of')),
                ('title', models.CharField(help_text="The data set's full name.", max_length=200)),
                ('publisher', models.CharField(max_length=120)),
                ('url', models.URLField(help_text='Where a reader can find this release.', verbose_name='web address')),
                ('licence', models.CharField(help_text='For example "Public domain".', max_length=120)),
                ('attribution', models.CharField(blank=True, help_text='Wording that the licence asks to be shown, if any.', max_length=400)),
                ('state', models.CharField(choices=[('staged', 'Staged: not shown yet'), ('live', 'Live: the newest figures shown'), ('superseded', 'Superseded: shown as an earlier release'), ('rolled-back', 'Rolled back: not shown')], default='staged', max_length=12)),
                ('top_code_annual', models.PositiveIntegerField(blank=True, help_text='Annual pay at or above this amount was published only as “or more”, in dollars.', null=True, verbose_name='annual top code')),
                ('top_code_hourly', models.DecimalField(blank=True, decimal_places=2, help_text='Hourly pay at or above this amount was published only as “or more”, in dollars.', max_digits=7, null=True, verbose_name='hourly top code')),
            ],
            options={
                'ordering': ['-as_of', 'data_set'],
                'constraints': [models.UniqueConstraint(fields=('data_set', 'period'), name='release_once_per_period'), models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('data_set',), name='release_one_live_per_data_set', violation_error_message='This data set has a live release already; mark that one superseded first.')],
            },
        ),
        migrations.CreateModel(
            name='Pay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employment', models.PositiveIntegerField(blank=True, help_text='Wage and salary jobs surveyed; empty: not published.', null=True)),
                ('annual_p10', models.PositiveIntegerField(blank=True, help_text='Dollars a year; empty: not published.', null=True, verbose_name='annual 10th percentile')),
                ('annual_p25', models.PositiveIntegerField(blank=True, help_text='Dollars a year; empty: not published.', null=True, verbose_name='annual 25th percentile')),
                ('annual_median', models.PositiveIntegerField(blank=True, help_text='Dollars a year; empty: not published.', null=True, verbose_name='annual median')),
                ('annual_p75', models.PositiveIntegerField(blank=True, help_text='Dollars a year; empty: not published.', null=True, verbose_name='annual 75th percentile')),
                ('annual_p90', models.PositiveIntegerField(blank=True, help_text='Dollars a year; empty: not published.', null=True, verbose_name='annual 90th percentile')),
                ('hourly_p10', models.DecimalField(blank=True, decimal_places=2, help_text='Dollars an hour; empty: not published.', max_digits=7, null=True, verbose_name='hourly 10th percentile')),
                ('hourly_p25', models.DecimalField(blank=True, decimal_places=2, help_text='Dollars an hour; empty: not published.', max_digits=7, null=True, verbose_name='hourly 25th percentile')),
                ('hourly_median', models.DecimalField(blank=True, decimal_places=2, help_text='Dollars an hour; empty: not published.', max_digits=7, null=True, verbose_name='hourly median')),
                ('hourly_p75', models.DecimalField(blank=True, decimal_places=2, help_text='Dollars an hour; empty: not published.', max_digits=7, null=True, verbose_name='hourly 75th percentile')),
                ('hourly_p90', models.DecimalField(blank=True, decimal_places=2, help_text='Dollars an hour; empty: not published.', max_digits=7, null=True, verbose_name='hourly 90th percentile')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='careers.occupation')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='careers.release')),
            ],
            options={
                'verbose_name_plural': 'pay',
            },
        ),
        migrations.CreateModel(
            name='Outlook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_year', models.PositiveSmallIntegerField()),
                ('projected_year', models.PositiveSmallIntegerField()),
                ('base_employment', models.PositiveIntegerField(help_text='Jobs, not thousands.', verbose_name='employment in the base year')),
                ('projected_employment', models.PositiveIntegerField(help_text='Jobs, not thousands.', verbose_name='employment in the projected year')),
                ('openings', models.PositiveIntegerField(blank=True, help_text='Annual average; empty: not published.', null=True, verbose_name='openings a year')),
                ('stated_new_jobs', models.IntegerField(blank=True, help_text='Only where the source states it; checked against employment.', null=True, verbose_name='new jobs, as stated')),
                ('stated_growth', models.DecimalField(blank=True, decimal_places=1, help_text='Only where the source states it; checked against employment.', max_digits=6, null=True, verbose_name='growth in percent, as stated')),
                ('entry_education', models.CharField(blank=True, choices=[('none', 'No formal educational credential'), ('high-school', 'High school diploma or equivalent'), ('some-college', 'Some college, no degree'), ('award', 'Postsecondary nondegree award'), ('associate', "Associate's degree"), ('bachelor', "Bachelor's degree"), ('master', "Master's degree"), ('doctoral', 'Doctoral or professional degree')], max_length=12, verbose_name='entry-level education')),
                ('work_experience', models.CharField(blank=True, max_length=60, verbose_name='work experience in a related occupation')),
                ('training', models.CharField(blank=True, max_length=60, verbose_name='on-the-job training')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='careers.occupation')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='careers.release')),
            ],
            options={
                'verbose_name_plural': 'outlook',
            },
        ),
        migrations.CreateModel(
            name='IndustryPay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('industry', models.CharField(help_text="The industry's name as published.", max_length=200)),
                ('naics', models.CharField(blank=True, help_text='Empty where the source gives none.', max_length=10, verbose_name='NAICS code')),
                ('employment', models.PositiveIntegerField(blank=True, help_text='Jobs; empty: not published.', null=True)),
                ('annual_median', models.PositiveIntegerField(blank=True, help_text='Dollars a year; empty: not published.', null=True, verbose_name='annual median')),
                ('hourly_median', models.DecimalField(blank=True, decimal_places=2, help_text='Dollars an hour; empty: not published.', max_digits=7, null=True, verbose_name='hourly median')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='careers.occupation')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='careers.release')),
            ],
            options={
                'verbose_name_plural': 'pay by industry',
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('name', models.CharField(max_length=80)),
                ('text', models.CharField(blank=True, help_text='One sentence: why it matters in this work.', max_length=300)),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='careers.career')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('name', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, verbose_name='web address')),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='careers.career')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('text', models.CharField(help_text='Starts with a verb, no full stop at the end.', max_length=400)),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='careers.career')),
            ],
            options={
                'verbose_name': 'work task',
                'ordering': ['order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Title',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('name', models.CharField(max_length=200)),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='careers.career')),
            ],
            options={
                'verbose_name': 'other job title',
                'ordering': ['order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CareerCredential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(db_index=True, default=0)),
                ('note', models.CharField(blank=True, help_text='For example "Required in every state".', max_length=200)),
                ('career', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='careers.career')),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='career_links', to='careers.credential')),
            ],
            options={
                'verbose_name': 'credential',
                'ordering': ['order', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('career', 'credential'), name='credential_once_per_career')],
            },
        ),
        migrations.AddConstraint(
            model_name='career',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='career_published_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(fields=('name', 'organization'), name='credential_once_per_organization'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.UniqueConstraint(fields=('release', 'occupation'), name='pay_once_per_release'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('annual_p10__lte', models.F('annual_p25')), ('annual_p10__isnull', True), ('annual_p25__isnull', True), _connector='OR'), name='pay_annual_p10_to_p25', violation_error_message='The annual 10th percentile is above the 25th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('annual_p10__lte', models.F('annual_median')), ('annual_p10__isnull', True), ('annual_median__isnull', True), _connector='OR'), name='pay_annual_p10_to_median', violation_error_message='The annual 10th percentile is above the median.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('annual_p25__lte', models.F('annual_median')), ('annual_p25__isnull', True), ('annual_median__isnull', True), _connector='OR'), name='pay_annual_p25_to_median', violation_error_message='The annual 25th percentile is above the median.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('annual_median__lte', models.F('annual_p75')), ('annual_median__isnull', True), ('annual_p75__isnull', True), _connector='OR'), name='pay_annual_median_to_p75', violation_error_message='The annual median is above the 75th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('annual_median__lte', models.F('annual_p90')), ('annual_median__isnull', True), ('annual_p90__isnull', True), _connector='OR'), name='pay_annual_median_to_p90', violation_error_message='The annual median is above the 90th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('annual_p75__lte', models.F('annual_p90')), ('annual_p75__isnull', True), ('annual_p90__isnull', True), _connector='OR'), name='pay_annual_p75_to_p90', violation_error_message='The annual 75th percentile is above the 90th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('hourly_p10__lte', models.F('hourly_p25')), ('hourly_p10__isnull', True), ('hourly_p25__isnull', True), _connector='OR'), name='pay_hourly_p10_to_p25', violation_error_message='The hourly 10th percentile is above the 25th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('hourly_p10__lte', models.F('hourly_median')), ('hourly_p10__isnull', True), ('hourly_median__isnull', True), _connector='OR'), name='pay_hourly_p10_to_median', violation_error_message='The hourly 10th percentile is above the median.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('hourly_p25__lte', models.F('hourly_median')), ('hourly_p25__isnull', True), ('hourly_median__isnull', True), _connector='OR'), name='pay_hourly_p25_to_median', violation_error_message='The hourly 25th percentile is above the median.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('hourly_median__lte', models.F('hourly_p75')), ('hourly_median__isnull', True), ('hourly_p75__isnull', True), _connector='OR'), name='pay_hourly_median_to_p75', violation_error_message='The hourly median is above the 75th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('hourly_median__lte', models.F('hourly_p90')), ('hourly_median__isnull', True), ('hourly_p90__isnull', True), _connector='OR'), name='pay_hourly_median_to_p90', violation_error_message='The hourly median is above the 90th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='pay',
            constraint=models.CheckConstraint(condition=models.Q(('hourly_p75__lte', models.F('hourly_p90')), ('hourly_p75__isnull', True), ('hourly_p90__isnull', True), _connector='OR'), name='pay_hourly_p75_to_p90', violation_error_message='The hourly 75th percentile is above the 90th percentile.'),
        ),
        migrations.AddConstraint(
            model_name='outlook',
            constraint=models.UniqueConstraint(fields=('release', 'occupation'), name='outlook_once_per_release'),
        ),
        migrations.AddConstraint(
            model_name='outlook',
            constraint=models.CheckConstraint(condition=models.Q(('projected_year__gt', models.F('base_year'))), name='outlook_projects_forward', violation_error_message='The projected year must come after the base year.'),
        ),
        migrations.AddConstraint(
            model_name='industrypay',
            constraint=models.UniqueConstraint(fields=('release', 'occupation', 'industry'), name='industry_pay_once_per_release'),
        ),
        migrations.AddConstraint(
            model_name='title',
            constraint=models.UniqueConstraint(fields=('career', 'name'), name='title_once_per_career'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0050_previews'),
    ]

    operations = [
        migrations.AddField(
            model_name='career',
            name='figures_are_wider',
            field=models.BooleanField(db_default=False, default=False, help_text='Check this box where the SOC occupation counts more people than those of this career, such as all commercial pilots for drone pilots. Wherever pay and outlook are shown, the page then says whose they are.', verbose_name='these figures are of a wider group'),
        ),
        migrations.AddField(
            model_name='career',
            name='with_released_skills',
            field=models.BooleanField(db_default=False, default=False, help_text="Your own skills come first, then O*NET's. Without this, your own are shown instead.", verbose_name="show O*NET's skills too"),
        ),
        migrations.AddField(
            model_name='career',
            name='with_released_tasks',
            field=models.BooleanField(db_default=False, default=False, help_text="Your own tasks come first, then O*NET's. Without this, your own are shown instead.", verbose_name="show O*NET's tasks too"),
        ),
        migrations.AddField(
            model_name='career',
            name='with_released_titles',
            field=models.BooleanField(db_default=False, default=False, help_text="Your own titles come first, then O*NET's. Without this, your own are shown instead. Searches find the career by all of them.", verbose_name="show O*NET's job titles too"),
        ),
    ]

from django.db import migrations, models
from django.db.models import F

ADDRESS = "/accessibility/"
MOST = 20


def add_link(apps, schema_editor):
    """After the one to the page on privacy, where there is one.

    By its address: code of before, which serves meanwhile, knows no page of this name, and would fail on all pages.
    """
    links = apps.get_model("careers", "NavigationLink").objects.filter(place="footer")
    privacy = links.filter(page="privacy", is_shown=True).first()
    if not privacy or links.filter(label__iexact="Accessibility").exists() or links.count() >= MOST:
        return
    links.filter(order__gt=privacy.order).update(order=F("order") + 1)
    links.create(place="footer", address=ADDRESS, label="Accessibility", order=privacy.order + 1)


def remove_link(apps, schema_editor):
    apps.get_model("careers", "NavigationLink").objects.filter(address=ADDRESS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0070_backups"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitewords",
            name="accessibility",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="In Markdown. It stands below what the site says by itself: how you test your own texts, who answers for them, where to complain.",
                verbose_name="text on accessibility",
            ),
        ),
        migrations.AddField(
            model_name="sitewords",
            name="accessibility_replaces",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What the site says by itself names the standard, how it was tested and what is known to be lacking. If you replace it, say so yourself.",
                verbose_name="show only this text on accessibility",
            ),
        ),
        migrations.AlterField(
            model_name="navigationlink",
            name="page",
            field=models.CharField(
                blank=True,
                choices=[
                    ("careers:list", "Careers"),
                    ("careers:quiz", "Interest quiz"),
                    ("schools:list", "Schools"),
                    ("signups:questions", "Answers"),
                    ("careers:a-to-z", "All careers, A to Z"),
                    ("careers:rankings", "Rankings"),
                    ("careers:plan", "My career plan"),
                    ("signups:ask", "Ask an expert"),
                    ("signups:subscribe", "Email updates"),
                    ("careers:sources", "Where the figures come from"),
                    ("about", "About"),
                    ("privacy", "Privacy"),
                    ("accessibility", "Accessibility"),
                    ("contact", "Contact"),
                ],
                help_text="“About” and “Contact” are shown once there is something about you, or a way to reach you, in the site's words.",
                max_length=40,
                verbose_name="page of this site",
            ),
        ),
        migrations.RunPython(add_link, remove_link),
    ]

from django.db import migrations, models
from django.db.models import Q

TOP_CODED = dict(
    blank=True,
    db_default="",
    default="",
    help_text="The columns that the publisher gives as “this much or more”, with spaces: annual_p75 annual_p90.",
    max_length=160,
    verbose_name="published only as “or more”",
)


def tell_titles_apart(apps, schema_editor) -> None:
    """Older code goes by titles alone: of industries with one title, all but the first are named with their code."""
    rows = apps.get_model("careers", "IndustryPay").objects
    seen = set()
    for pk, release, occupation, industry, naics in rows.order_by("pk").values_list(
        "pk", "release", "occupation", "industry", "naics"
    ):
        if (release, occupation, industry) in seen:
            rows.filter(pk=pk).update(industry=f"{industry[:180]} (NAICS {naics or pk})")
        seen.add((release, occupation, industry))


class Migration(migrations.Migration):
    """Room for what 0010 fills in, so that no table stays locked while rows are gone through."""

    dependencies = [("careers", "0008_brought_careers_and_area_names")]

    operations = [
        *(
            migrations.AddField(model_name=name, name="top_coded", field=models.CharField(**TOP_CODED))
            for name in ("pay", "areapay", "industrypay")
        ),
        migrations.AddField(
            model_name="release",
            name="states_top_code",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Its own files say what # stands for; else it goes by its period's national release.",
                verbose_name="states the top code itself",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="oddity",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="What the import found strange in the files, though it could read them.",
                verbose_name="noticed in its files",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="top_code_annual",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="What # stands for in annual pay: “this many dollars or more”.",
                null=True,
                verbose_name="annual top code",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="top_code_hourly",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="What # stands for in hourly pay: “this many dollars or more”.",
                max_digits=7,
                null=True,
                verbose_name="hourly top code",
            ),
        ),
        # An industry goes by its code from now on; two may have one name.
        migrations.RemoveConstraint(model_name="industrypay", name="industry_pay_once_per_release"),
        migrations.RunPython(migrations.RunPython.noop, tell_titles_apart),
        migrations.AddConstraint(
            model_name="industrypay",
            constraint=models.UniqueConstraint(
                condition=Q(naics=""),
                fields=("release", "occupation", "industry"),
                name="industry_pay_once_per_title",
                violation_error_message="This release has pay of the occupation in an industry of this name.",
            ),
        ),
    ]

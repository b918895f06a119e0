import re
from collections import defaultdict

from django.db import migrations, models
from django.db.models import Q

AT_ONCE = 2_000
PERCENTILES = ("p10", "p25", "median", "p75", "p90")
SPANS = {"31": "31-33", "44": "44-45", "48": "48-49"}
DASHES = re.compile(r"\s*[-‐‑‒–—]\s*")


def mark_top_coded(apps, schema_editor) -> None:
    """Until now a figure read “or more” where it was as high as its release's top code."""
    releases = apps.get_model("careers", "Release").objects
    coded = releases.filter(Q(top_code_annual__isnull=False) | Q(top_code_hourly__isnull=False))
    for release in coded.order_by("pk"):
        tops = {"annual": release.top_code_annual, "hourly": release.top_code_hourly}
        for name, parts in (("Pay", PERCENTILES), ("AreaPay", PERCENTILES), ("IndustryPay", ("median",))):
            columns = {f"{basis}_{part}": top for basis, top in tops.items() if top is not None for part in parts}
            _mark(apps.get_model("careers", name), release.pk, columns)


def _mark(model, release: int, columns: dict) -> None:
    """At most so many rows at once, each time in a transaction of its own: nobody waits long."""
    high = Q()
    for column, top in columns.items():
        high |= Q(**{f"{column}__gte": top})
    rows = model.objects.filter(high, release=release, top_coded="").order_by("pk").values("pk", *columns)
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = batch[-1]["pk"]
        marked = defaultdict(list)
        for row in batch:
            found = [column for column, top in columns.items() if row[column] is not None and row[column] >= top]
            marked[" ".join(found)].append(row["pk"])
        for words, pks in marked.items():
            model.objects.filter(pk__in=pks).update(top_coded=words)


def spell_codes(apps, schema_editor) -> None:
    """One spelling of each industry's code; of two rows with one code, the second goes by its title as before."""
    rows = apps.get_model("careers", "IndustryPay").objects
    written = rows.exclude(naics="").order_by().values_list("naics", flat=True).distinct()
    for naics in sorted(written):
        code = DASHES.sub("-", naics.strip())
        code = SPANS.get(code, code)
        if code != naics:
            _update(rows, rows.filter(naics=naics), code)
    seen, again = set(), []
    for pk, *key in rows.exclude(naics="").order_by("pk").values_list("pk", "release", "occupation", "naics"):
        if tuple(key) in seen:
            again.append(pk)
        seen.add(tuple(key))
    _update(rows, rows.filter(pk__in=again), "")


def _update(rows, chosen, code: str) -> None:
    pks = list(chosen.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(pks), AT_ONCE):
        rows.filter(pk__in=pks[at : at + AT_ONCE]).update(naics=code)


class Migration(migrations.Migration):
    # Each batch is stored by itself, and what is done already is passed over when it is run again.
    atomic = False

    dependencies = [("careers", "0009_top_coded_cells")]

    operations = [
        migrations.RunPython(mark_top_coded, migrations.RunPython.noop),
        migrations.RunPython(spell_codes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="industrypay",
            constraint=models.UniqueConstraint(
                condition=~Q(naics=""),
                fields=("release", "occupation", "naics"),
                name="industry_pay_once_per_naics",
                violation_error_message="This release has pay of the occupation in an industry of this NAICS code.",
            ),
        ),
    ]

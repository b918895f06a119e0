from django.conf import settings
from django.db import migrations
from django.db.models import Q

OWN_DATA_SETS = ["oews-national", "oews-industry", "oews-state", "oews-metropolitan", "projections"]
SHOWN = ["live", "superseded"]
# Parts of the names of publishers, without signs and spaces, as staff may have typed them.
PUBLISHERS = ("laborstatistics", "usdepartmentoflabor", "unitedstatesdepartmentoflabor")
ABBREVIATIONS = ("bls", "usbls", "dol", "usdol", "departmentoflabor")
ADDITION = 1


def mark_own(apps, schema_editor) -> None:
    """A release is staff's own where the staff pages noted that somebody added it, and it has no files.

    All others stay their publishers': those that came with files, and the demo's, which carry published figures.
    """
    release = apps.get_model("careers", "Release")
    added = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="careers", content_type__model="release", action_flag=ADDITION
    )
    numbers = [int(number) for number in added.values_list("object_id", flat=True) if number and number.isdigit()]
    own = release.objects.filter(pk__in=numbers, files=None, data_set__in=OWN_DATA_SETS)
    for one in own.exclude(origin="own"):
        one.origin = "own"
        one.state = "live" if one.state in SHOWN else one.state
        if _is_a_publishers(one.publisher):
            one.note = f"Entered by hand by this site's staff, as of {one.publisher}."[:600]
            one.publisher = settings.SITE_NAME
        one.save(update_fields=["origin", "state", "note", "publisher"])
        _show_publishers(release.objects.filter(data_set=one.data_set, origin="publisher"))


def _show_publishers(releases) -> None:
    """The publisher's release is live again that one made by hand had superseded."""
    if not releases.filter(state="live").exists():
        newest = releases.filter(state="superseded").order_by("-as_of", "-pk").first()
        if newest:
            releases.filter(pk=newest.pk).update(state="live")


def _is_a_publishers(name: str) -> bool:
    plain = "".join(filter(str.isalnum, name.casefold()))
    return plain in ABBREVIATIONS or any(part in plain for part in PUBLISHERS)


def hide_what_stands_beside(apps, schema_editor) -> None:
    """Older code shows one release of a period, and one live one: staff's own and parts would stand in their way."""
    shown = apps.get_model("careers", "Release").objects.filter(state__in=SHOWN)
    shown.filter(Q(origin="own") | Q(covers_part=True)).update(state="rolled-back")


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("careers", "0013_releases_of_this_sites_own"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(mark_own, hide_what_stands_beside)]

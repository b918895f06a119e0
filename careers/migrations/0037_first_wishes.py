import re
import unicodedata
from pathlib import Path

from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from ._plurals import without_plural

# What a site begins with; staff change it as they like.
FOLDER = Path(__file__).parent / "first_words"
# As searches compared words when this was written: what is shipped is stored so.
UNHEARD = {
    *("a", "all", "an", "and", "any", "at", "by", "for", "i", "in", "me", "my", "of", "on", "or", "other", "s"),
    *("that", "the", "to", "which", "with", "you", "your"),
}


def key_of(text, unheard):
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain))
    return " ".join(word for word in map(without_plural, words) if word not in unheard)


def lines_of(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def add_wishes(apps, schema_editor):
    Wish = apps.get_model("careers", "Wish")
    made = {}
    for line in lines_of("wishes.txt"):
        parts = [part.strip() for part in line.split("|")]
        words, chosen, says, otherwise, instead = (*parts, "", "")[:5]
        name, _, values = chosen.partition("=")
        for one in words.split(","):
            key = key_of(one, UNHEARD)
            wish = Wish(
                words=one.strip(), key=key, filter=name, values=values, says=says, otherwise=otherwise, instead=instead
            )
            made.setdefault((key, name), wish)
    Wish.objects.bulk_create(made.values())


def fill_training(apps, schema_editor):
    """What the listed outlooks say of training: nobody has asked the listing for it before."""
    Listing, Outlook = (apps.get_model("careers", name) for name in ("CareerListing", "Outlook"))
    training = Outlook.objects.filter(pk=OuterRef("outlook_id")).values("training")[:1]
    Listing.objects.exclude(outlook=None).update(training=Coalesce(Subquery(training), Value("")))


class Migration(migrations.Migration):
    dependencies = [("careers", "0036_wishes_and_training")]

    operations = [
        migrations.RunPython(add_wishes, migrations.RunPython.noop),
        migrations.RunPython(fill_training, migrations.RunPython.noop, elidable=True),
    ]

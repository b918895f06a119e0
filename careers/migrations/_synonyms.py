"""Synonyms that ship, out of the texts in first_words; staff change them as they like."""

import re
import unicodedata
from pathlib import Path

from ._plurals import without_plural

FOLDER = Path(__file__).parent / "first_words"
# As searches compared words when this was written: what is shipped is stored so.
STOP_WORDS = {
    *("a", "all", "an", "and", "at", "by", "for", "in", "not", "of", "on", "or", "other", "s", "the", "to", "with"),
}
WRITTEN_OUT = {
    "exec": "executive",
    "ops": "operations",
    "rep": "representative",
    "spec": "specialist",
    "tech": "technician",
}


def key_of(text):
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = [WRITTEN_OUT.get(word, word) for word in re.findall(r"[^\W_]+", plain)]
    return " ".join(map(without_plural, [word for word in words if word not in STOP_WORDS] or words))


def synonyms_of(name):
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            terms, _, meanings = line.partition(" = ")
            for term in terms.split(","):
                for means in meanings.split(";"):
                    yield term.strip(), means.strip()


def add_synonyms_of(*names):
    """What a migration runs."""

    def add_synonyms(apps, schema_editor):
        Synonym = apps.get_model("careers", "Synonym")
        made = [
            Synonym(term=term, means=means, key=key_of(term), means_key=key_of(means))
            for name in names
            for term, means in synonyms_of(name)
        ]
        # Staff may have written some of them themselves; and what is one to a search needs no synonym.
        kept = [one for one in made if set(one.key.split()) != set(one.means_key.split())]
        Synonym.objects.bulk_create(kept, ignore_conflicts=True)

    return add_synonyms

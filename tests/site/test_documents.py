"""What the documents name is there: a module that was moved is not found by its old name."""

import re
from pathlib import Path

import pytest
from django.conf import settings

IMPORTERS = settings.BASE_DIR / "careers" / "importers"
DOCUMENTS = [settings.BASE_DIR / "README.md", IMPORTERS / "README.md"]
NAMED = re.compile(r"`([\w./]+(?:\.(?:py|toml|css|js|sh|html|csv)|/))`")


def is_there(name: str, document: Path) -> bool:
    # Of the folders that visitors and `make` make, nothing stands in the project.
    if name.startswith(("/", ".venv", "var/")):
        return True
    # In a line about a folder, its files go by their names alone.
    rooms = [room for app in ("careers", "signups", "careerinfo") for room in (settings.BASE_DIR / app).rglob("*")]
    places = [document.parent, settings.BASE_DIR, *rooms]
    return any((place / name).exists() for place in places)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_file_that_a_document_names_is_there(document):
    missing = [name for name in NAMED.findall(document.read_text()) if not is_there(name, document)]
    assert missing == []

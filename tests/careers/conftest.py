import json
import re
import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from django.db import connection

from .outside import Outside


@pytest.fixture
def described():
    """{@type: description} of a page's structured data."""

    def extract(response) -> dict:
        scripts = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', response.content.decode())
        assert len(scripts) == 1
        return {entry["@type"]: entry for entry in json.loads(scripts[0])["@graph"]}

    return extract


@pytest.fixture
def outside(transactional_db, tmp_path) -> Outside:
    """A function that opens the tests' database, as it is when called, to other processes."""

    def open_to_others() -> Outside:
        if connection.vendor == "postgresql":
            values = connection.settings_dict
            password = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
            place = f"{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"
            return Outside(f"postgres://{quote(values['USER'])}{password}@{place}", None, tmp_path)
        file = tmp_path / "site.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        return Outside(f"sqlite:///{file}", file, tmp_path)

    return open_to_others

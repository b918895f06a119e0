"""What tests of backups share."""

import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

needs_pg_dump = pytest.mark.skipif(
    connection.vendor == "postgresql" and shutil.which("pg_dump") is None, reason="pg_dump is missing"
)


def back_up(day: str = "") -> str:
    """What the command says; `day` is today then."""
    out = StringIO()
    now = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else timezone.now()
    with patch("careerinfo.backups.making.timezone.now", return_value=now):
        call_command("backup", stdout=out)
    return out.getvalue()


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()

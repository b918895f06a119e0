import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture
def manage(tmp_path):
    """Runs manage.py as an operator would, with nothing in the environment but what is given."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        given = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "for-tests-only", **environment}
        return subprocess.run(
            [sys.executable, "-W", "error::DeprecationWarning:careerinfo", "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={
                "PATH": os.environ["PATH"],
                **{name: value for name, value in given.items() if value is not None},
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_defaults_need_nothing_but_a_key(manage):
    result = manage("check")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", ""),
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "mysql://user:password@host/name"),
        ("DATABASE_URL", "postgres://user:password@host:port/name"),
        ("PORT", "abc"),
        ("DEBUG", "maybe"),
        ("SITE_URL", "careers.example.org"),
        ("SITE_URL", "https://careers.example.org/path"),
        ("SITE_URL", "http://["),
        ("TIME_ZONE", "Mars"),
        ("EMAIL_URL", "garbage"),
        ("SIGNUP_RETENTION_DAYS", "a year"),
        ("QUESTION_RETENTION_DAYS", "a year"),
    ],
)
def test_a_wrong_value_ends_with_one_line_that_names_the_variable(name, value, manage):
    result = manage("check", **{name: value})
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert name in lines[0]
    assert "Traceback" not in result.stdout + result.stderr


def test_a_key_in_the_data_folder_is_used_when_the_environment_has_none(manage, tmp_path):
    (tmp_path / "secret_key").write_text("k" * 60 + "\n")
    assert manage("check", SECRET_KEY=None).returncode == 0


def test_a_refused_database_address_does_not_print_its_password(manage):
    result = manage("check", DATABASE_URL="mysql://user:very-secret@host/name")
    assert "very-secret" not in result.stdout + result.stderr


@pytest.mark.parametrize("value", ["true", "1", "YES", " on "])
def test_debug_can_be_turned_on_in_the_usual_words(value, manage):
    result = manage("shell", "-c", "from django.conf import settings; print(settings.DEBUG)", DEBUG=value)
    assert result.stdout.strip().endswith("True"), result.stderr


def test_a_site_with_https_passes_djangos_own_checks_for_production(manage):
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SITE_URL="https://careers.example.org",
        SECRET_KEY="kR8vN2mQ5xT7wZ1cB4hJ6gL9pS3dF0aYeUiOqWrXtVnM-zKbHsGjD",
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout

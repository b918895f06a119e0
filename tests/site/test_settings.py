import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NUMBERS = [
    *("PORT", "WEB_CONCURRENCY", "THREADS", "DATABASE_CONN_MAX_AGE", "HSTS_SECONDS"),
    *("DATABASE_STATEMENT_SECONDS", "DATABASE_LOCK_SECONDS"),
    *("SIGNUP_RETENTION_DAYS", "QUESTION_RETENTION_DAYS", "VERSION_RETENTION_DAYS", "VERSIONS_KEPT"),
    *("SIGN_IN_RETENTION_DAYS", "STAFF_IDLE_HOURS", "IMPORT_UPLOAD_MB", "READING_GRADE", "DIGEST_HOUR"),
]
FROM_NOTHING = ("HSTS_SECONDS", "DATABASE_CONN_MAX_AGE", "DIGEST_HOUR")


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
        ("REDIS_URL", "127.0.0.1:6379"),
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


def test_a_password_is_read_from_the_file_that_is_named_in_its_place(manage, tmp_path):
    (tmp_path / "key").write_text("from-a-file\n")
    (tmp_path / "address").write_text(f"sqlite:///{tmp_path}/elsewhere.sqlite3\n")
    show = "from django.conf import settings as s; print(s.SECRET_KEY, s.DATABASES['default']['NAME'], s.ANYMAIL)"
    files = {
        f"{name}_FILE": str(tmp_path / file) for name, file in (("SECRET_KEY", "key"), ("DATABASE_URL", "address"))
    }
    files["ANYMAIL_BREVO_API_KEY_FILE"] = str(tmp_path / "key")
    result = manage("shell", "--verbosity", "0", "-c", show, SECRET_KEY=None, **files)
    assert result.stdout.startswith(f"from-a-file {tmp_path}/elsewhere.sqlite3 "), result.stderr
    assert "'BREVO_API_KEY': 'from-a-file'" in result.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_a_file_that_is_not_there_is_told_in_one_line(name, manage):
    result = manage("check", **{f"{name}_FILE": "/nowhere/at/all"})
    assert result.returncode != 0
    [line] = result.stderr.strip().splitlines()
    assert f"{name}" in line


@pytest.fixture
def read_settings(monkeypatch, tmp_path):
    """Reads the settings anew, as another process with these variables would."""

    def run(**environment: str) -> dict:
        for name, value in {"VAR_DIR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delitem(sys.modules, "careerinfo.settings", raising=False)
        return runpy.run_module("careerinfo.settings")

    return run


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, "-5") for name in NUMBERS],
        *[(name, "") for name in NUMBERS],
        *[(name, "1.5") for name in NUMBERS],
        *[(name, "9" * 30) for name in NUMBERS],
        *[(name, "0") for name in NUMBERS if name not in FROM_NOTHING],
        ("PORT", "65536"),
        ("PORT", "８０００"),
        ("THREADS", "1_0"),
        ("BIND", ""),
        ("BIND", "0.0.0.0:0"),
        ("BIND", "http://0.0.0.0:8000"),
        ("FORWARDED_ALLOW_IPS", "proxy.example.org"),
        ("FORWARDED_ALLOW_IPS", "10.0.0.1/8"),
        ("FORWARDED_ALLOW_IPS", "10.0.0.1,,10.0.0.2"),
        ("FORWARDED_ALLOW_IPS", ""),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "https://careers.example.org"),
        ("ALLOWED_HOSTS", "careers.example.org:8000"),
        ("ALLOWED_HOSTS", "careers.example.org/"),
        ("ALLOWED_HOSTS", "one.example two.example"),
        ("CONTACT_EMAIL", "office"),
        ("CONTACT_EMAIL", "one@example.org, two@example.org"),
        ("CONTACT_EMAIL", "Office <office@example.org>"),
        ("DEFAULT_FROM_EMAIL", "office"),
        ("DEFAULT_FROM_EMAIL", "Office <office>"),
        ("DEFAULT_FROM_EMAIL", "Office\nBcc: x <office@example.org>"),
        ("SITE_NAME", " "),
        ("SITE_NAME", "a" * 101),
        ("SITE_NAME", "two\nlines"),
        ("SITE_URL", "https://careers.example.org?x=1"),
        ("SITE_URL", "https://careers.example.org#x"),
        ("SITE_URL", "https://user@careers.example.org"),
        ("SITE_URL", "https://careers.example.org:99999"),
        ("VAR_DIR", "/dev/null"),
        ("HSTS_SCOPE", "world"),
    ],
)
def test_a_value_out_of_its_bounds_is_refused_in_one_line_that_says_what_is_expected(name, value, read_settings):
    with pytest.raises(ImproperlyConfigured) as refused:
        read_settings(**{name: value})
    assert str(refused.value).startswith(f"{name} is ")
    assert "; expected " in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"PORT": " 1 ", "THREADS": "1", "WEB_CONCURRENCY": "64", "HSTS_SECONDS": "0", "DATABASE_CONN_MAX_AGE": "0"},
        {"PORT": "65535", "BIND": "[::1]:65535", "FORWARDED_ALLOW_IPS": "*", "ALLOWED_HOSTS": "*"},
        {"BIND": "unix:/run/site.sock", "FORWARDED_ALLOW_IPS": "10.0.0.0/8, ::1", "ALLOWED_HOSTS": ".a.example, [::1]"},
        {"BIND": ":8000", "CONTACT_EMAIL": "office@bücher.example", "DEFAULT_FROM_EMAIL": "The Office <a@b.example>"},
        {"CONTACT_EMAIL": "", "SIGNUP_RETENTION_DAYS": "1", "QUESTION_RETENTION_DAYS": "3650", "SITE_NAME": "École"},
    ],
    ids=range(5),
)
def test_right_values_start_the_site(values, read_settings):
    assert read_settings(**values)["DATABASES"]


@pytest.mark.parametrize("url", ["sqlite:///site.sqlite3", "postgres://user:password@host/name"])
def test_threads_keep_their_connection_to_the_database_from_one_page_to_the_next(url, read_settings):
    settings = read_settings(DATABASE_URL=url, DATABASE_CONN_MAX_AGE="7")
    assert settings["DATABASES"]["default"]["CONN_MAX_AGE"] == 7


@pytest.mark.parametrize(
    ("given", "required"),
    [
        ({}, False),
        ({"SITE_URL": "https://careers.example.org"}, True),
        ({"SITE_URL": "https://careers.example.org", "STAFF_MFA_REQUIRED": "no"}, False),
        ({"STAFF_MFA_REQUIRED": "yes"}, True),
    ],
    ids=range(4),
)
def test_a_public_site_asks_staff_for_a_second_step(given, required, read_settings):
    assert read_settings(**given)["STAFF_MFA_REQUIRED"] is required


def test_the_check_for_production_says_that_no_second_step_is_asked_for(manage):
    told = manage("check", "--deploy", SITE_URL="https://careers.example.org", STAFF_MFA_REQUIRED="no").stderr
    assert "STAFF_MFA_REQUIRED is off: whoever learns a password of the staff can sign in with it alone." in told


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
        # Builds of SQLite are sound or not, which is told besides.
        DATABASE_URL="postgres://careers@127.0.0.1/careers",
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout

"""What nobody can start here, the container and the services, as far as it can be read."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

UNITS = settings.BASE_DIR / "deploy" / "systemd"
# The most that `systemd-analyze security` may count; 10 is no protection at all.
EXPOSURE = 15


def run(*command) -> subprocess.CompletedProcess:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


def test_the_linter_of_dockerfiles_finds_nothing():
    told = run(Path(sys.executable).with_name("hadolint"), settings.BASE_DIR / "Dockerfile")
    assert (told.returncode, told.stdout) == (0, "")


def test_nothing_private_gets_into_the_image():
    """The list of what is copied names each, so that a new folder has to be thought of."""
    lines = (settings.BASE_DIR / ".dockerignore").read_text().split()
    taken = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert taken.isdisjoint({"var", "tests", ".git", ".venv", "deploy", "deploy/secrets"})
    assert {"careerinfo", "careers", "schools", "signups", "templates", "static", "fixtures"} <= taken
    assert all((settings.BASE_DIR / name).exists() for name in taken)


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text())["services"]


def test_each_container_may_do_no_more_than_it_needs(services):
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service), name
        own_files = [volume for volume in service.get("volumes", []) if volume.startswith(".")]
        assert all(volume.endswith(":ro") for volume in own_files), name


def test_passwords_come_from_files_and_the_database_is_reached_from_inside_alone(services):
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            is_of_the_owners = value is None
            is_secret = re.search("SECRET|PASSWORD|DATABASE_URL", name)
            assert is_of_the_owners or not is_secret or value.startswith("/run/secrets/"), name
    assert services["database"]["networks"] == ["inside"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_each_setting_of_the_readme_reaches_the_containers(services):
    """But for those that the image and the secrets decide, and for one that is never on a public server."""
    readme = (settings.BASE_DIR / "README.md").read_text()
    table = re.search(r"^\| variable \| default .*?\n\n", readme, re.DOTALL | re.MULTILINE)[0]
    names = {name for row in table.strip().splitlines() for name in re.findall(r"`([A-Z_]{3,})`", row.split("|")[1])}
    names |= set(re.findall(r"ANYMAIL_[A-Z_]*[A-Z]", readme))
    decided = {"BIND", "PORT", "VAR_DIR", "STATIC_DIR", "SECRET_KEY", "DATABASE_URL", "DEBUG"}
    assert {"SITE_NAME", "METRICS_TOKEN", "THREADS"} < names
    for service in ("upgrade", "web", "mail", "timer"):
        assert names - decided <= set(services[service]["environment"]), service


def test_the_version_before_serves_until_the_new_one_is_ready():
    """`up` removes each container whose image changed before it starts any."""
    told = run("make", "--dry-run", "-C", settings.BASE_DIR, "containers")
    steps = [line.split("docker compose ")[1] for line in told.stdout.splitlines() if "docker compose" in line]
    assert [step.split()[0] for step in steps] == ["build", "up", "run", "up"]
    assert steps[1].split()[-1] == "database"
    assert steps[2] == "run --rm upgrade"
    assert {"--no-deps", "web", "mail", "timer", "nginx"} <= set(steps[3].split())


def test_nothing_starts_before_the_database_is_as_it_needs_it(services):
    assert services["upgrade"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("web", "mail", "timer"):
        assert services[name]["depends_on"]["upgrade"]["condition"] == "service_completed_successfully"
    # nginx would go on asking at the address that the site had before.
    assert services["nginx"]["depends_on"]["web"] == {"condition": "service_healthy", "restart": True}


@pytest.fixture
def units(tmp_path):
    """Copies that start what is on this machine, for programs that are not there are found first."""
    for unit in UNITS.iterdir():
        text = re.sub(r"/srv/careerinfo/(current|%i)/\.venv/bin/(python|gunicorn)", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text)
    return tmp_path


needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")


@needs_systemd
def test_systemd_understands_every_unit(units):
    told = run("systemd-analyze", "verify", "--man=no", *sorted(units.iterdir()))
    assert (told.returncode, told.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", ["careerinfo", "careerinfo-mail", "careerinfo-run@", "careerinfo-upgrade@"])
def test_a_service_that_is_broken_into_reaches_little(units, unit):
    judged = run("systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE}", units / f"{unit}.service")
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda path: path.name)
def test_mail_workers_see_each_others_processes(unit):
    """By which they know that one has ended; without it a second one sends its mail again."""
    assert not re.search("^(ProtectProc|ProcSubset)=", unit.read_text(), re.MULTILINE)


def test_nobody_goes_back_to_a_version_that_is_not_there():
    assert "AssertPathIsDirectory=" in (UNITS / "careerinfo-switch@.service").read_text()


def test_what_is_due_has_a_timer_on_a_machine_and_in_containers():
    timers = [timer.read_text() for timer in UNITS.glob("*.timer")]
    commands = {re.search(r"careerinfo-run@(.+)\.service", text)[1].replace(r"\x20", " ") for text in timers}
    looped = set(re.findall(r"manage\.py (.+)", (settings.BASE_DIR / "deploy" / "timer.sh").read_text()))
    assert commands == looped
    assert {command.split()[0] for command in commands} <= {*get_commands(), "backup"}
    daily = re.findall(r"manage\.py (\w+)[^\n]*run it daily", (settings.BASE_DIR / "README.md").read_text())
    assert set(daily) <= {command.split()[0] for command in commands}


@pytest.fixture
def turn(tmp_path):
    """One turn of the containers' timer: which commands it gives."""
    programs, given = tmp_path / "bin", tmp_path / "given"
    programs.mkdir()
    for name, does in {"python": f'echo "$2" >> {given}', "date": "echo $DAY", "sleep": "kill $PPID"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o700)

    def turn(day: str) -> list[str]:
        given.write_text("")
        environment = {"PATH": f"{programs}:/bin:/usr/bin", "VAR_DIR": str(tmp_path), "DAY": day}
        subprocess.run(["sh", settings.BASE_DIR / "deploy" / "timer.sh"], env=environment, check=False)
        return given.read_text().split()

    return turn


def test_a_day_that_was_missed_is_made_up_for_and_no_day_comes_twice(turn):
    daily = ["publish_due", "backup", "personal_data", "check_links", "send_review_reminders"]
    assert turn("2027-01-01") == daily
    assert turn("2027-01-01") == ["publish_due"]
    assert turn("2027-01-04") == daily

import fcntl
import gc
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.http import HttpResponse
from django.template.base import Template
from django.test import TransactionTestCase
from whitenoise.base import WhiteNoise

from careers.models import data_sets
from signups import tallies

from . import factories, migrated_once
from .browser_of_tests import Browser
from .derived_when_read import derived_when_read, in_a_test
from .factories import form_opened, make_staff
from .loaded_once import load_demo
from .snapshot import Snapshot

TESTS = Path(__file__).parent
# A whole release, or a running server.
TOGETHER = (
    "tests/whole_files/",
    *(f"tests/site/test_{name}.py" for name in ("server", "json_logs", "site_behind_nginx", "nginx", "reloading")),
)
# Each of these tests begins where one before it was on the way back to a site's first days. Not on PostgreSQL, whose
# tables are empty after a test like these: there they have to be the last.
if connection.vendor == "sqlite":
    TOGETHER += ("tests/careers/test_upgrade.py",)


def pytest_configure(config):
    # The manifest of hashed names exists only after collectstatic.
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # WhiteNoise warns of a folder that only collectstatic makes.
    django_settings.STATIC_ROOT = django_settings.BASE_DIR / "static"
    # Each test has a database of its own, and they would share one mark.
    django_settings.MAIL_MARK = django_settings.GONE_LIST = None
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # pytest-django knows by the name of Django's own engine alone that each process has its own in memory.
        database.setdefault("TEST", {})["NAME"] = ":memory:"
        if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
            migrated_once.begin()
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        migrated_once.end()


@pytest.hookimpl(tryfirst=True)
def pytest_collection():
    """On a first run Python writes down what it made of each test: every second process begins with the last ones."""
    if int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 2:
        for file in sorted(TESTS.rglob("test_*.py"), reverse=True):
            import_module(".".join(file.relative_to(TESTS.parent).with_suffix("").parts))


def pytest_collection_finish():
    """The code and the tests stay to the end; looking through them for garbage takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Each test goes to whichever process is free, but those that share what takes seconds to make to one."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.partition("::")[0] if nodeid.startswith(TOGETHER) else nodeid

    return Scheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """What fixtures make is derived when a test reads it; after each row it would take half of the suite's time."""
    # The demo is kept for other tests as it was derived.
    if fixturedef.scope != "function" or fixturedef.argname == "demo":
        return (yield)
    with derived_when_read():
        return (yield)


@pytest.fixture
def _django_db_helper(_django_db_helper):
    # A test without a transaction of its own holds what it derives against other connections.
    if not connection.in_atomic_block:
        yield
        return
    with in_a_test():
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_are_rendered_as_for_visitors(django_test_environment):
    """Django's tests copy what each template is given, which costs a tenth of a page; no test here asks for it."""
    Template._render = lambda template, context: template.nodelist.render(context)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_for_once():
    """Each test's browser has a site of its own, which would look through the folder of static files once more."""

    def look(site: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            read(site, root, prefix)
            found[root, prefix] = dict(site.files)
        site.files.update(found[root, prefix])

    read, found = WhiteNoise.update_files_dictionary, {}
    WhiteNoise.update_files_dictionary = look


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    if migrated_once.found():
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """As pytest-django makes it, with a copy of SQLite's as migrations leave it."""
    file = tmp_path_factory.mktemp("migrated") / "careerinfo.sqlite3"
    as_migrated, empty = Snapshot(), TransactionTestCase._fixture_teardown
    # Where no test of a run asks for it, there is none.
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        made = migrated_once.found()
        with django_db_blocker.unblock(), closing(sqlite3.connect(made or file)) as copy:
            connection.ensure_connection()
            if made:
                copy.backup(connection.connection)
                shutil.copy(made, file)
            else:
                connection.connection.backup(copy)
            as_migrated.take()
    # To empty the tables after a test that has no transaction takes a tenth of a second.
    TransactionTestCase._fixture_teardown = lambda test: as_migrated.put_back() or empty(test)
    yield file
    as_migrated.close()


@pytest.fixture(scope="session")
def migrated(django_db_setup):
    """Puts the database into the folder of a site of its own, as `manage.py migrate` would, which takes ten seconds."""

    def into(folder: Path) -> None:
        if not django_db_setup.exists():
            given = {"VAR_DIR": str(django_db_setup.parent), "SECRET_KEY": "for-tests-only", "PATH": os.environ["PATH"]}
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=django_settings.BASE_DIR, env=given, check=True)
        shutil.copy(django_db_setup, folder)

    return into


@pytest.fixture(scope="session")
def with_static_files(tmp_path_factory):
    """Puts the static files into the folder of a site of its own: to compress them takes five seconds."""

    def into(folder: Path) -> None:
        # All processes of a run share it.
        once = tmp_path_factory.getbasetemp()
        once = (once.parent if "PYTEST_XDIST_WORKER" in os.environ else once) / "collected"
        once.mkdir(exist_ok=True)
        with (once / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (once / "static").exists():
                given = {"VAR_DIR": str(once / "var"), "SECRET_KEY": "for-tests-only", "PATH": os.environ["PATH"]}
                command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
                subprocess.run(command, cwd=django_settings.BASE_DIR, env=given, check=True)
                # Only once all are there.
                (once / "var" / "static").rename(once / "static")
        shutil.copytree(once / "static", folder / "static")

    return into


@pytest.fixture(autouse=True)
def releases_may_be_small():
    """Releases of tests hold a few rows, and are measured against what is usual only where a test says what that is.

    What a test registers is forgotten at its end.
    """
    # Not the test's own `monkeypatch`, which it may undo.
    with pytest.MonkeyPatch.context() as patch:
        records = {record.name: replace(record, usual=()) for record in data_sets.registered()}
        patch.setattr(data_sets, "_registered", records)
        yield


@pytest.fixture(autouse=True)
def nobody_came_before():
    """What visitors of other tests did is not counted in; a process remembers it for a minute."""
    tallies.forget_all()


@pytest.fixture(autouse=True)
def numbered_from_one():
    """What the factories number starts anew, so that no test depends on how many ran before it."""
    factories.number_from_one()


@pytest.fixture
def demo(db):
    """The demo content, as a first run loads it."""
    load_demo()


@pytest.fixture
def client():
    return Browser()


@pytest.fixture
def visitor(client):
    """A browser without a login or a cookie."""
    return client


@pytest.fixture
def editor(client, db):
    """A browser logged in as staff."""
    client.force_login(make_staff())
    return client


@pytest.fixture
def on_disk(transactional_db, tmp_path):
    """The tests' database where others can open it: SQLite's lies in memory else. Its file, None on PostgreSQL."""
    if connection.vendor == "postgresql":
        yield None
        return
    file = tmp_path / "site.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    in_memory, name = connections["default"], connections.settings["default"]["NAME"]
    connections["default"] = in_memory.copy()
    connections["default"].settings_dict = {**in_memory.settings_dict, "NAME": str(file)}
    # What the connections of other threads are made from.
    connections.settings["default"]["NAME"] = str(file)
    # The first connection changes how the file is written; on a site that happened long ago.
    connections["default"].ensure_connection()
    connections["default"].close()
    yield file
    connections["default"].close()
    connections["default"] = in_memory
    connections.settings["default"]["NAME"] = name


@pytest.fixture
def opened():
    """`form_opened` of the factories: a form's signed timestamp as a page would have held it `seconds` ago."""
    return form_opened


@pytest.fixture
def text_of():
    """A response's visible words: tags removed, white space folded."""

    def extract(response) -> str:
        html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", response.content.decode())
        text = re.sub(r"<[^>]+>", " ", html)
        for entity, character in (
            ("&#x27;", "'"),
            ("&quot;", '"'),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&nbsp;", " "),
            ("&amp;", "&"),
        ):
            text = text.replace(entity, character)
        return " ".join(text.split())

    return extract


@pytest.fixture
def section_of(text_of):
    """The visible words of one section of a career's page."""

    def extract(response, name: str) -> str:
        found = re.search(rf'(?s)<section id="{name}".*?</section>', response.content.decode())
        assert found, f"the page has no section {name!r}"
        return re.sub(r" ([.,:;])", r"\1", text_of(HttpResponse(found.group())))

    return extract

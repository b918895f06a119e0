"""The databases as the environment names them."""

import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from careerinfo.environment import env, read, read_number

from .wal_reset import NO_CHECKPOINTS, is_affected

AN_ADDRESS = "an address such as postgres://user:password@host:5432/name"
# Seconds that a command waits on SQLite for whoever writes; an import must not end where a page would.
PATIENCE = 20
# What the log beside the database is cut back to after it grew, as by an import, in bytes.
LOG_KEPT = 64 * 2**20
# Seconds after which a replica counts as away; libpq knows no less than 2 for connecting.
REPLICA_PATIENCE = {"connect_timeout": 2, "tcp_user_timeout": 1_000}


def read_databases(var_dir: Path) -> dict[str, dict]:
    default = read(env.db_url, "DATABASE_URL", f"sqlite:///{var_dir / 'careerinfo.sqlite3'}", AN_ADDRESS)
    # A connection costs, on SQLite too: its schema is read again, and the last to close it writes its log back.
    default["CONN_MAX_AGE"] = read_number("DATABASE_CONN_MAX_AGE", 60, "a number of seconds", lowest=0, highest=86_400)
    engine = default.get("ENGINE")
    if engine == "django.db.backends.sqlite3":
        return {"default": {**default, **_sqlite()}}
    if engine != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL names no database that is supported; use sqlite:// or postgres://.")
    default = _postgresql(default)
    if not env.str("DATABASE_REPLICA_URL", default=""):
        return {"default": default}
    replica = read(env.db_url, "DATABASE_REPLICA_URL", "", AN_ADDRESS)
    if replica.get("ENGINE") != engine:
        raise ImproperlyConfigured("DATABASE_REPLICA_URL names no PostgreSQL server; expected postgres://...")
    replica = _postgresql({**replica, "CONN_MAX_AGE": default["CONN_MAX_AGE"]})
    replica["OPTIONS"] = {**REPLICA_PATIENCE, **replica["OPTIONS"]}
    # Tests make no second database: it is the same one.
    return {"default": default, "replica": {**replica, "TEST": {"MIRROR": "default"}}}


def _sqlite() -> dict:
    commands = ["PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON"]
    commands.append(f"PRAGMA journal_size_limit={LOG_KEPT}")
    if is_affected():
        commands.append(NO_CHECKPOINTS)
    return {
        "ENGINE": "careerinfo.databases.sqlite3",
        "MUST_EXIST": _is_serving(),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": PATIENCE, "init_command": "; ".join(commands)},
    }


def _is_serving() -> bool:
    """Web server and mail worker run long after somebody made the database, by `manage.py prepare` or `migrate`."""
    return "gunicorn" in Path(sys.argv[0]).parts or _command() == "send_mail"


def _command() -> str:
    return sys.argv[1] if Path(sys.argv[0]).name == "manage.py" and len(sys.argv) > 1 else ""


def _postgresql(given: dict) -> dict:
    command = _command()
    options = {"application_name": f"careerinfo {command}".strip(), **given.get("OPTIONS", {})}
    return {**given, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}

"""Breaks of what visitors get while the database fails, and of what keeps SQLite's file whole."""

from .one import Break

DATABASES = [
    Break(
        "a page whose connection was lost is a 503 at once",
        "careerinfo/databases/failing.py",
        "may = failure.is_nothing_stored and outage.is_over()",
        "may = False",
        "site/test_database_failures.py",
    ),
    Break(
        "a form that may have been stored is done a second time",
        "careerinfo/databases/writing.py",
        "return is_over or not self.is_open",
        "return True",
        "site/test_database_failures.py",
    ),
    Break(
        "a full disk is a fault of the server",
        "careerinfo/databases/faults.py",
        "    sqlite3.SQLITE_FULL: Fault.FULL,\n",
        "",
        "site/test_database_failures.py",
    ),
    Break(
        "what was typed is gone where it could not be stored",
        "careerinfo/typed.py",
        "return [Typed(name, value) for name, values in sent.lists() for value in values]",
        "return []",
        "site/test_database_failures.py",
    ),
    Break(
        "the log tells of an outage with each visit",
        "careerinfo/databases/outage.py",
        "_said_at[fault] = now",
        "pass",
        "site/test_database_failures.py",
    ),
    Break(
        "without room for its companions SQLite shows no page",
        "careerinfo/databases/sqlite3/base.py",
        "if code not in WITHOUT_COMPANIONS or not _can_be_read_alone(file):",
        "if code:",
        "site/test_read_only_file.py",
    ),
    Break(
        "what stands in SQLite's log alone is left out",
        "careerinfo/databases/sqlite3/base.py",
        " and not (log.is_file() and log.stat().st_size)",
        "",
        "site/test_read_only_file.py",
    ),
    Break(
        "others write while SQLite's log is copied",
        "careerinfo/databases/wal_reset.py",
        'holding.execute("BEGIN IMMEDIATE")',
        'holding.execute("BEGIN")',
        "site/test_wal_reset.py",
    ),
    Break(
        "on a build with the bug SQLite makes its own checkpoints",
        "careerinfo/databases/configured.py",
        "        commands.append(NO_CHECKPOINTS)\n",
        "        pass\n",
        "site/test_wal_reset.py",
    ),
    Break(
        "a cache may keep what the replica did not know yet",
        "careerinfo/databases/replica.py",
        'response["Cache-Control"] = PRIVATE',
        "pass",
        "site/test_replica.py",
    ),
    Break(
        "a replica that is behind is read from",
        "careerinfo/databases/replica.py",
        "bool(_value(REPLICA, REACHED, before))",
        "_value(REPLICA, REACHED, before) is not None",
        "site/test_replica.py",
    ),
    Break(
        "a search ends with the replica",
        "careerinfo/databases/failing.py",
        "    if replica.left(error):\n",
        "    if False:\n",
        "site/test_replica.py",
    ),
    Break(
        "a site whose database is gone begins an empty one",
        "careerinfo/databases/configured.py",
        '"MUST_EXIST": _is_serving(),',
        '"MUST_EXIST": False,',
        "site/test_read_only_file.py",
    ),
    Break(
        "Redis is asked with each page though it does not answer",
        "careerinfo/databases/shared.py",
        " or time.monotonic() < _tried_again_at[0]:",
        ":",
        "site/test_shared_shelf.py",
    ),
]

"""Breaks of backups: whole or not there, put back whole or not at all, and no mail after it."""

from .one import Break

MAKING = "site/backups/test_making.py"
RESTORING = "site/backups/test_restoring.py"
WORKERS = "signups/test_mail_workers.py"
GONE = "signups/test_gone.py"

BACKUPS = [
    Break(
        "a backup takes the place of another of the same second",
        "careerinfo/backups/making.py",
        'if not (folder / f"{name}.backup").exists()',
        "if name",
        MAKING,
    ),
    Break(
        "a damaged backup is put back",
        "careerinfo/backups/archive.py",
        "    if left or digest.hexdigest() != manifest.sha256:",
        "    if left:",
        RESTORING,
    ),
    Break(
        "a database that is damaged makes good backups, and older ones go for it",
        "careerinfo/backups/sqlite.py",
        "                _see_that_it_is_whole(copy)",
        "                copy.execute('PRAGMA quick_check')",
        MAKING,
    ),
    Break(
        "somebody else's files in the folder of backups are deleted",
        "careerinfo/backups/making.py",
        "            if (manifest.site, manifest.engine) == (settings.SITE_URL, engine().ENGINE):",
        "            if True:",
        MAKING,
    ),
    Break(
        "a site that serves gets another database under it",
        "careerinfo/backups/sqlite.py",
        '            if "locked" in str(error):',
        "            if False:",
        RESTORING,
    ),
    Break(
        "a backup without some of its rows is put back",
        "careerinfo/backups/sqlite.py",
        "        if _rows(new) != manifest.rows:",
        "        if False:",
        RESTORING,
    ),
    Break(
        "a backup takes the place of a site that nobody wanted to lose",
        "careerinfo/backups/restoring.py",
        "    if has_rows and not replace:",
        "    if False:",
        RESTORING,
    ),
    Break(
        "mail workers do not see that a database was restored",
        "careerinfo/backups/after_restore.py",
        "    if MARK in tables:",
        "    if False:",
        RESTORING,
    ),
    Break(
        "a session that was ended is good again after a restore",
        "careerinfo/backups/after_restore.py",
        "    if SESSIONS in tables:",
        "    if False:",
        RESTORING,
    ),
    Break(
        "digests and confirmations are queued after a restore before staff allow it",
        "signups/mail/worker.py",
        "        if restored.stops_mail():",
        "        if False:",
        WORKERS,
    ),
    Break(
        "who was erased after a backup comes back with it",
        "signups/gone.py",
        "        personal_data.erase(email)",
        "        pass",
        GONE,
    ),
    Break(
        "who signed up again after leaving is thrown out by a restore",
        "signups/gone.py",
        "        return any(gone[key].when > since for key in hashes_of(email) if key in gone)",
        "        return any(key in gone for key in hashes_of(email))",
        GONE,
    ),
]

"""Breaks one behaviour after the other in a copy of the project, and tells which of them no test notices.

Run by hand, where all tests pass: `python -m tests.breaks`, or with a part of a name: `python -m tests.breaks search`.
"""

# The variable that names the file of a database that was migrated once.
MIGRATED = "MIGRATED_DATABASE"

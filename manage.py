#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import InterfaceError, OperationalError
    from django.db.backends.signals import connection_created

    from careerinfo.databases import wal_reset
    from careers.importers import faults

    connection_created.connect(wal_reset.keep_when_connected)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    except (OperationalError, InterfaceError) as error:
        # A full disk, a database that is away: no fault of the code, which a traceback would point at.
        if "--traceback" in sys.argv:
            raise
        reason = faults.reason_of(error) or "what it says is not known to this site"
        sys.exit(f"The database cannot be used; {reason} (--traceback shows the details).")


if __name__ == "__main__":
    main()

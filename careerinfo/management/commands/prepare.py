import secrets
import sqlite3

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from careerinfo import checks, demo, private_files


class Command(BaseCommand):
    help = "Make the database ready to serve: migrate it, and on the first run load the demo and make a staff login."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="On the first run, begin with an empty site.")

    def handle(self, *args, without_demo: bool, **options) -> None:
        private_files.make_database(connection.settings_dict)
        private_files.close_all()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        User = get_user_model()
        if not User.objects.exists():
            # Only ever on the first run: an owner who has removed the demo does not want it back.
            if demo.is_empty() and not without_demo:
                call_command("load_demo", stdout=self.stdout)
            password = secrets.token_urlsafe(12)
            User.objects.create_superuser("admin", password=password)
            self.stdout.write(
                f"\n  Staff login for {settings.SITE_URL}/admin/ (shown only this once):\n"
                f"    user name  admin\n    password   {password}\n"
            )
            if checks.has_sqlite_with_the_bug():
                self.stdout.write(
                    f"Let no other program write to this database: SQLite {sqlite3.sqlite_version} has a bug that this "
                    "site keeps clear of (docs/databases.md).\n"
                )

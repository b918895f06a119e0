"""How full tables are: PostgreSQL plans by that, and learns it by itself only a minute after an import."""

from django.apps import apps
from django.db import connection


def count_again() -> None:
    """Let pages, and the approval of what was imported, not wait for the minute in which they would be slow."""
    if connection.vendor != "postgresql":
        return
    tables = (model._meta.db_table for model in apps.get_app_config("careers").get_models())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")

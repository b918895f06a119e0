"""O*NET's database, in its Excel and text editions: tables in, one profile for each occupation out."""

from .collector import Collector, OnetRow
from .editions import OnetRelease, label_in_name, refuse_old, release_date, release_in_read_me
from .incomplete import Incomplete, incomplete, is_a_tables_name, table_in, whole_by_name
from .tables import TELLING_COLUMNS, UNUSED, recognises
from .taxonomy import refuse_older_taxonomy

__all__ = [
    "TELLING_COLUMNS",
    "UNUSED",
    "Collector",
    "Incomplete",
    "OnetRelease",
    "OnetRow",
    "incomplete",
    "is_a_tables_name",
    "label_in_name",
    "recognises",
    "refuse_old",
    "refuse_older_taxonomy",
    "release_date",
    "release_in_read_me",
    "table_in",
    "whole_by_name",
]

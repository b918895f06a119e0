"""How often each public page is viewed, by day: the page cache, which sees every visit, calls `note`."""

from .counting import count, is_by_a_reader, note

__all__ = ["count", "is_by_a_reader", "note"]

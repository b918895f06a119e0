"""How often each public page is viewed, by day: the page cache, which sees every visit, has `count` called."""

from .counting import count, is_by_a_reader

__all__ = ["count", "is_by_a_reader"]

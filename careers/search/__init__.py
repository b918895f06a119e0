from .query import search
from .results import Hit, Results, Suggestion
from .suggestions import suggest

__all__ = ["Hit", "Results", "Suggestion", "search", "suggest"]

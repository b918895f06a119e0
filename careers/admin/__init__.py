from . import careers, figures, releases, search

__all__ = ["careers", "figures", "releases", "search"]

from . import careers, figures, home_region, releases, search

__all__ = ["careers", "figures", "home_region", "releases", "search"]

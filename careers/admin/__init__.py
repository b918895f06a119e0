from . import careers, figures, home_region, plan, releases, search

__all__ = ["careers", "figures", "home_region", "plan", "releases", "search"]

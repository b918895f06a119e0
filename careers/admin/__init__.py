from . import careers, figures, home_region, next_steps, releases, search

__all__ = ["careers", "figures", "home_region", "next_steps", "releases", "search"]

from . import careers, figures, plan, releases, search

__all__ = ["careers", "figures", "plan", "releases", "search"]

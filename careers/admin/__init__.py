from . import careers, figures, next_steps, releases, search

__all__ = ["careers", "figures", "next_steps", "releases", "search"]

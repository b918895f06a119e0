from . import careers, figures, home_region, links, next_steps, plan, releases, search, waiting

__all__ = ["careers", "figures", "home_region", "links", "next_steps", "plan", "releases", "search", "waiting"]

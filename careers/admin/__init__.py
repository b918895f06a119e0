from . import careers, figures, home_region, next_steps, plan, releases, search, wishes

__all__ = ["careers", "figures", "home_region", "next_steps", "plan", "releases", "search", "wishes"]

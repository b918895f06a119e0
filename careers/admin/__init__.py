from . import careers, figures, home_region, imports, links, next_steps, plan, releases, search, waiting, wishes

__all__ = [
    "careers",
    "figures",
    "home_region",
    "imports",
    "links",
    "next_steps",
    "plan",
    "releases",
    "search",
    "waiting",
    "wishes",
]

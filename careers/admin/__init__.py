from . import (
    careers,
    figures,
    home_region,
    imports,
    links,
    next_steps,
    plan,
    releases,
    search,
    site_words,
    waiting,
    wishes,
)

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
    "site_words",
    "waiting",
    "wishes",
]

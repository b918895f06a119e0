<<<<<<< HEAD
from . import careers, figures, plan, releases, search

__all__ = ["careers", "figures", "plan", "releases", "search"]
=======
from . import careers, figures, home_region, releases, search

__all__ = ["careers", "figures", "home_region", "releases", "search"]
>>>>>>> main

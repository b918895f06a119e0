"""How what editors have of a career stands beside what releases have of it."""

from django.db import models


class BesideRelease(models.Model):
    """A model whose own rows a page may show with O*NET's, and whose figures may count others too."""

    with_released_tasks = models.BooleanField(
        "show O*NET's tasks too",
        default=False,
        db_default=False,
        help_text="Your own tasks come first, then O*NET's. Without this, your own are shown instead.",
    )
    with_released_titles = models.BooleanField(
        "show O*NET's job titles too",
        default=False,
        db_default=False,
        help_text="Your own titles come first, then O*NET's. Without this, your own are shown instead. Searches find "
        "the career by all of them.",
    )
    with_released_skills = models.BooleanField(
        "show O*NET's skills too",
        default=False,
        db_default=False,
        help_text="Your own skills come first, then O*NET's. Without this, your own are shown instead.",
    )
    figures_are_wider = models.BooleanField(
        "these figures are of a wider group",
        default=False,
        db_default=False,
        help_text="Check this box where the SOC occupation counts more people than those of this career, such as all "
        "commercial pilots for drone pilots. Wherever pay and outlook are shown, the page then says whose they are.",
    )

    class Meta:
        abstract = True

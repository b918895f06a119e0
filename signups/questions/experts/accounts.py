"""Whose account may be an expert's, and who may say so: its owner answers in the expert's name from then on."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

MAY_TIE = "auth.change_user"


def may_tie(user) -> bool:
    return user.has_perm(MAY_TIE)


def that_may_be_tied() -> QuerySet:
    """Experts have a place of their own, and no staff pages."""
    return get_user_model().objects.filter(is_staff=False, is_superuser=False)

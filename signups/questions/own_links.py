"""The codes of those who gave no address."""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

from ..updates.links import DAYS_TO_CONFIRM

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, IN_GROUP = 3, 4

__all__ = ["DAYS_TO_CONFIRM", "code_hash", "new_code"]


def new_code() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))


def code_hash(code: str) -> str:
    letters = "".join(filter(str.isalnum, code)).upper()
    return salted_hmac("signups.question-code", letters, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()

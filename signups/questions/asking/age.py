"""Whether somebody may be asked for an email address. Of an age nothing else is kept, and that in their form alone."""

from django.conf import settings
from django.core import signing

OLD_ENOUGH = 13
SECONDS = 12 * 3_600
SALT = "signups.questions.asking.age"


def seal(age: int) -> str:
    return signing.dumps(age >= OLD_ENOUGH, salt=SALT)


def may_give_address(seal: str) -> bool | None:
    """None where nobody has told an age, or so long ago that somebody else may sit there."""
    if settings.QUESTIONS_WITHOUT_ADDRESS:
        return False
    try:
        return signing.loads(seal, salt=SALT, max_age=SECONDS) is True
    except signing.BadSignature:
        return None
